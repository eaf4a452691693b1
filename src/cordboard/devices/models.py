"""The device."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cordboard.devices.types import Codec, Encryption, Transport
from cordboard.tenancy.scope import CompanyManager


class Device(models.Model):
    """A phone's SIP account. `key` is its name on the wire: random, never an extension (design 3.5)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.CASCADE, related_name="devices")
    key = models.CharField(max_length=20, unique=True, editable=False)
    name = models.CharField(max_length=80)
    password_sealed = models.TextField()
    digest_md5 = models.CharField(max_length=32)
    digest_sha256 = models.CharField(max_length=64)
    transport = models.CharField(
        max_length=5, choices=[(transport.value, transport.value) for transport in Transport]
    )
    encryption = models.CharField(
        max_length=10, choices=[(encryption.value, encryption.value) for encryption in Encryption]
    )
    codecs = ArrayField(
        models.CharField(max_length=10, choices=[(codec.value, codec.value) for codec in Codec])
    )
    confirmed = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    objects = CompanyManager()

    class Meta:
        indexes = [models.Index(fields=["company", "name"], name="device_by_company")]
