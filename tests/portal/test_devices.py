"""Phones: accounts shown once, settings, and one's own phones with their set-up."""

import re
from typing import Any

import pytest
from django.test import Client

from cordboard.accounts.services import person_create
from cordboard.accounts.types import Role
from cordboard.devices.selectors import device_get, devices_for_company, devices_for_people
from cordboard.devices.services import device_create
from cordboard.devices.types import Codec, Encryption, Transport
from cordboard.journal.models import Entry
from cordboard.journal.types import SYSTEM
from cordboard.portal.standing import address_as
from cordboard.tenancy.types import Language
from kit.companies import TwoCompanies
from portal.conftest import SignIn

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def admin(two_companies: TwoCompanies, sign_in: SignIn) -> Client:
    return sign_in(two_companies.one.admin.person)


def _typed(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": "Reception",
        "person": "102",
        "transport": "tls",
        "encryption": "offered",
        "codecs": ["opus", "alaw"],
    }
    return values | changes


def _password(page: str) -> str:
    found = re.search(r'<code id="[^"]+">([a-z2-9]{24})</code>', page)
    assert found is not None
    return found[1]


def test_a_new_phone_belongs_to_its_person_and_is_shown_once(
    two_companies: TwoCompanies, admin: Client
) -> None:
    answer = admin.post("/company/devices/new/", _typed(), secure=True)
    page = answer.content.decode()
    (device,) = [
        one for one in devices_for_company(company=two_companies.one.company.id) if one.name == "Reception"
    ]
    assert device.person == two_companies.one.user.person.id
    assert (device.transport, device.codecs) == (Transport.TLS, (Codec.OPUS, Codec.ALAW))
    password = _password(page)
    assert "no-store" in answer.headers["Cache-Control"]
    assert password not in admin.get(f"/company/devices/{device.id}/", secure=True).content.decode()
    assert password not in str(list(Entry.objects.values()))


@pytest.mark.parametrize(
    ("transport", "must"), [(Transport.ANY, False), (Transport.TLS, True), (Transport.WSS, True)]
)
def test_pages_know_which_phones_must_encrypt(
    two_companies: TwoCompanies, admin: Client, transport: Transport, must: bool
) -> None:
    one = two_companies.one
    made, _ = device_create(
        actor=SYSTEM, company=one.company.id, person=one.user.person.id, name="Den", transport=transport
    )
    dot = f'data-endpoint="{made.key}"' + (" data-encrypted-only>" if must else ">")
    theirs = [f"/company/devices/{made.id}/", "/company/devices/", f"/company/users/{one.user.person.id}/"]
    assert [dot in admin.get(path, secure=True).content.decode() for path in theirs] == [True] * 3


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"name": "\n\t"}, "name", "This field is required."),
        ({"person": "999"}, "person", "Nobody here has this extension or e-mail address."),
        ({"person": "uma.102@borealis.example.com"}, "person", "Nobody here has"),
        ({"codecs": ["h264"]}, "codecs", "Choose at least one audio codec."),
        ({"codecs": []}, "codecs", "Choose at least one audio codec."),
        ({"codecs": ["mp3"]}, "codecs", "Select a valid choice."),
        ({"transport": "carrier pigeon"}, "transport", "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    two_companies: TwoCompanies, admin: Client, changes: dict[str, Any], field: str, text: str
) -> None:
    answer = admin.post("/company/devices/new/", _typed(**changes), secure=True)
    assert answer.status_code == 422
    assert text in str(answer.context["form"].errors[field])
    assert len(devices_for_company(company=two_companies.one.company.id)) == 2


def test_a_phone_may_be_nobodys_or_named_by_mail(two_companies: TwoCompanies, admin: Client) -> None:
    admin.post("/company/devices/new/", _typed(name="Lobby", person=""), secure=True)
    admin.post("/company/devices/new/", _typed(name="Desk", person="UMA.102@aurora.example.com"), secure=True)
    holders = {one.name: one.person for one in devices_for_company(company=two_companies.one.company.id)}
    assert (holders["Lobby"], holders["Desk"]) == (None, two_companies.one.user.person.id)


