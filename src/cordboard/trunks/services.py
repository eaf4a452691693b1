"""Acts on trunks."""

from dataclasses import fields
from uuid import UUID

from django.conf import settings as configuration
from django.db import IntegrityError, transaction

from cordboard.base.ids import opaque_id
from cordboard.base.sealing import Seal
from cordboard.journal.services import journal_record
from cordboard.journal.types import Actor
from cordboard.tenancy.rules import name_clean
from cordboard.tenancy.scope import company_scope
from cordboard.trunks.errors import TrunkNameTaken, TrunkUnknown
from cordboard.trunks.models import Trunk
from cordboard.trunks.rules import addresses_clean, password_check, trunk_check
from cordboard.trunks.selectors import trunk_value
from cordboard.trunks.types import TrunkSettings, TrunkSummary


@transaction.atomic
def trunk_create(*, actor: Actor, company: UUID, settings: TrunkSettings, password: str = "") -> TrunkSummary:
    """The company has one more line. Raises FieldInvalid, TrunkNameTaken."""
    row = Trunk(company_id=company, key=opaque_id("e"))
    return _settled(row, actor=actor, settings=settings, password=password, kind="trunks.trunk_created")


@transaction.atomic
def trunk_change(
    *, actor: Actor, company: UUID, trunk: UUID, settings: TrunkSettings, password: str = ""
) -> TrunkSummary:
    """The line is as settled; without a password it keeps the one it has. Raises TrunkUnknown, FieldInvalid, TrunkNameTaken."""
    row = _locked(company, trunk)
    return _settled(row, actor=actor, settings=settings, password=password, kind="trunks.trunk_changed")


@transaction.atomic
def trunk_delete(*, actor: Actor, company: UUID, trunk: UUID) -> None:
    """The line is gone: nobody calls over it any more, nor is called. Raises TrunkUnknown."""
    row = _locked(company, trunk)
    with company_scope(company):
        row.delete()
    _record("trunks.trunk_deleted", actor, row, trunk)


def _settled(row: Trunk, *, actor: Actor, settings: TrunkSettings, password: str, kind: str) -> TrunkSummary:
    trunk_check(settings, has_password=bool(password or row.password_sealed))
    for field in fields(settings):
        setattr(row, field.name, getattr(settings, field.name))
    row.name = name_clean(settings.name, field="name", most=80)
    row.addresses, row.codecs, row.callers = (
        addresses_clean(settings.addresses), list(settings.codecs), list(settings.callers),
    )  # fmt: skip
    if password:
        seal = Seal(configuration.CORDBOARD_SECRETS.sealing_key)
        row.password_sealed = seal.close(password_check(password))
    _keep(row)
    _record(kind, actor, row, row.pk)
    return trunk_value(row)


def _keep(row: Trunk) -> None:
    try:
        with company_scope(row.company_id), transaction.atomic():
            row.save()
    except IntegrityError:
        raise TrunkNameTaken(name=row.name) from None


def _record(kind: str, actor: Actor, row: Trunk, subject: UUID) -> None:
    facts: dict[str, object] = {"name": row.name}
    journal_record(kind=kind, actor=actor, company=row.company_id, subject=subject, facts=facts)


def _locked(company: UUID, trunk: UUID) -> Trunk:
    with company_scope(company):
        row = Trunk.objects.select_for_update().filter(pk=trunk, company=company).first()
    if row is None:
        raise TrunkUnknown
    return row
