"""Who may ask the engine things: AMI and ARI for Cordboard's own processes on loopback, WSS for phones.

Source: Asterisk 22 documentation of manager.conf, http.conf, ari.conf.
"""

from cordboard.engine.names import MANAGER_USER, REST_USER
from cordboard.engine.render.file import ConfigFile
from cordboard.engine.render.node.settings import NodeSettings, config_file
from cordboard.engine.render.writer import ConfigWriter

LOOPBACK = "127.0.0.1"
EVERYBODY = "0.0.0.0/0.0.0.0,::/0"
READ = (
    "system,call,user,agent,security"  # no dialplan, dtmf or reporting: they are most events, and hold PINs
)
UNREAD = (  # of the classes above: what nobody asks for is not even written
    "Newexten", "VarSet", "DialState", "HangupRequest", "SoftHangupRequest", "BridgeCreate", "BridgeDestroy",
    "ChallengeSent", "SuccessfulAuth",
)  # fmt: skip
WRITE = "system,call,user,agent,config,command,reporting,originate,message"


def manager_render(settings: NodeSettings) -> ConfigFile:
    """The manager interface on loopback."""
    writer = ConfigWriter().section("general")
    writer.options(
        enabled=True,
        webenabled=False,
        bindaddr=LOOPBACK,
        port=settings.configuration.ami_port,
        displayconnects=False,
        authtimeout=10,
        disabledevents=",".join(UNREAD),
    )
    writer.section(MANAGER_USER).options(
        secret=settings.ami_password,
        deny=EVERYBODY,
        permit=f"{LOOPBACK}/255.255.255.255",
        read=READ,
        write=WRITE,
        writetimeout=1000,
    )
    return config_file("manager.conf", writer)


def http_render(settings: NodeSettings) -> ConfigFile:
    """REST in the clear on loopback; for everybody else TLS only, where phones find SIP over WebSocket."""
    configuration = settings.configuration
    writer = ConfigWriter().section("general")
    writer.options(
        servername="",
        enabled=True,
        bindaddr=LOOPBACK,
        bindport=configuration.ari_port,
        enable_static=False,
        enable_status=False,
        sessionlimit=20000,
        tlsenable=True,
        tlsbindaddr=f"{configuration.bind}:{configuration.wss_port}",
        tlscertfile=str(settings.certificate),
        tlsprivatekey=str(settings.certificate_key),
        tlsdisablev1=True,
        tlsdisablev11=True,
    )
    return config_file("http.conf", writer)


def ari_render(settings: NodeSettings) -> ConfigFile:
    """The REST interface; the TLS port serves it too, so its user is bound to loopback."""
    writer = ConfigWriter().section("general").options(enabled=True, pretty=False)
    writer.section(REST_USER).options(
        type="user",
        password=settings.ari_password,
        deny=EVERYBODY,
        permit=f"{LOOPBACK}/255.255.255.255",
    )
    return config_file("ari.conf", writer)


FILES = (manager_render, http_render, ari_render)
