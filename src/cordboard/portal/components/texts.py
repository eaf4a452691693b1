"""Texts that script shows: translated here, so that every text of the portal is in one catalogue."""

from django.utils.translation import gettext as _


def script_texts() -> dict[str, str]:
    """Texts by the name under which `web/lib/texts.ts` finds them, in the language of the page."""
    return {
        "copied": _("Copied."),
        "copy_failed": _("Your browser did not allow copying. The text is selected: press Ctrl+C."),
        "password_copied": _("A new password is filled in and copied."),
        "count": _("%(used)s of %(most)s characters"),
        "selected": _("Selected: %(count)s"),
        "dismiss": _("Dismiss"),
        "cancel": _("Cancel"),
        "offline": _("Cordboard did not answer. Check your connection, then try again."),
        "not_allowed": _(
            "You may not do this, or your session has ended. Reload the page and sign in again."
        ),
        "gone": _("This no longer exists. Reload the page to see what is there now."),
        "failed": _("Something went wrong and nothing was changed. Try again in a moment."),
        "passkey_failed": _("The passkey was not accepted. Try again, or sign in another way."),
        "live": _("Live"),
        "reconnecting": _("Reconnecting…"),
        "engine_unreachable": _("The phone engine does not answer"),
        "registered": _("Registered"),
        "registered_in_the_clear": _("Registered without encryption: calls are refused"),
        "unreachable": _("Registered, but silent"),
        "not_registered": _("Not registered"),
        "in_call": _("In a call"),
        "call_ringing": _("Ringing"),
        "call_connected": _("Connected"),
        "call_talking": _("Talking"),
        "unknown_party": _("Unknown"),
    }
