"""Resellers, companies and their contacts."""

import uuid

from django.db import models

from cordboard.tenancy.scope import CompanyManager
from cordboard.tenancy.types import CompanyKind, CompanyLimits, Language


class Reseller(models.Model):
    """A VAR: sells the service to companies under its own brand. Platform-wide: only the platform lists resellers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    created = models.DateTimeField(auto_now_add=True)


class OpenCompanies(models.Manager["Company"]):
    """Companies that are served: whoever asks for one that was closed finds none."""

    def get_queryset(self) -> models.QuerySet["Company"]:
        """Those that nobody closed."""
        return super().get_queryset().filter(closed=None)


class Company(models.Model):
    """A tenant. Platform-wide by nature: it is what scopes are made of; access goes through `tenancy.selectors`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=20, unique=True, editable=False)  # the name Asterisk knows
    account_number = models.PositiveIntegerField(unique=True, editable=False)  # CAN, EXC-48
    reseller = models.ForeignKey(Reseller, on_delete=models.PROTECT, related_name="companies")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in CompanyKind])
    language = models.CharField(
        max_length=5, choices=[(language.value, language.value) for language in Language]
    )
    country = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=64)
    sip_domain = models.CharField(max_length=253)
    most_incoming_calls = models.PositiveIntegerField(null=True, blank=True)
    most_outgoing_calls = models.PositiveIntegerField(null=True, blank=True)
    most_combined_calls = models.PositiveIntegerField(null=True, blank=True)
    most_extensions = models.PositiveIntegerField(null=True, blank=True)
    most_incoming_lines = models.PositiveIntegerField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    closed = models.DateTimeField(
        null=True, editable=False
    )  # from then on it is gone for everybody but the clearing

    objects = OpenCompanies()
    closed_too = models.Manager["Company"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sip_domain"], condition=models.Q(closed=None), name="sip_domain_once"
            )
        ]
        indexes = [models.Index(fields=["reseller", "name"], name="company_by_reseller")]

    @property
    def limits(self) -> CompanyLimits:
        """The limits as one value."""
        return CompanyLimits(
            incoming_calls=self.most_incoming_calls,
            outgoing_calls=self.most_outgoing_calls,
            combined_calls=self.most_combined_calls,
            extensions=self.most_extensions,
            incoming_lines=self.most_incoming_lines,
        )


class CustomerContact(models.Model):
    """A person at the customer's whom the provider talks to. Source: catalogue WDX-16."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)

    objects = CompanyManager()
