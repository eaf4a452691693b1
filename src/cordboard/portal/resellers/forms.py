"""What is typed about a reseller."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ResellerForm(forms.Form):
    """A reseller's name."""

    name = forms.CharField(label=_("Name"), max_length=120)
