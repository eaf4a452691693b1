"""Every address of the portal, and what of one company's it names. A test fails for an address not listed here.

To add a page: list its URL name in `ADDRESSES` with the arguments that name something of a `Side`, and, for a page that
is posted to, what a form would send. Strangers are then sent there; see test_isolation.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cordboard.hours.models import RingService, Switch, TimeTable
from cordboard.tenancy.scope import company_scope
from cordboard.voicemail.models import Mailbox
from kit.companies import Side
from kit.groups import group_make
from kit.menus import menu_make
from kit.records import call_make

Arguments = Callable[[Side], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A page: the arguments that name something of a side, and what is posted (None: it is only looked at)."""

    arguments: Arguments = field(default=lambda side: {})
    post: Mapping[str, Any] | None = None


def _user(side: Side) -> dict[str, Any]:
    return {"person": side.user.person.id}


def _device(side: Side) -> dict[str, Any]:
    return {"device": side.user.device.id}


def _did(side: Side) -> dict[str, Any]:
    return {"did": side.did.id}


def _account(side: Side) -> dict[str, Any]:
    return {"account": side.company.account_number}


def _reseller(side: Side) -> dict[str, Any]:
    return {"reseller": side.reseller.id}


def _reseller_admin(side: Side) -> dict[str, Any]:
    return {"reseller": side.reseller.id, "person": side.reseller_admin.id}


def _message(_: Side) -> dict[str, Any]:
    return {
        "message": "1772357400-00000001"
    }  # nobody's: tests/portal/test_voicemail.py asks for others' real ones


def _shared_mailbox(side: Side) -> dict[str, Any]:
    with company_scope(side.company.id):
        made, _ = Mailbox.objects.get_or_create(
            company_id=side.company.id, person=None, name="Aurora shared", time_zone="UTC",
            defaults={"box": f"700{side.company.account_number}"},
        )  # fmt: skip
    return {"mailbox": made.pk}


def _time_table(side: Side) -> dict[str, Any]:
    with company_scope(side.company.id):
        made, _ = TimeTable.objects.get_or_create(company_id=side.company.id, name="Aurora hours")
    return {"table": made.pk}


def _switch(side: Side) -> dict[str, Any]:
    with company_scope(side.company.id):
        made, _ = Switch.objects.get_or_create(company_id=side.company.id, name="Aurora night")
    return {"switch": made.pk}


def _ring_service(side: Side) -> dict[str, Any]:
    with company_scope(side.company.id):
        made, _ = RingService.objects.get_or_create(
            company_id=side.company.id, name="Aurora rush", destination_kind="mailbox", destination_id="x"
        )
    return {"service": made.pk}


def _group(side: Side) -> dict[str, Any]:
    return {"group": group_make(side)}


def _member(side: Side) -> dict[str, Any]:
    return {**_group(side), "person": side.user.person.id}


def _menu(side: Side) -> dict[str, Any]:
    menu, _ = menu_make(side)
    return {"menu": menu}


def _node(side: Side) -> dict[str, Any]:
    menu, node = menu_make(side)
    return {"menu": menu, "node": node}


def _call(side: Side) -> dict[str, Any]:
    return {"call": call_make(side)}


LOOK = Address()
POST = Address(post={})