def test_settings_change_and_the_key_stays(two_companies: TwoCompanies, admin: Client) -> None:
    device, company = two_companies.one.user.device, two_companies.one.company.id
    admin.post(f"/company/devices/{device.id}/", _typed(encryption="required", person=""), secure=True)
    changed = device_get(company=company, device=device.id)
    assert (changed.name, changed.encryption, changed.person) == ("Reception", Encryption.REQUIRED, None)
    assert changed.key == device.key


def test_a_new_account_ends_the_old_one(two_companies: TwoCompanies, admin: Client) -> None:
    device = two_companies.one.user.device
    passwords = {
        _password(admin.post(f"/company/devices/{device.id}/account/", secure=True).content.decode())
        for _ in range(2)
    }
    assert len(passwords) == 2
    assert admin.get(f"/company/devices/{device.id}/account/", secure=True).status_code == 405


def test_a_deleted_phone_is_gone(two_companies: TwoCompanies, admin: Client) -> None:
    device = two_companies.one.user.device
    answer = admin.post(f"/company/devices/{device.id}/delete/", secure=True, follow=True)
    assert "Aurora desk phone 102 was deleted." in answer.content.decode()
    assert admin.get(f"/company/devices/{device.id}/", secure=True).status_code == 404


def test_an_empty_list_says_what_to_do(two_companies: TwoCompanies, admin: Client) -> None:
    for device in devices_for_company(company=two_companies.one.company.id):
        admin.post(f"/company/devices/{device.id}/delete/", secure=True)
    assert "Add the first phone" in admin.get("/company/devices/", secure=True).content.decode()


def test_a_user_sets_up_ones_own_phone_with_code_and_steps(
    two_companies: TwoCompanies, sign_in: SignIn
) -> None:
    client, device = sign_in(two_companies.one.user.person), two_companies.one.user.device
    assert device.key in client.get("/me/phone/", secure=True).content.decode()
    answer = client.post(f"/me/phone/{device.id}/account/", secure=True)
    page = answer.content.decode()
    assert _password(page)
    assert page.count("<ol") >= 2
    assert 'role="img"' in page
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_colleagues_phone_is_not_ones_own(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    client, device = sign_in(two_companies.one.user.person), two_companies.one.admin.device
    assert client.post(f"/me/phone/{device.id}/account/", secure=True).status_code == 404
    assert not Entry.objects.filter(kind="devices.account_reissued").exists()


def test_an_account_from_somebody_else_says_that_it_asks_for_the_pin_until_one_has_ones_own(
    two_companies: TwoCompanies, sign_in: SignIn
) -> None:
    side, says = two_companies.one, "Asks for your voicemail PIN once"
    owner, admin = sign_in(side.user.person), sign_in(side.admin.person)
    reissue = f"/me/phone/{side.user.device.id}/account/"

    def told() -> bool:
        return says in owner.get("/me/phone/", secure=True).content.decode()

    assert told()
    owner.post(reissue, secure=True)
    assert not told()
    admin.post(address_as(side.user.person.id, reissue), secure=True)
    assert told()
    owner.post(reissue, secure=True)
    admin.post(f"/company/devices/{side.user.device.id}/account/", secure=True)
    assert told()


def test_without_a_phone_one_is_told_whom_to_ask(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    from cordboard.devices.services import device_delete
    from cordboard.journal.types import SYSTEM

    person, company = two_companies.one.user.person, two_companies.one.company.id
    for device in devices_for_people(company=company, people=[person.id]):
        device_delete(actor=SYSTEM, company=company, device=device.id)
    assert "Ask your administrator" in sign_in(person).get("/me/phone/", secure=True).content.decode()


def test_an_administrator_gets_no_phone_of_an_equal(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    side = two_companies.one
    equal = person_create(
        actor=SYSTEM,
        email="equal@example.com",
        first_name="Eve",
        last_name="Equal",
        language=Language.ENGLISH,
        role=Role.COMPANY_ADMIN,
        company=side.company.id,
    )
    theirs, _ = device_create(actor=SYSTEM, company=side.company.id, person=equal.id, name="Theirs")
    client = sign_in(side.admin.person)
    for act in ("account", "delete"):
        answer = client.post(f"/company/devices/{theirs.id}/{act}/", secure=True)
        assert answer.status_code in {403, 409, 422}, act
    assert device_get(company=side.company.id, device=theirs.id).name == "Theirs"
