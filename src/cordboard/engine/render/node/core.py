"""The engine itself: folders, modules, log, dialplan entry. Source: Asterisk 22 documentation of each file."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import PurePosixPath

from cordboard.engine.render.file import ConfigFile
from cordboard.engine.render.node.modules import MODULES
from cordboard.engine.render.node.settings import NodeSettings, config_file
from cordboard.engine.render.writer import ConfigWriter

UNHEARD = (
    "ast_channel_varset_type", "ast_rtp_rtcp_sent_type", "ast_rtp_rtcp_received_type", "agi_exec_start_type",
    "agi_exec_end_type", "stasis_test_message_type", "ast_test_suite_message_type",
)  # fmt: skip


def asterisk_render(settings: NodeSettings) -> ConfigFile:
    """Folders and limits. Nothing a file or a dialplan value holds can start a program."""
    home = settings.home
    writer = ConfigWriter().section("directories")
    writer.options(
        astetcdir=str(home / "etc"),
        astmoddir=str(settings.modules),
        astvarlibdir=str(home / "lib"),
        astdbdir=str(home / "db"),
        astkeydir=str(home / "lib"),
        astdatadir=str(home / "lib"),
        astagidir=str(home / "lib" / "agi"),
        astspooldir=str(home / "spool"),
        astrundir=str(home / "run"),
        astlogdir=str(home / "log"),
    )
    writer.section("options").options(
        execincludes=False,
        live_dangerously=False,
        hideconnect=True,
        defaultlanguage="en",
        documentation_language="en_US",
        entityid=_entity(str(home)),
    )
    writer.section("files").options(astctlpermissions="0660", astctl="asterisk.ctl")
    return config_file("asterisk.conf", writer)


def modules_render(_: NodeSettings) -> ConfigFile:
    """Exactly the modules that features need; what is not loaded can be neither attacked nor slow to start."""
    writer = ConfigWriter().section("modules").option("autoload", False)
    for module in MODULES:
        writer.entry("load", f"{module}.so")
    return config_file("modules.conf", writer)


def logger_render(_: NodeSettings) -> ConfigFile:
    """Warnings and errors only: notices of SIP name callers, and DTMF spells out what people type (PINs)."""
    writer = ConfigWriter().section("general")
    writer.options(dateformat="%F %T.%3q", queue_log=False, rotatestrategy="rotate", appendhostname=False)
    writer.section("logfiles").entry("messages.log", "warning,error")
    return config_file("logger.conf", writer)


def skeleton_render(settings: NodeSettings) -> ConfigFile:
    """The hand-written dialplan, as it is."""
    return ConfigFile(path=PurePosixPath("skeleton.conf"), text=settings.skeleton)


def extensions_render(settings: NodeSettings) -> ConfigFile:
    """The dialplan: the skeleton, and each company's own file. Globals outlive a reload: the heartbeat is one."""
    writer = ConfigWriter().section("general")
    writer.options(static=True, writeprotect=True, clearglobalvars=False, autofallthrough=True)
    writer.section("globals")
    writer.option("CALLS", f"agi://127.0.0.1:{settings.configuration.fastagi_port}/call")
    writer.option("INCOMING", f"agi://127.0.0.1:{settings.configuration.fastagi_port}/incoming")
    writer.option("TLS_PORTS", f"{settings.configuration.sips_port}|{settings.configuration.wss_port}")
    writer.option("TRANSFER_CONTEXT", "transfers")  # of every channel that has none of its own
    writer.include("skeleton.conf").include("companies/*/extensions.conf", required=False)
    return config_file("extensions.conf", writer)


def cli_render(_: NodeSettings) -> ConfigFile:
    """No console command runs at start."""
    return config_file("cli.conf", ConfigWriter().section("startup_commands"))


def bus_render(_: NodeSettings) -> ConfigFile:
    """The engine's own bus without what nobody listens to: every message wakes all subscribers, for every call."""
    writer = ConfigWriter().section("declined_message_types")
    for kind in UNHEARD:
        writer.option("decline", kind)
    return config_file("stasis.conf", writer)


def empty_render(name: str, why: str) -> Callable[[NodeSettings], ConfigFile]:
    """A file that the engine wants to find, with nothing in it and the reason."""

    def render(_: NodeSettings) -> ConfigFile:
        return config_file(name, ConfigWriter().comment(why))

    return render


def _entity(seed: str) -> str:
    """A node's number, in the form of a locally administered MAC address; machines without a network card have none."""
    digest = sha256(seed.encode()).digest()
    return ":".join(f"{byte:02x}" for byte in (0x02, *digest[:5]))


FILES = (
    asterisk_render,
    modules_render,
    logger_render,
    skeleton_render,
    extensions_render,
    cli_render,
    bus_render,
    empty_render("acl.conf", "No shared lists of addresses."),
    empty_render("ccss.conf", "Call completion works by its defaults."),
    empty_render("websocket_client.conf", "The engine opens no WebSockets itself."),
)
