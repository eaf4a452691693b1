"""What a mail server meant when it did not take a mail."""

import re
import smtplib
from collections.abc import Iterator

_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
LONGEST = 200  # signs of what a server says
REFUSED = 500  # RFC 5321 section 4.2.1: 5yz is for good, 4yz may pass
TOO_LARGE = 552  # RFC 1870 section 6.1, already to MAIL FROM


def mail_refusal(fault: OSError) -> str:
    """What the server said when it refused this mail for good, on one line; empty for whatever else went wrong.

    That is about the one who was to read it, or about the mail. An unreachable server, one that is busy, and one that
    does not like our login or sender are not: they are tried again, for time or the operator may mend that.
    """
    answers = list(_answers(fault))
    if not answers or min(code for code, _ in answers) < REFUSED:
        return ""
    code, said = answers[0]
    return _UNSEEN.sub(" ", f"{code} {said.decode(errors='replace')}").strip()[:LONGEST]


def _answers(fault: OSError) -> Iterator[tuple[int, bytes]]:
    """What the server answered about this mail, if it was about this mail."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        yield from fault.recipients.values()
    elif isinstance(fault, smtplib.SMTPDataError) or (
        isinstance(fault, smtplib.SMTPSenderRefused) and fault.smtp_code == TOO_LARGE
    ):
        said = fault.smtp_error
        yield fault.smtp_code, said.encode() if isinstance(said, str) else said
