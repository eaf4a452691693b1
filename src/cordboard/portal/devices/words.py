"""Transports, encryption and codecs in words."""

from django.utils.translation import gettext_lazy as _

from cordboard.devices.types import Codec, Encryption, Transport
from cordboard.portal.components.widgets import CardText

TRANSPORTS = {
    Transport.ANY: (_("The phone chooses"), _("TLS, TCP or UDP: for most desk phones and apps.")),
    Transport.TLS: (_("TLS only"), _("Signalling and audio are always encrypted.")),
    Transport.WSS: (_("Browser"), _("Secure WebSocket, for phones in a web page.")),
}
ENCRYPTIONS = {
    Encryption.REQUIRED: (_("Always encrypted"), _("Calls without encryption (SRTP) are refused.")),
    Encryption.OFFERED: (_("Encrypted when possible"), _("Older phones can still call.")),
    Encryption.OFF: (_("Not encrypted"), _("Only for phones that fail otherwise.")),
}
CODECS = {
    Codec.OPUS: _("Opus (best sound, adapts to the network)"),
    Codec.G722: _("G.722 (wideband)"),
    Codec.ALAW: _("G.711 A-law"),
    Codec.ULAW: _("G.711 µ-law"),
    Codec.GSM: _("GSM"),
    Codec.SPEEX: _("Speex"),
    Codec.ILBC: _("iLBC (survives packet loss)"),
    Codec.G726: _("G.726"),
    Codec.H264: _("H.264 (video)"),
    Codec.VP8: _("VP8 (video)"),
}


def transport_cards() -> dict[str, CardText]:
    """Each transport's explanation by value."""
    return {value: CardText(description=str(texts[1])) for value, texts in TRANSPORTS.items()}


def encryption_cards() -> dict[str, CardText]:
    """Each encryption's explanation by value."""
    return {value: CardText(description=str(texts[1])) for value, texts in ENCRYPTIONS.items()}
