"""Apply runs."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cordboard.deployment.types import ApplyState
from cordboard.tenancy.scope import CompanyManager


class ApplyRun(models.Model):
    """One attempt to bring a company's configuration to the engine. Unchanged ones are not kept."""

    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    started = models.DateTimeField()
    finished = models.DateTimeField()
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in ApplyState])
    revision = models.CharField(max_length=64)
    last_good = models.CharField(max_length=64, blank=True)
    changed = ArrayField(models.CharField(max_length=200), default=list)
    fault = models.TextField(blank=True)

    objects = CompanyManager()

    class Meta:
        indexes = [models.Index(fields=["company", "-id"], name="apply_run_by_company")]
