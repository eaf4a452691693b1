"""The journal's one table. Rows are only ever added, until they are too old to be kept.

A company is named by id so that the journal outlives it.
"""

from django.db import models


class Entry(models.Model):
    """One act. Platform-wide by design: reads for a company go through `journal.selectors`."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=80)
    company = models.UUIDField(null=True)
    actor = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    on_behalf_of = models.UUIDField(null=True)
    on_behalf_of_name = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)
    subject = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["company", "-id"], name="journal_company")]
