"""What Cordboard wants of the engine, in plain validated values. Holding a spec is proof that it can be rendered."""

from cordboard.engine.specs.company import CompanySpec, ExtensionSpec
from cordboard.engine.specs.endpoint import Codec, EndpointSpec, MediaEncryption, SipDigests, Transport
from cordboard.engine.specs.mailbox import MailboxSpec

__all__ = [
    "Codec",
    "CompanySpec",
    "EndpointSpec",
    "ExtensionSpec",
    "MailboxSpec",
    "MediaEncryption",
    "SipDigests",
    "Transport",
]
