"""The person: Django's user model."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Collate, Lower

from cordboard.accounts.types import ROLE_NAMES, Role
from cordboard.tenancy.scope import CompanyManager
from cordboard.tenancy.types import Language

ALPHABET = "und-x-icu"  # Unicode's own order: Éva between Eva and Ewa, whatever the case
BY_NAME = (Collate(models.F("last_name"), ALPHABET), Collate(models.F("first_name"), ALPHABET))


class PersonManager(BaseUserManager["Person"]):
    """Platform-wide: sign-in finds people before any company is known. Rooms use `Person.in_company`."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person of an e-mail address, whatever its case."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Someone with an account. Extension and phone are other tables: a person keeps them when a phone changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user_number = models.PositiveIntegerField(
        unique=True,
        editable=False,
        db_default=models.Func(models.Value("accounts_user_number"), function="nextval"),
    )  # given out once, over all companies: 4 digits, then 5 (USR-08)
    email = models.EmailField()
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    language = models.CharField(
        max_length=5, choices=[(language.value, language.value) for language in Language]
    )
    role = models.CharField(max_length=20, choices=[(role.value, ROLE_NAMES[role]) for role in Role])
    company = models.ForeignKey("tenancy.Company", null=True, on_delete=models.CASCADE, related_name="+")
    reseller = models.ForeignKey("tenancy.Reseller", null=True, on_delete=models.CASCADE, related_name="+")
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonManager()
    in_company = CompanyManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_unique"),
            models.UniqueConstraint(
                fields=["role"], condition=models.Q(role="super_admin"), name="one_super_admin"
            ),
            models.CheckConstraint(
                name="person_belongs_by_role",
                condition=models.Q(role__in=["super_admin", "platform_admin"], company=None, reseller=None)
                | models.Q(role="reseller_admin", company=None, reseller__isnull=False)
                | models.Q(
                    role__in=["company_admin", "user", "api_client"], company__isnull=False, reseller=None
                ),
            ),
        ]
        indexes = [  # one for each order of a company's list, so that its last page costs what its first does
            models.Index(models.F("company"), *BY_NAME, models.F("id"), name="person_by_name"),
            models.Index(
                models.F("company"), models.F("role"), *BY_NAME, models.F("id"), name="person_by_role"
            ),
            models.Index(
                models.F("company"),
                Collate(models.F("email"), ALPHABET),
                models.F("id"),
                name="person_by_email",
            ),
            models.Index(fields=["company", "user_number", "id"], name="person_by_number"),
        ]

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()
