"""How Django's forms look here: `{{ form }}` is enough. The word and the error stand beside the field."""

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates

OURS = {"django/forms/widgets/password.html": "cordboard/forms/password.html"}


class CordboardRenderer(DjangoTemplates):
    """Renders forms, fields and the portal's own widgets from `templates/cordboard/forms/`."""

    form_template_name = "cordboard/forms/form.html"
    field_template_name = "cordboard/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """A template; every password, also of forms that are not ours, has its show button."""
        return super().get_template(OURS.get(template_name, template_name))


def field_kind(bound: forms.BoundField) -> str:
    """How a field is laid out: `check` (box before its label), `choices` (a group) or `entry`."""
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "entry"


def field_limit(bound: forms.BoundField) -> int:
    """How many signs may be typed, where telling so helps: 0 for dates, numbers, passwords and the like."""
    widget = bound.field.widget
    plain = isinstance(widget, forms.Textarea) or (
        isinstance(widget, forms.TextInput) and widget.input_type == "text" and not widget.is_hidden
    )
    limit = widget.attrs.get("maxlength", 0) if plain else 0
    return int(limit or 0)
