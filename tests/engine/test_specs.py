"""Holding a spec is proof that the engine can be given it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cordboard.engine.specs import Codec, CompanySpec, ExtensionSpec, SipDigests, Transport
from kit.specs import ACME, GLOBEX, company, endpoint, mailbox

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"key": "101"}, "is no endpoint key"),
        ({"company": "acme"}, "is no company key"),
        ({"extension": "10 1"}, "extension must be"),
        ({"extension": "101\n"}, "extension must be"),
        ({"extension": "1" * 21}, "extension must be"),
        ({"language": "english"}, "language must be"),
        ({"most_contacts": 0}, "most_contacts must be"),
        ({"keep_alive": timedelta(hours=2)}, "keep_alive must be"),
        ({"codecs": ()}, "at least one codec"),
        ({"codecs": (Codec.ALAW, Codec.ALAW)}, "twice"),
        ({"transports": frozenset()}, "at least one codec and one transport"),
        ({"transports": frozenset({Transport.WSS, Transport.UDP})}, "WSS stands alone"),
        ({"mailboxes": ("5501",)}, "mailboxes must be"),
        ({"mailboxes": (f"5501@{GLOBEX}",)}, "belongs to another company"),
    ],
)
def test_an_endpoint_that_the_engine_could_misread_cannot_be(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        endpoint(**changes)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"box": "a"}, "box must be"),
        ({"box": "1,2"}, "box must be"),
        ({"time_zone": "Mars/Olympus"}, "time_zone must be"),
        ({"most_messages": 0}, "most_messages must be"),
        ({"longest_message": timedelta(0)}, "longest_message must be"),
        ({"language": "../en"}, "language must be"),
    ],
)
def test_a_mailbox_that_the_engine_could_misread_cannot_be(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        mailbox(**changes)


def test_a_company_names_only_what_is_its_own() -> None:
    mine, theirs = endpoint(ACME, "a"), endpoint(GLOBEX, "b")
    with pytest.raises(ValueError, match="cannot hold what belongs to"):
        CompanySpec(key=ACME, endpoints=(theirs,))
    with pytest.raises(ValueError, match="rings endpoints that"):
        company(ACME, [mine], extensions=(ExtensionSpec(number="101", endpoints=(theirs.key,)),))
    with pytest.raises(ValueError, match="names a mailbox that"):
        company(ACME, [mine], extensions=(ExtensionSpec(number="101", mailbox="77"),))


def test_a_company_has_each_thing_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        company(ACME, [endpoint(), endpoint()])
    with pytest.raises(ValueError, match="twice"):
        company(ACME, extensions=(ExtensionSpec(number="1"), ExtensionSpec(number="1")))


def test_the_proofs_of_a_password_are_those_of_the_standard() -> None:
    digests = SipDigests.of("myname", "mypassword")  # of `myname:cordboard:mypassword`
    assert digests.md5 == "514c3e4fab9a83665a982c8333dadeb9"
    assert digests.sha256 == "283b6f46e7fe00f3aa520df806a9232e47dba1f56c3e8b8dce56626079771026"
    with pytest.raises(ValueError, match="32 hexadecimal digits"):
        replace(digests, md5="mypassword")


def test_proofs_are_not_told() -> None:
    assert SipDigests.of("a", "b").md5 not in repr(endpoint(digests=SipDigests.of("a", "b")))
