"""Call groups and who is in them."""

import uuid
from datetime import timedelta

from django.db import models

from cordboard.groups.types import Strategy
from cordboard.tenancy.scope import CompanyManager


class CallGroup(models.Model):
    """Several who ring for one number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    strategy = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in Strategy], default=Strategy.ALL.value
    )
    step = models.DurationField(default=timedelta(seconds=15))
    total = models.DurationField(default=timedelta(seconds=60))
    otherwise_kind = models.CharField(max_length=30, blank=True)
    otherwise_id = models.CharField(max_length=60, blank=True)
    skip_busy = models.BooleanField(default=False)
    prefix = models.CharField(max_length=30, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    objects = CompanyManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="group_once_in_company")]


class GroupMember(models.Model):
    """A person's place in a group; a person may be in several. Source: catalogue WDX-167."""

    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(CallGroup, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    weight = models.PositiveSmallIntegerField(default=1)

    objects = CompanyManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="person_once_in_group")]
        indexes = [models.Index(fields=["group", "place"], name="member_by_place")]
