"""What becomes of asking for a new password, once a worker comes to it."""

from django.core import mail
from django.core.mail import EmailMessage
from procrastinate.contrib.django.models import ProcrastinateJob

from cordboard.accounts.jobs import mail_reset
from cordboard.processes.jobs import MAIL_RESET


def jobs_waiting() -> list[dict[str, str]]:
    """For whom mails were asked, in turn."""
    jobs = ProcrastinateJob.objects.filter(task_name=MAIL_RESET.name, status="todo").order_by("id")
    return [job.args for job in jobs]


def mails_sent() -> list[EmailMessage]:
    """The mails, after every job that waits ran."""
    for arguments in jobs_waiting():
        mail_reset(**arguments)
    return mail.outbox
