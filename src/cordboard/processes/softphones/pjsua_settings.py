"""An account in the terms of the PJSIP stack. Used inside a phone's process only."""

from pathlib import Path

import pjsua2 as pj

from cordboard.processes.softphones.account import Encryption, Opening, PhoneAccount, Transport

CLOCK_RATE = 16000  # samples a second of recordings
_TRANSPORTS = {
    Transport.UDP: pj.PJSIP_TRANSPORT_UDP,
    Transport.TCP: pj.PJSIP_TRANSPORT_TCP,
    Transport.TLS: pj.PJSIP_TRANSPORT_TLS,
}
_ENCRYPTION = {
    Encryption.OFF: pj.PJMEDIA_SRTP_DISABLED,
    Encryption.OFFERED: pj.PJMEDIA_SRTP_OPTIONAL,
    Encryption.REQUIRED: pj.PJMEDIA_SRTP_MANDATORY,
}


def endpoint_started(opening: Opening) -> pj.Endpoint:
    """The stack, running on this thread alone, without a sound card."""
    endpoint = pj.Endpoint()
    endpoint.libCreate()
    endpoint.libInit(_endpoint_settings(opening.folder))
    endpoint.audDevManager().setNullDev()
    _codecs_choose(endpoint, opening.account.codecs)
    endpoint.transportCreate(_TRANSPORTS[opening.account.transport], _transport_settings(opening.account))
    endpoint.libStart()
    return endpoint


def _endpoint_settings(folder: Path) -> pj.EpConfig:
    settings = pj.EpConfig()
    settings.logConfig.level = settings.logConfig.msgLogging = 4
    settings.logConfig.consoleLevel = 0
    settings.logConfig.filename = str(folder / "pjsip.log")
    settings.uaConfig.threadCnt = 0
    settings.uaConfig.mainThreadOnly = True
    settings.uaConfig.maxCalls = 16
    settings.uaConfig.userAgent = "Cordboard softphone (PJSIP)"
    settings.medConfig.clockRate = settings.medConfig.sndClockRate = CLOCK_RATE
    settings.medConfig.noVad = True
    settings.medConfig.ecTailLen = 0
    return settings


def _transport_settings(account: PhoneAccount) -> pj.TransportConfig:
    settings = pj.TransportConfig()
    settings.port = 0  # any free one
    settings.boundAddress = account.address
    if account.transport is Transport.TLS:
        settings.tlsConfig.CaListFile = account.certificate_authority
        settings.tlsConfig.verifyServer = True
    return settings


def _codecs_choose(endpoint: pj.Endpoint, codecs: tuple[str, ...]) -> None:
    """Only these codecs are offered, in this order. Raises ValueError for one the stack lacks."""
    if not codecs:
        return
    known = [codec.codecId for codec in endpoint.codecEnum2()]
    for identity in known:
        endpoint.codecSetPriority(identity, 0)
    for place, codec in enumerate(codecs):
        matching = [identity for identity in known if identity.lower().startswith(f"{codec.lower()}/")]
        if not matching:
            raise ValueError(f"the PJSIP stack has no codec {codec}: it has {', '.join(known)}")
        for identity in matching:
            endpoint.codecSetPriority(identity, 255 - place)


def account_settings(account: PhoneAccount) -> pj.AccountConfig:
    """The account in the stack's terms."""
    parameter = "" if account.transport is Transport.UDP else f";transport={account.transport}"
    settings = pj.AccountConfig()
    settings.idUri = f'"{_quoted(account.name)}" <sip:{account.user}@{account.server}>'
    settings.regConfig.registrarUri = f"sip:{account.server}{parameter}"
    settings.regConfig.registerOnAdd = False
    settings.regConfig.retryIntervalSec = 0  # whoever steers the phone decides
    settings.sipConfig.proxies.append(f"sip:{account.host}:{account.port}{parameter};lr;hide")
    settings.sipConfig.authCreds.append(pj.AuthCredInfo("digest", "*", account.user, 0, account.secret))
    settings.mediaConfig.srtpUse = _ENCRYPTION[account.encryption]
    settings.mediaConfig.srtpSecureSignaling = 0
    settings.mediaConfig.transportConfig.boundAddress = account.address
    settings.mediaConfig.transportConfig.port = 0
    settings.mediaConfig.lockCodecEnabled = False
    settings.natConfig.contactRewriteUse = 0
    settings.natConfig.viaRewriteUse = 0
    settings.natConfig.sdpNatRewriteUse = 0
    return settings


def _quoted(name: str) -> str:
    """A name as the inside of a quoted string. Source: RFC 3261 section 25.1."""
    return name.replace("\\", "\\\\").replace('"', '\\"')
