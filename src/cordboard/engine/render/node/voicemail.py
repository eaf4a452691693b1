"""Rules of all mailboxes; the boxes themselves are each company's file. Source: Asterisk 22, voicemail.conf."""

from zoneinfo import available_timezones

from cordboard.engine.escape import Expression
from cordboard.engine.render.file import ConfigFile
from cordboard.engine.render.node.settings import NodeSettings, config_file
from cordboard.engine.render.voicemail import zone_name
from cordboard.engine.render.writer import ConfigWriter

SPOKEN_TIME = "'vm-received' ABdY 'digits/at' kM"


def voicemail_node_render(_: NodeSettings) -> ConfigFile:
    """Messages are WAV files; mail, dialling out and calling back are never the engine's business."""
    writer = ConfigWriter().section("general")
    writer.options(
        format="wav",
        attach=False,
        maxsilence=0,
        skipms=3000,
        maxlogins=3,
        minsecs=2,
        maxsecs=300,
        maxmsg=100,
        sendvoicemail=False,
        review=False,
        operator=False,
        saycid=False,
        pollmailboxes=False,
        userscontext="none",
    )
    writer.section("zonemessages")
    for zone in sorted(available_timezones()):
        writer.entry(zone_name(zone), Expression(f"{zone}|{SPOKEN_TIME}"))
    writer.include("companies/*/voicemail.conf", required=False)
    return config_file("voicemail.conf", writer)


FILES = (voicemail_node_render,)