ADDRESSES: dict[str, Address] = {
    "home": LOOK,
    "language_set": POST,
    "acting_end": POST,
    "start": Address(arguments=lambda side: {"token": "MQ.x"}),
    "live_ticket": LOOK,
    # platform and resellers
    "platform_dashboard": LOOK,
    "platform_health": LOOK,
    "platform_resellers": LOOK,
    "platform_reseller": Address(arguments=_reseller),
    "platform_reseller_admin_delete": Address(arguments=_reseller_admin, post={}),
    "platform_reseller_admin_welcome": Address(arguments=_reseller_admin, post={}),
    "platform_reseller_name": Address(arguments=_reseller, post={"name": "Taken over"}),
    "platform_reseller_delete": Address(arguments=_reseller, post={}),
    "platform_companies": LOOK,
    "platform_company_new": LOOK,
    "platform_company": Address(arguments=_account, post={"name": "Taken over"}),
    "platform_company_limits": Address(arguments=_account, post={"extensions": "1"}),
    "platform_company_delete": Address(arguments=_account, post={"confirmation": "Aurora Company"}),
    "platform_contact_new": Address(arguments=_account, post={"name": "Eve", "email": "eve@example.com"}),
    "platform_contact_delete": Address(arguments=lambda side: {**_account(side), "contact": 1}, post={}),
    "platform_numbers": LOOK,
    "platform_numbers_new": LOOK,
    "platform_number": Address(arguments=_did, post={"company": "10002"}),
    "platform_number_free": Address(arguments=_did, post={}),
    "platform_number_back": Address(arguments=lambda side: {**_did(side), "account": 10002}, post={}),
    "platform_admins": LOOK,
    "platform_admin_delete": Address(arguments=_user, post={}),
    "platform_admin_welcome": Address(arguments=_user, post={}),
    "platform_journal": LOOK,
    "platform_calls": LOOK,
    "platform_calls_export": LOOK,
    "platform_call": Address(arguments=_call),
    # a company
    "company_dashboard": LOOK,
    "company_users": LOOK,
    "company_user_new": LOOK,
    "company_users_export": LOOK,
    "company_users_delete": Address(post={}),
    "company_user": Address(arguments=_user, post={"first_name": "Eve"}),
    "company_user_extension": Address(arguments=_user, post={"extension": "999"}),
    "company_user_delete": Address(arguments=_user, post={}),
    "company_user_welcome": Address(arguments=_user, post={}),
    "company_user_act": Address(arguments=_user, post={}),
    "company_user_mailbox": Address(arguments=_user, post={"most_messages": "1"}),
    "company_user_mailbox_new": Address(arguments=_user, post={}),
    "company_user_mailbox_pin": Address(arguments=_user, post={}),
    "company_user_mailbox_delete": Address(arguments=_user, post={}),
    "company_mailboxes": LOOK,
    "company_mailbox": Address(arguments=_shared_mailbox, post={"name": "Eve's", "email": "eve@example.com"}),
    "company_mailbox_pin": Address(arguments=_shared_mailbox, post={}),
    "company_mailbox_delete": Address(arguments=_shared_mailbox, post={}),
    "company_devices": LOOK,
    "company_device_new": LOOK,
    "company_device": Address(arguments=_device, post={"name": "Eve's"}),
    "company_device_reissue": Address(arguments=_device, post={}),
    "company_device_delete": Address(arguments=_device, post={}),
    "company_numbers": LOOK,
    "company_number": Address(arguments=_did, post={"person": ""}),
    "company_trunks": LOOK,
    "company_dialplan": LOOK,
    "company_time_tables": LOOK,
    "company_time_table_new": LOOK,
    "company_time_table": Address(arguments=_time_table, post={"name": "Eve's", "state": "open"}),
    "company_time_table_state": Address(arguments=_time_table, post={"state": "open"}),
    "company_time_table_calendar": Address(arguments=_time_table, post={}),
    "company_time_table_delete": Address(arguments=_time_table, post={}),
    "company_switches": LOOK,
    "company_switch": Address(arguments=_switch, post={"name": "Eve's", "states": "2"}),
    "company_switch_state": Address(arguments=_switch, post={"state": "on"}),
    "company_switch_delete": Address(arguments=_switch, post={}),
    "company_ring_services": LOOK,
    "company_ring_service": Address(arguments=_ring_service, post={"name": "Eve's"}),
    "company_ring_service_line": Address(arguments=_ring_service, post={"identifier": "75"}),
    "company_ring_service_delete": Address(arguments=_ring_service, post={}),
    "company_line": Address(arguments=_did, post={"identifier": "75"}),
    "company_groups": LOOK,
    "company_group_new": POST,
    "company_group": Address(arguments=_group, post={"name": "Taken over"}),
    "company_group_delete": Address(arguments=_group, post={}),
    "company_group_members": Address(arguments=_group, post={"person": "102", "weight": "1"}),
    "company_group_member_up": Address(arguments=_member, post={}),
    "company_group_member_down": Address(arguments=_member, post={}),
    "company_group_member_remove": Address(arguments=_member, post={}),
    "company_menus": LOOK,
    "company_menu": Address(arguments=_menu, post={"name": "Taken over"}),
    "company_menu_delete": Address(arguments=_menu, post={}),
    "company_menu_node": Address(arguments=_node, post={"title": "Taken over"}),
    "company_menu_node_new": Address(arguments=_node, post={"title": "Taken over"}),
    "company_menu_node_delete": Address(arguments=_node, post={}),
    "company_settings": LOOK,
    "company_journal": LOOK,
    "company_calls": LOOK,
    "company_calls_export": LOOK,
    "company_call": Address(arguments=_call),
    # one's own
    "me_dashboard": LOOK,
    "me_calls": LOOK,
    "me_calls_export": LOOK,
    "me_call": Address(arguments=_call),
    "me_phone": LOOK,
    "me_phone_reissue": Address(arguments=_device, post={}),
    "me_account": LOOK,
    "me_voicemail": LOOK,
    "me_voicemail_heard": POST,
    "me_voicemail_new": POST,
    "me_voicemail_delete": POST,
    "me_voicemail_greetings": LOOK,
    "me_voicemail_greeting": Address(arguments=lambda side: {"kind": "busy"}, post={}),
    "me_voicemail_greeting_set": Address(arguments=lambda side: {"kind": "busy"}, post={}),
    "me_voicemail_greeting_delete": Address(arguments=lambda side: {"kind": "busy"}, post={}),
    "me_voicemail_settings": LOOK,
    "me_voicemail_pin": POST,
    "me_voicemail_recording": Address(arguments=_message, post={}),
    "me_voicemail_played": Address(arguments=_message, post={}),
}

# Addresses that show nobody's things, with the reason.
WITHOUT_ISOLATION = {
    "healthz": "says that the process answers",
    "sign_in": "allauth: before sign-in",
    "design_guide": "samples, for super administrators",
    "design_frame": "samples, for super administrators",
    "design_tone": "samples, for super administrators",
    "design_error": "samples, for super administrators",
    "design_echo": "samples, for super administrators",
}
ALLAUTH = ("account_", "mfa_", "usersessions_")  # of the one signed in, and of nobody else
