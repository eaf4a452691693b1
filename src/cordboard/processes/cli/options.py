"""Options of every command, made from Configuration: what a field means is written once."""

import argparse
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

from cordboard.base.configuration import Configuration, configuration_load, data_folder, with_port_base


def settings() -> list["Field[Any]"]:
    """The fields of Configuration that an operator sets, data folder first."""
    return list(fields(Configuration))


def option_name(setting: "Field[Any]") -> str:
    """`web_port` is `--web-port`."""
    return f"--{setting.name.replace('_', '-')}"


def options_add(parser: argparse.ArgumentParser) -> None:
    """The parser knows every setting. An option that is not given leaves no trace, so it may stand before or after the command."""
    group = parser.add_argument_group(
        "settings", "kept in <data>/cordboard.toml by `up`; see docs/operate/settings.md"
    )
    for setting in settings():
        kind: dict[str, Any] = {"metavar": _metavar(setting), "type": Path if setting.type is Path else str}
        if setting.type is bool:
            kind = {"action": argparse.BooleanOptionalAction}
        group.add_argument(
            option_name(setting),
            default=argparse.SUPPRESS,
            help=setting.metadata["help"].replace("%", "%%"),
            **kind,
        )
    group.add_argument(
        "--port-base", type=_port_base, metavar="N", default=argparse.SUPPRESS,
        help="All ports from N on (services N to N+6, audio N+100 to N+899), for a second installation.",
    )  # fmt: skip


def given(arguments: argparse.Namespace) -> dict[str, Any]:
    """The settings named on the command line, a port base spelt out; a port named by itself wins over the base."""
    named = {
        known.name: getattr(arguments, known.name) for known in settings() if hasattr(arguments, known.name)
    }
    named.pop("data", None)
    base = getattr(arguments, "port_base", None)
    return {**(with_port_base(base) if base else {}), **named}


def configuration_of(arguments: argparse.Namespace) -> Configuration:
    """The configuration in force for a command. Raises ValueError naming a setting that is wrong."""
    data = getattr(arguments, "data", None) or data_folder()
    return configuration_load(data=data, options=given(arguments))


def default_shown(setting: "Field[Any]") -> str:
    """The default as a person would type it."""
    if setting.name == "data":
        return "/var/lib/cordboard for root, else ~/.local/share/cordboard"
    if setting.default is MISSING or setting.default == "":
        return "empty"
    return str(setting.default).lower() if setting.type is bool else str(setting.default)


def _metavar(setting: "Field[Any]") -> str:
    if setting.type is Path:
        return "DIR"
    return (
        str(setting.metadata.get("unit", "port")).rpartition(" ")[2].upper()
        if setting.type is int
        else setting.name.upper()
    )


def _port_base(text: str) -> int:
    if not text.isdecimal() or not 1024 <= int(text) <= 64600:
        raise argparse.ArgumentTypeError(f"must be a number from 1024 to 64600, not {text!r}")
    return int(text)
