"""What someone types into a phone, as the phone asks for it."""

from dataclasses import dataclass, replace

from django.conf import settings

from cordboard.devices.types import SipAccount, Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneSetup:
    """An account as phones ask for it. Holds the password: for one page, never kept."""

    server: str
    port: int
    transport: str  # as phones name it
    user: str
    domain: str
    password: str = ""  # empty when it is not shown any more

    @property
    def port_text(self) -> str:
        """The port as it is typed: no language puts a blank into it."""
        return str(self.port)

    @property
    def scanned(self) -> str:
        """What the camera of a phone reads: the lines to copy."""
        lines = (
            f"Server: {self.server}",
            f"Port: {self.port}",
            f"Transport: {self.transport}",
            f"User: {self.user}",
            f"Password: {self.password}",
            f"Domain: {self.domain}",
        )
        return "\n".join(lines)


def setup_for(account: SipAccount) -> PhoneSetup:
    """The set-up of an account just issued."""
    shown = setup_without_password(user=account.user, domain=account.domain, transport=account.transport)
    return replace(shown, password=account.password)


def setup_without_password(*, user: str, domain: str, transport: Transport) -> PhoneSetup:
    """The set-up of a phone whose password was shown before.

    Where a phone may choose its transport, TLS is what we propose: then audio is encrypted too.
    """
    configuration = settings.CORDBOARD
    web = transport is Transport.WSS
    return PhoneSetup(
        server=configuration.host,
        port=configuration.wss_port if web else configuration.sips_port,
        transport="WSS" if web else "TLS",
        user=user,
        domain=domain,
    )
