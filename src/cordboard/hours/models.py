"""Time tables, switches, ring services, and which lines go where for now."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cordboard.hours.types import SwitchState, TableState
from cordboard.tenancy.scope import CompanyManager


class Guarded(models.Model):
    """Something that phones change, with a PIN where one was set: of that only a sealed hash is kept."""

    pin_sealed = models.TextField(blank=True)
    pin_failures = ArrayField(models.DateTimeField(), default=list)

    class Meta:
        abstract = True


class KeyNumber(models.Model):
    """A number by which phones know a switch or a time table: once in a company, as one feature code serves both."""

    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=6)
    subject = models.UUIDField()  # of the switch or the time table

    objects = CompanyManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="key_number_once_in_company"),
            models.UniqueConstraint(fields=["subject"], name="one_key_number_a_thing"),
        ]


class Parting(models.Model):
    """Something where calls part: `ways` says where they go, [kind, id] by its state."""

    ways = models.JSONField(default=dict)

    class Meta:
        abstract = True


class TimeTable(Parting):
    """A time table. Spans are pairs of minutes; dates are [first, last, spans, closes, name]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=10, default=TableState.CHECK.value)
    week = models.JSONField(default=list)
    dates = models.JSONField(default=list)
    holiday_country = models.CharField(max_length=2, blank=True)
    holiday_region = models.CharField(max_length=20, blank=True)
    holiday_spans = models.JSONField(default=list)
    holidays_until = models.DateField(null=True)  # the last day whose holidays calls know

    objects = CompanyManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="time_table_name_once")]


class Switch(Guarded, Parting):
    """A switch of two or three states."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    states = models.PositiveSmallIntegerField(default=2)
    state = models.CharField(max_length=10, default=SwitchState.OFF.value)

    objects = CompanyManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="switch_name_once")]


class RingService(Guarded):
    """Sends lines elsewhere when their identifier is keyed. Source: catalogue SCO-148, SCO-149."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    destination_kind = models.CharField(max_length=30)
    destination_id = models.CharField(max_length=60)

    objects = CompanyManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="ring_service_name_once")]


class Line(models.Model):
    """The identifier of a direct number; several numbers may share one (SCO-150)."""

    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    did = models.OneToOneField("numbering.Did", on_delete=models.CASCADE, related_name="+")
    identifier = models.CharField(max_length=6)

    objects = CompanyManager()


class Diversion(models.Model):
    """Lines of this identifier go to the service's overflow for now."""

    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    identifier = models.CharField(max_length=6)
    service = models.ForeignKey(RingService, on_delete=models.CASCADE, related_name="diversions")

    objects = CompanyManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "identifier"], name="one_diversion_a_line")]
