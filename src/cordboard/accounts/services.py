"""Acts on people."""

from uuid import UUID

from allauth.account.forms import default_token_generator as reset_tokens
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from cordboard.accounts.errors import EmailTaken, PersonUnknown
from cordboard.accounts.models import Person
from cordboard.accounts.rules import password_faults
from cordboard.accounts.selectors import person_value
from cordboard.accounts.types import PersonSummary, Role
from cordboard.base.errors import mark
from cordboard.journal.services import journal_record
from cordboard.journal.types import SYSTEM, Actor
from cordboard.tenancy.errors import FieldInvalid
from cordboard.tenancy.rules import name_clean
from cordboard.tenancy.types import Language


@transaction.atomic
def person_create(
    *,
    actor: Actor,
    email: str,
    first_name: str,
    last_name: str,
    language: Language,
    role: Role = Role.USER,
    company: UUID | None = None,
    reseller: UUID | None = None,
) -> PersonSummary:
    """A person exists, with no password: a first-password link lets them choose one. Raises EmailTaken, FieldInvalid."""
    row = Person.objects.create(
        email=_email_free(email, None),
        first_name=name_clean(first_name, field="first_name", most=80),
        last_name=name_clean(last_name, field="last_name", most=80),
        language=language,
        role=role,
        company_id=company,
        reseller_id=reseller,
        password="!",  # noqa: S106  # Django's mark of an unusable password
    )
    journal_record(
        kind="accounts.person_created",
        actor=actor,
        company=company,
        subject=row.pk,
        facts={"name": row.name, "role": role},
    )
    return person_value(row)


@transaction.atomic
def person_change(
    *,
    actor: Actor,
    company: UUID,
    person: UUID,
    email: str,
    first_name: str,
    last_name: str,
    language: Language,
) -> PersonSummary:
    """The person carries these values. Raises PersonUnknown, EmailTaken, FieldInvalid."""
    row = _locked(company, person)
    row.email = _email_free(email, person)
    row.first_name = name_clean(first_name, field="first_name", most=80)
    row.last_name = name_clean(last_name, field="last_name", most=80)
    row.language = language
    row.save()
    journal_record(
        kind="accounts.person_changed", actor=actor, company=company, subject=person, facts={"name": row.name}
    )
    return person_value(row)


@transaction.atomic
def person_language_set(*, actor: Actor, person: UUID, language: Language) -> None:
    """The person's pages and mails speak this language; the company's does not change. Source: catalogue WDX-24."""
    row = Person.objects.select_for_update().filter(pk=person).first()
    if row is None:
        raise PersonUnknown
    row.language = language
    row.save(update_fields=["language"])
    journal_record(
        kind="accounts.language_set",
        actor=actor,
        company=row.company_id,
        subject=person,
        facts={"language": language},
    )


@transaction.atomic
def person_role_set(*, actor: Actor, company: UUID, person: UUID, role: Role) -> None:
    """The person acts in this role from the next request on. The edge has asked `may_manage` and `may_give_role`."""
    row = _locked(company, person)
    row.role = role
    row.save(update_fields=["role"])
    journal_record(
        kind="accounts.role_set", actor=actor, company=company, subject=person, facts={"role": role}
    )


@transaction.atomic
def person_delete(*, actor: Actor, company: UUID, person: UUID) -> None:
    """The person and their sessions are gone. Raises PersonUnknown."""
    row = _locked(company, person)
    journal_record(
        kind="accounts.person_deleted", actor=actor, company=company, subject=person, facts={"name": row.name}
    )
    row.delete()


def people_shut(*, company: UUID) -> None:
    """Nobody of the company signs in any more, and whoever is signed in is nobody from the next request on."""
    Person.objects.filter(company=company).update(is_active=False)


@transaction.atomic
def administrator_delete(*, actor: Actor, person: UUID) -> None:
    """An administrator of the platform or a reseller is gone. Raises PersonUnknown, also for people of a company."""
    row = Person.objects.select_for_update().filter(pk=person, company=None).first()
    if row is None or row.role == Role.SUPER_ADMIN:
        raise PersonUnknown
    journal_record(
        kind="accounts.person_deleted",
        actor=actor,
        subject=person,
        facts={"name": row.name, "role": row.role},
    )
    row.delete()


