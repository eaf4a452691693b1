"""Mailboxes of a company: `companies/<key>/voicemail.conf`.

Source: Asterisk 22 documentation, voicemail.conf: `box => password,name,email,pager,option|option`.
"""

from hashlib import sha256

from cordboard.engine.escape import shown_name
from cordboard.engine.names import company_folder
from cordboard.engine.render.file import ConfigFile
from cordboard.engine.render.writer import ConfigWriter
from cordboard.engine.specs import CompanySpec, MailboxSpec

FOREVER_CLOSED = "-"  # a leading dash: the password cannot be changed by phone


def voicemail_render(spec: CompanySpec) -> ConfigFile:
    """The company's boxes, in its own voicemail context."""
    writer = ConfigWriter().section(spec.key)
    for mailbox in sorted(spec.mailboxes, key=lambda mailbox: mailbox.box):
        writer.entry(mailbox.box, _box(mailbox))
    return ConfigFile(path=company_folder(spec.key) / "voicemail.conf", text=writer.text)


def zone_name(time_zone: str) -> str:
    """How voicemail.conf calls a time zone."""
    return "".join(sign if sign.isalnum() else "-" for sign in time_zone.lower())


def _box(mailbox: MailboxSpec) -> str:
    return f"{FOREVER_CLOSED}{_closed_password(mailbox)},{shown_name(mailbox.name)},,,{'|'.join(_box_options(mailbox))}"


def _closed_password(mailbox: MailboxSpec) -> str:
    """Letters only, so that no telephone can dial it; Cordboard opens boxes without asking the engine for one."""
    digest = sha256(f"{mailbox.company}/{mailbox.box}".encode()).digest()
    return "".join(chr(ord("a") + byte % 26) for byte in digest[:20])


def _box_options(mailbox: MailboxSpec) -> list[str]:
    return [
        f"language={mailbox.language}",
        f"tz={zone_name(mailbox.time_zone)}",
        f"maxmsg={mailbox.most_messages}",
        f"maxsecs={mailbox.longest_message.total_seconds():.0f}",
        f"minsecs={mailbox.shortest_message.total_seconds():.0f}",
        "attach=no",
        "delete=no",
        "envelope=yes",
        "saycid=no",
    ]
