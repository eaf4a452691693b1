"""The trunk."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cordboard.tenancy.scope import CompanyManager
from cordboard.trunks.types import Dtmf, Encryption, Side, Transport


class Trunk(models.Model):
    """A company's own line. `key` is its name on the wire; its password is sealed as those of devices are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=20, unique=True, editable=False)
    name = models.CharField(max_length=80)
    side = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Side])
    host = models.CharField(max_length=253, blank=True)
    port = models.PositiveIntegerField(default=5060)
    user = models.CharField(max_length=80, blank=True)
    password_sealed = models.TextField(blank=True)
    from_user = models.CharField(max_length=80, blank=True)
    domain = models.CharField(max_length=253, blank=True)
    outbound_proxy = models.CharField(max_length=253, blank=True)
    addresses = ArrayField(models.CharField(max_length=50), default=list)
    transport = models.CharField(max_length=3, choices=[(one.value, one.value) for one in Transport])
    encryption = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Encryption])
    codecs = ArrayField(models.CharField(max_length=10))
    dtmf = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Dtmf])
    trusts_identity = models.BooleanField(default=False)
    caller = models.CharField(max_length=20, blank=True)
    callers = ArrayField(models.CharField(max_length=20), default=list)
    most_calls = models.PositiveIntegerField(null=True)
    keep_alive = models.PositiveIntegerField(default=60)
    created = models.DateTimeField(auto_now_add=True)

    objects = CompanyManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="trunk_once_in_company")]
