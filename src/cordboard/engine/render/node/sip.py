"""SIP: where it listens and where its accounts are kept. Source: Asterisk 22, res_pjsip and sorcery documentation."""

from cordboard.engine.names import NOWHERE, REALM
from cordboard.engine.render.file import ConfigFile
from cordboard.engine.render.node.settings import NodeSettings, config_file
from cordboard.engine.render.writer import ConfigWriter

DATABASE = "endpoints"
TAKEOVER = "takeover"
KINDS = ("endpoint", "auth", "aor")
CACHE = "memory_cache,expire_on_reload=no"
BY_NAME_ONLY = "allow_unqualified_fetch=no"
NEWCOMERS = "newcomers"  # in the engine's own database
SIP_THREADS = 50  # with the engine's own 4, SIP messages queue behind the threads that run calls (docs/bench/foundation.md)
ALGORITHMS = "MD5,SHA-256"  # MD5 first: old phones read the first challenge only, and 120-bit passwords lose nothing by it


def pjsip_render(settings: NodeSettings) -> ConfigFile:
    """Transports and the rules of all accounts. Strangers hear the same challenge as accounts that exist."""
    writer = ConfigWriter()
    writer.section("global").options(
        type="global",
        user_agent="Cordboard",
        default_realm=REALM,
        default_from_user="anonymous",
        disable_multi_domain=True,  # else each request costs two lookups in vain, registrations half their rate (ADR 12)
        endpoint_identifier_order="header,username,ip",
        default_auth_algorithms_uas=ALGORITHMS,
        send_contact_status_on_update_registration=False,
        keep_alive_interval=90,
        max_initial_qualify_time=60,
        unidentified_request_count=5,
        unidentified_request_period=5,
    )
    writer.section("system").options(
        type="system", taskpool_initial_size=SIP_THREADS, taskpool_minimum_size=SIP_THREADS
    )
    _transports(writer, settings)
    _takeovers(writer)
    writer.include("companies/*/pjsip.conf", required=False)
    return config_file("pjsip.conf", writer)


def sorcery_render(_: NodeSettings) -> ConfigFile:
    """Accounts come from the projection, each through a cache; registrations lie in the engine's own file and outlive it.

    Who asks for all endpoints gets those that the engine has yet to meet (`engine.apply.newcomers`).
    """
    writer = ConfigWriter().section("res_pjsip")
    for kind in KINDS:
        writer.entry(f"{kind}/cache", CACHE)
        writer.entry(
            kind, f"realtime,ps_{kind}s,{BY_NAME_ONLY}" if kind == "endpoint" else f"realtime,ps_{kind}s"
        )
    writer.entry("endpoint", f"astdb,{NEWCOMERS}")
    writer.entry("endpoint", "config,pjsip.conf,criteria=type=endpoint")
    writer.entry("contact", "astdb,registrar")
    return config_file("sorcery.conf", writer)


def extconfig_render(_: NodeSettings) -> ConfigFile:
    """Which table of the projection holds what."""
    writer = ConfigWriter().section("settings")
    for kind in KINDS:
        writer.entry(f"ps_{kind}s", f"sqlite3,{DATABASE},ps_{kind}s")
    return config_file("extconfig.conf", writer)


def sqlite_render(settings: NodeSettings) -> ConfigFile:
    """The projection's file. The engine only reads it: no batch, or its transaction would keep Cordboard from writing."""
    writer = ConfigWriter().section(DATABASE)
    writer.options(dbfile=str(settings.endpoints_file), requirements="warn", batch=0, busy_timeout=1000)
    return config_file("res_config_sqlite3.conf", writer)


def library_render(_: NodeSettings) -> ConfigFile:
    """The SIP library's complaints are about what strangers send: notices, or every scanner would fill the log."""
    writer = ConfigWriter().section("log_mappings").option("type", "log_mappings")
    writer.options(asterisk_error="0", asterisk_warning="", asterisk_notice="1,2")
    writer.options(asterisk_verbose="", asterisk_debug="3,4,5,6", asterisk_trace="")
    return config_file("pjproject.conf", writer)


def notify_render(_: NodeSettings) -> ConfigFile:
    """Requests to phones: fetch the configuration anew, with or without a restart."""
    writer = ConfigWriter()
    writer.section("check-sync").entry("Event", "check-sync;reboot=false")
    writer.section("restart").entry("Event", "check-sync;reboot=true")
    return config_file("pjsip_notify.conf", writer)


def _takeovers(writer: ConfigWriter) -> None:
    """Whoever wants to put a call of his in the place of another (RFC 3891) is nobody, and hears what strangers hear.

    Our phones never need to: they hand calls on by REFER, and pick up by a code. The engine would not ask whose call
    it is. Source: Asterisk 22, res_pjsip_endpoint_identifier_ip.
    """
    writer.section(TAKEOVER).options(type="identify", match_header="Replaces: /.*/", endpoint=TAKEOVER)
    writer.section(TAKEOVER).options(type="endpoint", context=NOWHERE)
    writer.option("deny", "0.0.0.0/0.0.0.0").option("deny", "::/0")


def _transports(writer: ConfigWriter, settings: NodeSettings) -> None:
    """TLS is 1.2: the SIP library serves one version only, by its own choice 1.0 (ADR 12)."""
    configuration = settings.configuration
    clear = f"{configuration.bind}:{configuration.sip_port}"
    for protocol in ("udp", "tcp"):
        writer.section(protocol).options(type="transport", protocol=protocol, bind=clear)
    writer.section("tls").options(
        type="transport",
        protocol="tls",
        bind=f"{configuration.bind}:{configuration.sips_port}",
        cert_file=str(settings.certificate),
        priv_key_file=str(settings.certificate_key),
        method="tlsv1_2",
    )
    writer.section("wss").options(
        type="transport", protocol="wss", bind=f"{configuration.bind}:{configuration.wss_port}"
    )


FILES = (pjsip_render, sorcery_render, extconfig_render, sqlite_render, notify_render, library_render)
