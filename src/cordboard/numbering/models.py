"""Extensions, direct numbers and companies' own feature codes."""

from datetime import timedelta

from django.db import models

from cordboard.numbering.types import FeatureFunction
from cordboard.tenancy.scope import CompanyManager


class Extension(models.Model):
    """A number dialled inside a company. The same number in two companies is normal (SCO-63)."""

    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=6)
    person = models.ForeignKey(
        "accounts.Person", null=True, on_delete=models.CASCADE, related_name="extensions"
    )
    destination_kind = models.CharField(max_length=30)
    destination_id = models.CharField(max_length=60)
    ring_time = models.DurationField(default=timedelta(seconds=20))

    objects = CompanyManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="extension_once_in_company")
        ]


class Did(models.Model):
    """A direct number. Platform-wide: free numbers belong to nobody; a company's are read through `Did.in_company`."""

    number = models.CharField(max_length=16, unique=True)
    company = models.ForeignKey("tenancy.Company", null=True, on_delete=models.SET_NULL, related_name="+")
    destination_kind = models.CharField(max_length=30, blank=True)
    destination_id = models.CharField(max_length=60, blank=True)

    objects = models.Manager()
    in_company = CompanyManager()


class FeatureCode(models.Model):
    """A company's own code for a function, in place of the default one (SCO-70)."""

    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    function = models.CharField(
        max_length=40, choices=[(function.value, function.value) for function in FeatureFunction]
    )
    code = models.CharField(max_length=10)

    objects = CompanyManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "function"], name="one_code_a_function"),
            models.UniqueConstraint(fields=["company", "code"], name="one_function_a_code"),
        ]
