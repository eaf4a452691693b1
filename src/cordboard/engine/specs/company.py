"""Everything the engine holds of one company."""

from dataclasses import dataclass

from cordboard.engine.names import CompanyKey, EndpointKey, company_key, endpoint_key
from cordboard.engine.specs import checks
from cordboard.engine.specs.endpoint import EndpointSpec
from cordboard.engine.specs.mailbox import MailboxSpec
from cordboard.engine.specs.trunk import TrunkSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionSpec:
    """A number people dial, as far as the engine must know it: for busy lamps, and when the call server is silent."""

    number: str
    endpoints: tuple[EndpointKey, ...] = ()  # ring together
    mailbox: str | None = None  # box in the company's context

    def __post_init__(self) -> None:
        checks.matches("number", self.number, checks.EXTENSION, "1 to 20 of 0-9 * #")
        checks.distinct("endpoints", self.endpoints)
        for endpoint in self.endpoints:
            endpoint_key(endpoint)
        if self.mailbox is not None:
            checks.matches("mailbox", self.mailbox, checks.BOX, "1 to 20 digits")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanySpec:
    """One company's share of the engine. Nothing in it can name anything of another company."""

    key: CompanyKey
    endpoints: tuple[EndpointSpec, ...] = ()
    mailboxes: tuple[MailboxSpec, ...] = ()
    extensions: tuple[ExtensionSpec, ...] = ()
    trunks: tuple[TrunkSpec, ...] = ()

    def __post_init__(self) -> None:
        company_key(self.key)
        checks.distinct("endpoints", [one.key for one in self.endpoints] + [one.key for one in self.trunks])
        checks.distinct("mailboxes", [mailbox.box for mailbox in self.mailboxes])
        checks.distinct("extensions", [extension.number for extension in self.extensions])
        self._check_owner()
        self._check_references()

    def _check_owner(self) -> None:
        owners = {endpoint.company for endpoint in self.endpoints}
        owners |= {mailbox.company for mailbox in self.mailboxes}
        owners |= {trunk.company for trunk in self.trunks}
        if strangers := owners - {self.key}:
            raise ValueError(f"company {self.key} cannot hold what belongs to {min(strangers)}")

    def _check_references(self) -> None:
        endpoints = {endpoint.key for endpoint in self.endpoints}
        boxes = {mailbox.box for mailbox in self.mailboxes}
        for extension in self.extensions:
            if not endpoints.issuperset(extension.endpoints):
                raise ValueError(
                    f"extension {extension.number} rings endpoints that company {self.key} does not have"
                )
            if extension.mailbox not in {None, *boxes}:
                raise ValueError(
                    f"extension {extension.number} names a mailbox that company {self.key} does not have"
                )
