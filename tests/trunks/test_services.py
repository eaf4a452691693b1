"""Trunks belong to one company; their passwords are sealed, each act is on record, and calls and the engine know the result."""

from dataclasses import replace
from typing import Any

import pytest

from cordboard.engine.specs import TrunkSide
from cordboard.journal.selectors import journal_page
from cordboard.journal.types import SYSTEM
from cordboard.processes.projection import company_spec
from cordboard.processes.snapshot_store import plain, value_read
from cordboard.tenancy.errors import FieldInvalid
from cordboard.tenancy.scope import company_scope
from cordboard.trunks.errors import TrunkNameTaken, TrunkUnknown
from cordboard.trunks.models import Trunk
from cordboard.trunks.selectors import trunk_get, trunks_for_company, trunks_part
from cordboard.trunks.services import trunk_change, trunk_create, trunk_delete
from cordboard.trunks.types import Side as Kind
from cordboard.trunks.types import TrunkSettings, TrunksPart, TrunkSummary
from kit.companies import Side, TwoCompanies, two_companies

__all__ = ["two_companies"]

pytestmark = [pytest.mark.database, pytest.mark.django_db]

SECRET = "geheim"
CARRIER = TrunkSettings(
    name="Carrier", host="sip.example.com", user="4420", caller="+442079460001", most_calls=2
)


def made(side: Side, settings: TrunkSettings = CARRIER, password: str = SECRET) -> TrunkSummary:
    return trunk_create(actor=SYSTEM, company=side.company.id, settings=settings, password=password)


def test_a_trunk_reaches_calls_and_the_engine_and_its_password_is_sealed(two_companies: TwoCompanies) -> None:
    ours, theirs = two_companies.one, two_companies.two
    trunk = made(ours)
    part = trunks_part(company=ours.company.id)
    (spec,) = company_spec(ours.company.id).trunks

    assert trunk.settings == CARRIER
    assert value_read(TrunksPart, plain(part)) == part
    assert (part.trunks[str(trunk.id)].key, part.trunks[str(trunk.id)].most_calls) == (trunk.key, 2)
    assert (spec.key, spec.side, spec.password) == (trunk.key, TrunkSide.REGISTERS, "geheim")
    with company_scope(ours.company.id):
        assert "geheim" not in Trunk.objects.get(pk=trunk.id).password_sealed
    assert "geheim" not in repr(spec)
    assert company_spec(theirs.company.id).trunks == ()


def test_each_act_is_on_record_and_a_trunk_keeps_its_password_unless_given_another(
    two_companies: TwoCompanies,
) -> None:
    ours = two_companies.one
    company, trunk = ours.company.id, made(ours)
    renamed = replace(CARRIER, name="Other")
    assert trunk_change(actor=SYSTEM, company=company, trunk=trunk.id, settings=renamed).settings == renamed
    assert company_spec(company).trunks[0].password == "geheim"
    trunk_delete(actor=SYSTEM, company=company, trunk=trunk.id)

    assert trunks_for_company(company=company) == ()
    entries = reversed(journal_page(companies={company}).entries)
    assert [one.kind for one in entries if one.kind.startswith("trunks.")] == [
        "trunks.trunk_created",
        "trunks.trunk_changed",
        "trunks.trunk_deleted",
    ]


def test_another_companys_trunk_is_unknown_and_its_name_is_free(two_companies: TwoCompanies) -> None:
    ours, theirs = two_companies.one, two_companies.two
    trunk = made(ours)
    made(theirs)
    stranger = {"company": theirs.company.id, "trunk": trunk.id}
    with pytest.raises(TrunkUnknown):
        trunk_get(**stranger)
    with pytest.raises(TrunkUnknown):
        trunk_change(actor=SYSTEM, settings=CARRIER, **stranger)
    with pytest.raises(TrunkUnknown):
        trunk_delete(actor=SYSTEM, **stranger)
    with pytest.raises(TrunkNameTaken):
        made(ours)


@pytest.mark.parametrize(
    ("field", "changes", "password"),
    [
        ("user", {"user": ""}, "geheim"),
        ("password", {}, ""),
        ("password", {}, "two words"),
        ("password", {}, "line\nbreak"),
        ("host", {"host": ""}, "geheim"),
        ("host", {"host": "sip.example.com;lr"}, "geheim"),
        ("outbound_proxy", {"outbound_proxy": "a\nb"}, "geheim"),
        ("user", {"user": "a;b"}, "geheim"),
        ("port", {"port": 0}, "geheim"),
        ("codecs", {"codecs": ()}, "geheim"),
        ("caller", {"caller": "Anna"}, "geheim"),
        ("addresses", {"side": Kind.TRUSTED}, "geheim"),
        ("addresses", {"addresses": ("0.0.0.0/0",)}, "geheim"),
        ("addresses", {"addresses": ("sip.example.com",)}, "geheim"),
    ],
)
def test_what_no_trunk_can_be_is_refused_by_its_field(
    two_companies: TwoCompanies, field: str, changes: dict[str, Any], password: str
) -> None:
    with pytest.raises(FieldInvalid) as refused:
        made(two_companies.one, replace(CARRIER, **changes), password)
    assert refused.value.field == field
