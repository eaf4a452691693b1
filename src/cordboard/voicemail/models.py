"""Mailboxes, and which of their messages have been announced."""

import uuid
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cordboard.tenancy.scope import CompanyManager


class Mailbox(models.Model):
    """A voice mailbox, of a person or shared. `box` is the engine's name for it: random digits, never an extension.

    Its messages are the engine's (ADR 40). Of a PIN only a sealed hash is kept; but the one that Cordboard chose itself is
    kept readable, sealed, in its place until its owner chooses another, so that a welcome mail can tell it (ADR 42).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.RESTRICT, related_name="+")
    box = models.CharField(max_length=8, unique=True, editable=False)
    name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)  # of a shared box; a person's notices go to the person
    time_zone = models.CharField(max_length=60)
    most_messages = models.PositiveIntegerField(default=100)
    longest_message = models.DurationField(default=timedelta(minutes=5))
    pin_sealed = models.TextField(blank=True)  # the hash; empty while the first PIN is in force
    first_pin_sealed = models.TextField(blank=True)
    pin_locked = models.BooleanField(default=False)
    pin_failures = ArrayField(models.DateTimeField(), default=list)
    notices = models.BooleanField(default=True)
    recording_attached = models.BooleanField(default=True)
    heard_once_mailed = models.BooleanField(default=False)
    refused_address = models.EmailField(blank=True)  # the last one whose server refused a notice for good
    refused_because = models.CharField(max_length=200, blank=True)  # what it said
    inspected_change = models.BigIntegerField(default=0)  # the store's `last_change` that was looked at
    created = models.DateTimeField(auto_now_add=True)

    objects = CompanyManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="one_mailbox_a_person")]
        indexes = [models.Index(fields=["company", "name"], name="mailbox_by_company")]


class MessageNotice(models.Model):
    """A message that was seen to have arrived: announced once, mailed at most once, and not at all once refused for good."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="announced")
    message = models.CharField(max_length=40)
    noticed = models.DateTimeField()
    mailed = models.DateTimeField(null=True)
    refused = models.DateTimeField(null=True)

    objects = CompanyManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "message"], name="message_announced_once")]
