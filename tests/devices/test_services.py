"""Phones get accounts that are shown once, sealed at rest and another company's to nobody."""

import pytest
from django.conf import settings

from cordboard.base.sealing import Seal
from cordboard.devices.errors import CodecsMissing, DeviceUnknown
from cordboard.devices.models import Device
from cordboard.devices.rules import digests_of, encryption_in_force
from cordboard.devices.selectors import device_get, devices_page
from cordboard.devices.services import device_account_reissue, device_change, device_create, device_delete
from cordboard.devices.types import Codec, Encryption, Transport
from cordboard.journal.selectors import journal_page
from cordboard.journal.types import SYSTEM
from cordboard.tenancy.scope import company_scope
from kit.tenants import company_make

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_a_new_device_has_a_random_account_of_at_least_twenty_signs() -> None:
    company = company_make()
    (first, account), (_, other) = (
        device_create(actor=SYSTEM, company=company.id, person=None, name="Desk") for _ in range(2)
    )
    assert account.user == first.key
    assert account.domain == company.sip_domain
    assert len(account.password) >= 20
    assert {account.user, account.password}.isdisjoint({other.user, other.password})


def test_the_password_lies_sealed_and_never_in_the_journal() -> None:
    company = company_make()
    device, account = device_create(actor=SYSTEM, company=company.id, person=None, name="Desk")
    with company_scope(company.id):
        row = Device.objects.get(pk=device.id)
    assert account.password not in row.password_sealed
    assert Seal(settings.CORDBOARD_SECRETS.sealing_key).open(row.password_sealed) == account.password
    assert row.digest_md5 == digests_of(user=account.user, password=account.password).md5
    assert account.password not in str(journal_page(companies={company.id}))


def test_a_reissued_account_keeps_its_name_and_changes_its_password() -> None:
    company = company_make()
    device, account = device_create(actor=SYSTEM, company=company.id, person=None, name="Desk")
    fresh = device_account_reissue(actor=SYSTEM, company=company.id, device=device.id)
    assert fresh.user == account.user
    assert fresh.password != account.password


def test_another_companys_device_is_unknown() -> None:
    one, two = company_make("one"), company_make("two")
    device, _ = device_create(actor=SYSTEM, company=one.id, person=None, name="Desk")
    for act in (
        lambda: device_get(company=two.id, device=device.id),
        lambda: device_account_reissue(actor=SYSTEM, company=two.id, device=device.id),
        lambda: device_delete(actor=SYSTEM, company=two.id, device=device.id),
    ):
        with pytest.raises(DeviceUnknown):
            act()
    assert devices_page(company=two.id).total == 0
    assert devices_page(company=one.id).total == 1


def test_a_device_without_an_audio_codec_is_refused() -> None:
    company = company_make()
    device, _ = device_create(actor=SYSTEM, company=company.id, person=None, name="Desk")
    for codecs in ([], [Codec.H264]):
        with pytest.raises(CodecsMissing):
            device_change(
                actor=SYSTEM,
                company=company.id,
                device=device.id,
                person=None,
                name="Desk",
                transport=Transport.ANY,
                encryption=Encryption.OFF,
                codecs=codecs,
            )
    assert device_get(company=company.id, device=device.id).encryption is Encryption.OFFERED


@pytest.mark.parametrize("chosen", list(Encryption))
def test_over_tls_and_wss_audio_is_encrypted_whatever_was_chosen(chosen: Encryption) -> None:
    assert encryption_in_force(chosen=chosen, transport=Transport.TLS) is Encryption.REQUIRED
    assert encryption_in_force(chosen=chosen, transport=Transport.WSS) is Encryption.REQUIRED
    assert encryption_in_force(chosen=chosen, transport=Transport.ANY) is chosen


def test_search_finds_devices_by_name_and_hostile_texts_find_nothing() -> None:
    company = company_make()
    for name in ("Desk", "Kitchen", "Käthe's 📞"):
        device_create(actor=SYSTEM, company=company.id, person=None, name=name)
    assert [row.name for row in devices_page(company=company.id, text="kitch").rows] == ["Kitchen"]
    assert [row.name for row in devices_page(company=company.id, text="käthe's").rows] == ["Käthe's 📞"]
    assert devices_page(company=company.id, text="%' OR 1=1 --").total == 0
