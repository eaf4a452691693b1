"""What Cordboard wants of the engine, in plain validated values. Holding a spec is proof that it can be rendered."""

from cordboard.engine.specs.company import CompanySpec, ExtensionSpec
from cordboard.engine.specs.endpoint import Codec, EndpointSpec, MediaEncryption, SipDigests, Transport
from cordboard.engine.specs.mailbox import MailboxSpec
from cordboard.engine.specs.trunk import DtmfMode, TrunkSide, TrunkSpec

__all__ = [
    "Codec",
    "CompanySpec",
    "DtmfMode",
    "EndpointSpec",
    "ExtensionSpec",
    "MailboxSpec",
    "MediaEncryption",
    "SipDigests",
    "Transport",
    "TrunkSide",
    "TrunkSpec",
]
