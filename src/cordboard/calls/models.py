"""Call records: calls, their legs, and how far each node's spool has been read."""

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from cordboard.calls.types import Direction, Outcome
from cordboard.tenancy.scope import CompanyManager

_DIRECTIONS = [(direction.value, direction.value) for direction in Direction]
_OUTCOMES = [(outcome.value, outcome.value) for outcome in Outcome]


class CallRecord(models.Model):
    """One call. Made from its legs alone (`rules.call_of`), and again with each leg that comes in.

    People are named by id and by text, without foreign keys: records outlive people and phones. `company` is empty
    while no leg says whose call it is; such calls are the platform's to look at.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("tenancy.Company", null=True, on_delete=models.CASCADE, related_name="+")
    node = models.CharField(max_length=64)
    linked_id = models.CharField(max_length=150)
    direction = models.CharField(max_length=10, choices=_DIRECTIONS)
    caller_person = models.UUIDField(null=True)
    caller_name = models.CharField(max_length=200, blank=True)
    caller_number = models.CharField(max_length=80, blank=True)
    dialled = models.CharField(max_length=80, blank=True)
    callee_person = models.UUIDField(null=True)
    callee_name = models.CharField(max_length=200, blank=True)
    callee_number = models.CharField(max_length=80, blank=True)
    started = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    ended = models.DateTimeField()
    talk = models.DurationField()
    outcome = models.CharField(max_length=20, choices=_OUTCOMES)
    cause = models.PositiveSmallIntegerField(null=True)
    destination = models.CharField(max_length=120, blank=True)
    rule = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)  # names and numbers as `rules.search_words` gives them
    words_inside = models.TextField(blank=True)  # those of them that belong to the company itself

    objects = CompanyManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "linked_id"], name="call_once_a_node")]
        indexes = [
            GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="call_by_words"),
            GinIndex(fields=["words_inside"], opclasses=["gin_trgm_ops"], name="call_by_words_inside"),
            models.Index(fields=["company", "started", "id"], name="call_by_company"),
            models.Index(fields=["started", "id"], name="call_by_time"),
        ]


class CallLeg(models.Model):
    """One line of the engine's records. `(node, unique_id, linked_id, sequence)` comes in once, however often it is read."""

    id = models.BigAutoField(primary_key=True)
    call = models.ForeignKey(CallRecord, on_delete=models.CASCADE, related_name="legs")
    company = models.ForeignKey("tenancy.Company", null=True, on_delete=models.CASCADE, related_name="+")
    node = models.CharField(max_length=64)
    unique_id = models.CharField(max_length=150)
    linked_id = models.CharField(max_length=150)
    sequence = models.BigIntegerField()
    started = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    ended = models.DateTimeField()
    application = models.CharField(max_length=80, blank=True)
    disposition = models.CharField(max_length=20, blank=True)
    near_person = models.UUIDField(null=True)
    near_name = models.CharField(max_length=200, blank=True)
    near_number = models.CharField(max_length=80, blank=True)
    near_device = models.CharField(max_length=80, blank=True)
    rang = models.BooleanField()  # whether there is a far side at all
    far_person = models.UUIDField(null=True)
    far_name = models.CharField(max_length=200, blank=True)
    far_number = models.CharField(max_length=80, blank=True)
    far_device = models.CharField(max_length=80, blank=True)
    called_person = models.UUIDField(null=True)
    called_name = models.CharField(max_length=200, blank=True)
    called_number = models.CharField(max_length=80, blank=True)
    dialled = models.CharField(max_length=80, blank=True)
    direction = models.CharField(max_length=10, blank=True, choices=_DIRECTIONS)
    outcome = models.CharField(max_length=20, blank=True, choices=_OUTCOMES)
    destination = models.CharField(max_length=120, blank=True)
    rule = models.CharField(max_length=120, blank=True)
    cause = models.PositiveSmallIntegerField(null=True)

    objects = CompanyManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["node", "unique_id", "linked_id", "sequence"], name="leg_taken_in_once"
            )
        ]


class CallPerson(models.Model):
    """Someone took part in a call, or his phone rang: what one's own history is read from."""

    id = models.BigAutoField(primary_key=True)
    call = models.ForeignKey(CallRecord, on_delete=models.CASCADE, related_name="people")
    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    person = models.UUIDField()
    started = models.DateTimeField()

    objects = CompanyManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="person_once_in_call")]
        indexes = [models.Index(fields=["company", "person", "started", "call"], name="call_by_person")]


class SpoolPosition(models.Model):
    """How far a file of a node's spool has been taken in; moves in the transaction of the rows. Platform-wide.

    `head` is the digest of the file's first bytes up to `offset`, 512 at most: a new file that was given an old one's
    inode does not pass for it.
    """

    node = models.CharField(max_length=64)
    inode = models.CharField(max_length=24)
    head = models.CharField(max_length=64)
    offset = models.BigIntegerField(default=0)
    records = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    moved = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "inode"], name="position_once_a_file")]