@transaction.atomic
def address_set(*, actor: Actor, person: UUID, email: str) -> None:
    """The person signs in with this address, and mail goes there. Raises PersonUnknown, EmailTaken, FieldInvalid."""
    row = Person.objects.select_for_update().filter(pk=person).first()
    if row is None:
        raise PersonUnknown
    row.email = _email_free(email, person)
    row.save(update_fields=["email"])
    journal_record(kind="accounts.address_set", actor=actor, company=row.company_id, subject=person)


@transaction.atomic
def password_set(*, actor: Actor, person: UUID, password: str) -> None:
    """The person signs in with this password from now on. Raises FieldInvalid naming each missing class (WDX-22)."""
    faults = list(password_faults(password))
    if faults:
        raise FieldInvalid(field="password", reason=" ".join(faults))
    row = Person.objects.select_for_update().filter(pk=person).first()
    if row is None:
        raise PersonUnknown
    row.set_password(password)
    row.save(update_fields=["password"])
    journal_record(kind="accounts.password_set", actor=actor, company=row.company_id, subject=person)


@transaction.atomic
def super_admin_ensure(*, email: str) -> PersonSummary:
    """The super administrator exists (WDX-20): one on each platform, without a password until the first link is used."""
    row = Person.objects.filter(role=Role.SUPER_ADMIN).first()
    if row is None:
        row = Person.objects.create(
            email=email,
            first_name="Super",
            last_name="Administrator",
            language=Language.ENGLISH,
            role=Role.SUPER_ADMIN,
            password="!",  # noqa: S106  # Django's mark of an unusable password
        )
        journal_record(
            kind="accounts.person_created", actor=Actor(), subject=row.pk, facts={"role": row.role}
        )
    return person_value(row)


def first_link_token(*, person: UUID) -> str:
    """A token by which the person chooses a password, once, within Django's PASSWORD_RESET_TIMEOUT.

    It dies when the password is set: the hash of the present password is part of it.
    """
    row = Person.objects.get(pk=person)
    return f"{urlsafe_base64_encode(force_bytes(str(row.pk)))}.{default_token_generator.make_token(row)}"


def first_link_person(*, token: str) -> PersonSummary:
    """Whose token this is. Raises PersonUnknown for a used, late, altered or foreign one, all alike."""
    try:
        encoded, _, proof = token.partition(".")
        row = Person.objects.get(pk=UUID(force_str(urlsafe_base64_decode(encoded))), is_active=True)
    except (ValueError, Person.DoesNotExist):
        raise PersonUnknown from None
    if not default_token_generator.check_token(row, proof):
        raise PersonUnknown
    return person_value(row)


def reset_key(*, person: UUID) -> str:
    """What the page that replaces a forgotten password asks for, `<person>-<proof>`; it is spent and dies like a first link."""
    row = Person.objects.get(pk=person)
    return f"{user_pk_to_url_str(row)}-{reset_tokens.make_token(row)}"


@transaction.atomic
def reset_note(*, person: PersonSummary) -> None:
    """It is on record that the person was mailed a link to choose a new password."""
    journal_record(
        kind="accounts.reset_mailed",
        actor=SYSTEM,
        company=person.company,
        subject=person.id,
        facts={"name": person.name, "address": person.email},
    )


@transaction.atomic
def reset_refuse(*, person: PersonSummary, reason: str) -> None:
    """It is on record that the person's mail server refused that mail for good, and what it said."""
    journal_record(
        kind="accounts.reset_refused",
        actor=SYSTEM,
        company=person.company,
        subject=person.id,
        facts={"name": person.name, "address": person.email, "reason": reason},
    )


def _locked(company: UUID, person: UUID) -> Person:
    row = Person.objects.select_for_update().filter(pk=person, company=company).first()
    if row is None:
        raise PersonUnknown
    return row


def _email_free(email: str, holder: UUID | None) -> str:
    clean = email.strip()
    try:
        validate_email(clean)
    except ValidationError:
        raise FieldInvalid(field="email", reason=mark("Enter an address such as name@example.com.")) from None
    if Person.objects.filter(email__iexact=clean).exclude(pk__in=[holder] if holder else []).exists():
        raise EmailTaken(email=clean)
    return clean
