"""What is typed about a company."""

from dataclasses import fields
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cordboard.people.types import CompanyWish
from cordboard.portal.choices import countries, languages, time_zones
from cordboard.portal.components.widgets import CardText, ExtensionEntry, RadioCards
from cordboard.tenancy.selectors import resellers_list
from cordboard.tenancy.types import CompanyKind, CompanyLimits, CompanySummary, Language


class CompanyForm(forms.Form):
    """What a company is called and where it is."""

    name = forms.CharField(label=_("Name"), max_length=120)
    sip_domain = forms.CharField(
        label=_("SIP domain"),
        max_length=253,
        help_text=_(
            "Names the company in phone accounts, for example acme.example.com. No other company may have it."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("Of announcements on the phone, and first choice for new users.")
    )
    country = forms.ChoiceField(
        label=_("Country"), help_text=_("Phone numbers without a prefix are read as written there.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *arguments: Any, domain_fixed: bool = False, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["language"].choices = languages()  # type: ignore[attr-defined]
        self.fields["country"].choices = countries()  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = time_zones()  # type: ignore[attr-defined]
        self.fields["sip_domain"].disabled = domain_fixed

    def company_values(self) -> dict[str, Any]:
        """What was typed, as acts take it."""
        typed = self.cleaned_data
        return {
            "name": typed["name"],
            "sip_domain": typed["sip_domain"],
            "language": Language(typed["language"]),
            "country": typed["country"],
            "time_zone": typed["time_zone"],
        }


def company_initial(company: CompanySummary) -> dict[str, str]:
    """A company's values as its form shows them."""
    return {
        "name": company.name,
        "sip_domain": company.sip_domain,
        "language": company.language,
        "country": company.country,
        "time_zone": company.time_zone,
    }


class NewCompanyForm(CompanyForm):
    """A company and its first administrator."""

    reseller = forms.ChoiceField(label=_("Reseller"))
    kind = forms.ChoiceField(
        label=_("Kind"),
        initial=CompanyKind.PRIVATE,
        choices=[(CompanyKind.PRIVATE, _("Company")), (CompanyKind.PUBLIC, _("Public service"))],
    )
    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("An invitation with a link to choose a password goes here."),
    )
    extension = forms.CharField(
        label=_("Extension"),
        max_length=20,
        required=False,
        widget=ExtensionEntry(),
        help_text=_("Leave it empty for an administrator without a phone."),
    )

    def __init__(self, *arguments: Any, reseller: UUID | None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        known = [(str(row.id), row.name) for row in resellers_list() if reseller in {None, row.id}]
        self.fields["reseller"].choices = known  # type: ignore[attr-defined]
        if reseller is not None:
            self.fields["reseller"].initial = str(reseller)
            self.fields["reseller"].widget = forms.HiddenInput()
        self.fields["kind"].widget = RadioCards(
            texts={
                CompanyKind.PRIVATE: CardText(description=str(_("Colleagues share one directory."))),
                CompanyKind.PUBLIC: CardText(description=str(_("Subscribers do not see one another."))),
            }
        )
        self.fields["kind"].widget.choices = self.fields["kind"].choices  # type: ignore[attr-defined]

    def wish(self) -> CompanyWish:
        """What to found."""
        typed = self.cleaned_data
        return CompanyWish(
            **self.company_values(),
            reseller=UUID(typed["reseller"]),
            kind=CompanyKind(typed["kind"]),
            first_name=typed["first_name"],
            last_name=typed["last_name"],
            email=typed["email"],
            extension=typed["extension"],
        )


LIMIT_LABELS = {
    "incoming_calls": _("Incoming calls at once"),
    "outgoing_calls": _("Outgoing calls at once"),
    "combined_calls": _("Calls at once, both ways together"),
    "extensions": _("Extensions"),
    "incoming_lines": _("Direct numbers"),
}


class LimitsForm(forms.Form):
    """How much a company may use; an empty field is no limit (SCO-64 to SCO-68)."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, label in LIMIT_LABELS.items():
            self.fields[name] = forms.IntegerField(
                label=label, required=False, min_value=0, max_value=100_000,
                widget=forms.NumberInput(attrs={"placeholder": _("No limit"), "inputmode": "numeric"}),
            )  # fmt: skip

    def limits(self) -> CompanyLimits:
        """The limits typed."""
        return CompanyLimits(**{limit.name: self.cleaned_data[limit.name] for limit in fields(CompanyLimits)})


def limits_initial(limits: CompanyLimits) -> dict[str, int | None]:
    """Limits as their form shows them."""
    return {limit.name: getattr(limits, limit.name) for limit in fields(CompanyLimits)}


class ContactForm(forms.Form):
    """Someone at the customer's (WDX-16)."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
