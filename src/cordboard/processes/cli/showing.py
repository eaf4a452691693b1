"""Shows the main job: loads the application and lets the demonstration tell what happens."""

import logging
import os

import django

from cordboard.base.configuration import Configuration
from cordboard.processes.cli.report import Report


def demonstration_show(configuration: Configuration, report: Report) -> None:
    """Two phones have called each other, told as it happened. Raises what went wrong."""
    _application_load(configuration)
    from cordboard.processes.demo import demonstration_run

    report.heading("The demonstration: two phones call each other")
    demonstration_run(configuration, report.tell)


def first_link_show(configuration: Configuration, report: Report) -> None:
    """The portal's address is shown and, while the first administrator has no password, the link to choose one."""
    _application_load(configuration)
    from cordboard.processes.demo import first_link

    report.heading(f"Cordboard is up: {configuration.address}")
    if link := first_link(configuration):
        report.line(f"Choose the first administrator's password, once, here:\n  {link}")


def _application_load(configuration: Configuration) -> None:
    os.environ["CORDBOARD_DATA"] = str(configuration.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "cordboard.processes.settings"
    django.setup()
    logging.getLogger().setLevel(logging.WARNING)  # the report tells what happens
