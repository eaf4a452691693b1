"""Call detail records: each leg one line of a local file, written at once. Source: Asterisk 22, cdr.conf, cdr_custom.conf."""

from cordboard.engine.names import RECORDS_FILE
from cordboard.engine.records import RECORD_COLUMNS
from cordboard.engine.render.file import ConfigFile
from cordboard.engine.render.node.settings import NodeSettings, config_file
from cordboard.engine.render.writer import ConfigWriter


def cdr_render(_: NodeSettings) -> ConfigFile:
    """Every call is recorded, answered or not; nothing is held back in memory."""
    writer = ConfigWriter().section("general")
    writer.options(
        enable=True,
        unanswered=True,
        congestion=True,
        canceldispositionenabled=True,
        endbeforehexten=True,
        batch=False,
    )
    return config_file("cdr.conf", writer)


def cdr_custom_render(_: NodeSettings) -> ConfigFile:
    """The line of a record, as `engine.records` reads it."""
    writer = ConfigWriter().section(RECORDS_FILE)
    writer.options(format="dsv", separator_character=",", quote_character='"', quote_escape_character='"')
    writer.options(quoting_method="all", fields=",".join(RECORD_COLUMNS))
    return config_file("cdr_custom.conf", writer)


def cel_render(_: NodeSettings) -> ConfigFile:
    """No second record of the same events."""
    return config_file("cel.conf", ConfigWriter().section("general").option("enable", False))


FILES = (cdr_render, cdr_custom_render, cel_render)
