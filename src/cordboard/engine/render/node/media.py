"""Audio: ports, music, tones, features during a call. Source: Asterisk 22 documentation of each file; ITU-T E.180."""

from cordboard.engine.render.file import ConfigFile
from cordboard.engine.render.node.settings import NodeSettings, config_file
from cordboard.engine.render.writer import ConfigWriter

TONES = {
    "us": ("2000,4000", "350+440", "480+620/500,0/500", "440+480/2000,0/4000", "480+620/250,0/250"),
    "gb": (
        "400,200,400,2000",
        "350+440",
        "400/375,0/375",
        "400+450/400,0/200,400+450/400,0/2000",
        "400/400,0/350",
    ),
    "no": ("1000,4000", "425", "425/500,0/500", "425/1000,0/4000", "425/200,0/200"),
    "fr": ("1500,3500", "440", "440/500,0/500", "440/1500,0/3500", "440/250,0/250"),
    "es": (
        "1500,3000",
        "425",
        "425/200,0/200",
        "425/1500,0/3000",
        "425/200,0/200,425/200,0/200,425/200,0/600",
    ),
    "de": ("1000,4000", "425", "425/480,0/480", "425/1000,0/4000", "425/240,0/240"),
}  # ring cadence, dial, busy, ring, congestion


def rtp_render(settings: NodeSettings) -> ConfigFile:
    """Ports of audio and video; packets of strangers are dropped once the true source is known."""
    configuration = settings.configuration
    writer = ConfigWriter().section("general")
    writer.options(
        rtpstart=configuration.rtp_start, rtpend=configuration.rtp_end, strictrtp=True, icesupport=True
    )
    return config_file("rtp.conf", writer)


def music_render(settings: NodeSettings) -> ConfigFile:
    """The packaged music as the default class."""
    writer = ConfigWriter().section("default")
    writer.options(mode="files", directory=str(settings.home / "lib" / "moh"), sort="random")
    return config_file("musiconhold.conf", writer)


def indications_render(_: NodeSettings) -> ConfigFile:
    """Tones that callers hear, by country."""
    writer = ConfigWriter().section("general").option("country", "us")
    for country, (cadence, dial, busy, ring, congestion) in sorted(TONES.items()):
        writer.section(country).options(description=country, ringcadence=cadence)
        writer.options(dial=dial, busy=busy, ring=ring, congestion=congestion)
    return config_file("indications.conf", writer)


def features_render(_: NodeSettings) -> ConfigFile:
    """Picking up a colleague's call; everything else during a call is SIP's own or Cordboard's."""
    writer = ConfigWriter().section("general").option("pickupexten", "*8")
    return config_file("features.conf", writer)


def udptl_render(settings: NodeSettings) -> ConfigFile:
    """Fax over IP (T.38) shares the ports of audio."""
    configuration = settings.configuration
    writer = ConfigWriter().section("general")
    writer.options(udptlstart=configuration.rtp_start, udptlend=configuration.rtp_end, udptlchecksums=False)
    return config_file("udptl.conf", writer)


FILES = (rtp_render, music_render, indications_render, features_render, udptl_render)
