"""Each kind of journal entry as a sentence. A test holds that every kind written anywhere has one."""

from django.utils.translation import gettext_lazy as _

from cordboard.journal.types import JournalEntry

SENTENCES = {
    "accounts.language_set": _("Changed the language of their pages"),
    "accounts.address_set": _("Gave an e-mail address"),
    "accounts.password_set": _("Chose a password"),
    "accounts.person_changed": _("Changed the user %(name)s"),
    "accounts.person_created": _("Added the user %(name)s"),
    "accounts.person_deleted": _("Deleted the user %(name)s"),
    "accounts.reset_mailed": _("Mailed %(name)s a link to choose a new password"),
    "accounts.reset_refused": _(
        "The mail server refused the mail for a new password to %(address)s: %(reason)s"
    ),
    "accounts.role_set": _("Changed a user's role"),
    "calls.records_exported": _("Exported call records"),
    "calls.records_pruned": _(
        "Forgot the calls from before %(subject)s (%(count)s): they are kept no longer"
    ),
    "calls.records_rejected": _("Call records could not be read and were kept aside"),
    "deployment.company_applied": _("Configuration brought to the phone system"),
    "deployment.company_drifted": _(
        "The phone system was not as the company's data says (%(differences)s) and is put right"
    ),
    "deployment.company_refused": _("Configuration refused; the last good one stays in force"),
    "deployment.stranger_found": _(
        "Something of an unknown company, %(subject)s, lay in the phone system and is removed"
    ),
    "devices.account_reissued": _("Issued a new account for the phone %(name)s"),
    "devices.device_changed": _("Changed the phone %(name)s"),
    "devices.device_confirmed": _("Keyed in their PIN on the phone %(name)s, which opens their mailbox now"),
    "devices.device_created": _("Added the phone %(name)s"),
    "devices.device_deleted": _("Deleted the phone %(name)s"),
    "hours.calendar_imported": _("Imported a calendar into the time table %(name)s: %(count)s new dates"),
    "hours.holidays_renewed": _("Holidays came within the time that calls look ahead: %(days)s"),
    "hours.line_diverted": _("Sent the lines %(subject)s to the overflow of the ring service %(name)s"),
    "hours.line_identified": _("Changed the identifier of the line %(subject)s"),
    "hours.line_restored": _("Let the lines %(subject)s go their usual way again"),
    "hours.pin_refused": _("A wrong PIN was keyed for %(name)s"),
    "hours.ring_service_changed": _("Changed the ring service %(name)s"),
    "hours.ring_service_created": _("Added the ring service %(name)s"),
    "hours.ring_service_deleted": _("Deleted the ring service %(name)s"),
    "hours.switch_changed": _("Changed the switch %(name)s"),
    "hours.switch_created": _("Added the switch %(name)s"),
    "hours.switch_deleted": _("Deleted the switch %(name)s"),
    "hours.switch_turned": _("Turned the switch %(name)s from %(before)s to %(state)s"),
    "hours.time_table_changed": _("Changed the time table %(name)s"),
    "hours.time_table_created": _("Added the time table %(name)s"),
    "hours.time_table_deleted": _("Deleted the time table %(name)s"),
    "hours.time_table_forced": _("Set the time table %(name)s from %(before)s to %(state)s"),
    "groups.group_changed": _("Changed the call group %(name)s"),
    "groups.group_created": _("Added the call group %(name)s"),
    "groups.group_deleted": _("Deleted the call group %(name)s"),
    "groups.member_added": _("Put %(name)s into the call group %(group)s"),
    "groups.member_moved": _("Moved %(name)s within the call group %(group)s"),
    "groups.member_removed": _("Took %(name)s out of the call group %(group)s"),
    "journal.entries_pruned": _(
        "Forgot the entries from before %(subject)s (%(count)s): they are kept no longer"
    ),
    "menus.menu_changed": _("Changed the menu %(name)s"),
    "menus.menu_created": _("Added the menu %(name)s"),
    "menus.menu_deleted": _("Deleted the menu %(name)s"),
    "menus.node_added": _("Added %(title)s to the menu %(menu)s"),
    "menus.node_changed": _("Changed %(title)s in the menu %(menu)s"),
    "menus.node_deleted": _("Deleted %(title)s from the menu %(menu)s"),
    "numbering.did_assigned": _("Assigned the number %(subject)s"),
    "numbering.did_created": _("Added the number %(subject)s"),
    "numbering.did_freed": _("Freed the number %(subject)s"),
    "numbering.dids_freed": _("Freed all numbers of the company: %(count)s"),
    "numbering.extension_changed": _("Changed the extension %(subject)s"),
    "numbering.extension_created": _("Added the extension %(subject)s"),
    "numbering.extension_deleted": _("Freed the extension %(subject)s"),
    "people.acting_begun": _("Began to act as %(name)s"),
    "people.acting_ended": _("Stopped acting as %(name)s"),
    "people.newcomer_created": _("Equipped %(name)s with extension %(extension)s"),
    "people.welcome_refused": _("The mail server refused the welcome mail to %(address)s: %(reason)s"),
    "people.welcome_requested": _("Sent the welcome mail to %(name)s"),
    "tenancy.company_changed": _("Changed the company %(name)s"),
    "tenancy.company_closed": _("Closed the company %(name)s; it is being deleted"),
    "tenancy.company_created": _("Founded the company %(name)s"),
    "tenancy.company_deleted": _("Deleted the company %(name)s"),
    "tenancy.company_limits_set": _("Changed the company's limits"),
    "tenancy.contact_created": _("Added a contact"),
    "tenancy.contact_deleted": _("Removed the contact %(name)s"),
    "tenancy.reseller_changed": _("Renamed the reseller to %(name)s"),
    "tenancy.reseller_created": _("Added the reseller %(name)s"),
    "tenancy.reseller_deleted": _("Deleted the reseller %(name)s"),
    "voicemail.greeting_removed": _("Removed a greeting"),
    "voicemail.greeting_set": _("Recorded a greeting"),
    "voicemail.mailbox_changed": _("Changed the mailbox %(name)s"),
    "voicemail.mailbox_created": _("Added the mailbox %(name)s"),
    "trunks.trunk_changed": _("Changed the trunk %(name)s"),
    "trunks.trunk_created": _("Added the trunk %(name)s"),
    "trunks.trunk_deleted": _("Deleted the trunk %(name)s"),
    "voicemail.mailbox_deleted": _("Deleted the mailbox %(name)s"),
    "voicemail.message_arrived": _("A voice message arrived"),
    "voicemail.message_played": _("Listened to a voice message"),
    "voicemail.messages_deleted": _("Deleted voice messages"),
    "voicemail.messages_marked": _("Marked voice messages"),
    "voicemail.notice_mailed": _("A voice message was mailed"),
    "voicemail.notice_refused": _("The mail server refused the mail to %(address)s for good: %(reason)s"),
    "voicemail.notices_set": _("Changed when voice messages are mailed"),
    "voicemail.pin_lock_set": _("Changed who may choose a mailbox's PIN"),
    "voicemail.pin_refused": _("A wrong PIN was keyed"),
    "voicemail.pin_renewed": _("Gave a mailbox a new PIN"),
    "voicemail.pin_set": _("Chose a mailbox's PIN"),
    "voicemail.pin_shut": _("Too many wrong PINs: the mailbox is shut for a while"),
}

AREAS = {
    "accounts.": _("Users and sign-in"),
    "people.": _("Newcomers and acting"),
    "devices.": _("Phones"),
    "numbering.": _("Numbers"),
    "groups.": _("Call groups"),
    "menus.": _("Menus"),
    "trunks.": _("Trunks"),
    "voicemail.": _("Voicemail"),
    "hours.": _("Time tables and switches"),
    "calls.": _("Calls"),
    "tenancy.": _("Company"),
    "deployment.": _("Phone system"),
    "journal.": _("Journal"),
}


def sentence(entry: JournalEntry) -> str:
    """The entry in the reader's language; an unknown kind, or one with a fact missing, speaks for itself."""
    text = SENTENCES.get(entry.kind)
    if text is None:
        return entry.kind
    try:
        return str(text) % {"subject": entry.subject, **entry.facts}
    except KeyError:
        return entry.kind
