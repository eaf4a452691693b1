"""The one page that connects the rooms: who reacts to which entry, which flow serves which destination."""

from django.conf import settings

from cordboard.calls import registry as flows
from cordboard.calls.flows import echo_test, person_ring
from cordboard.deployment.registry import NodeLook, applier_set, node_look_set, remover_set
from cordboard.engine.ami.login import ManagerAccount
from cordboard.engine.names import MANAGER_USER
from cordboard.engine.voicemail.spool import spool_path
from cordboard.engine.voicemail.store import EngineMessageStore
from cordboard.groups.flows import GroupRing
from cordboard.groups.types import GROUP
from cordboard.hours.flows import RingServiceKeys, SwitchKeys, line_overflow, switch_pass, time_table_pass
from cordboard.hours.selectors import OVERFLOW, RING_SERVICE, SWITCH, TIME_TABLE
from cordboard.journal.registry import subscribe
from cordboard.menus.flows import menu_run
from cordboard.menus.types import MENU
from cordboard.numbering.registry import destinations_offer
from cordboard.numbering.types import FeatureFunction
from cordboard.portal.ports import health_report_set, password_reset_set
from cordboard.processes import offers, reactions
from cordboard.processes.applying import engine_apply, engine_drift, engine_remove, engine_strangers
from cordboard.processes.keyed import DatabaseKeyedActs
from cordboard.processes.page_health import health_for_pages
from cordboard.processes.pins import DatabasePins
from cordboard.voicemail.flows import MailboxMenu, PinGuard, mailbox_deposit
from cordboard.voicemail.registry import message_store_set


def wire() -> None:
    """Everything is connected; calling it again changes nothing."""
    _reactions()
    _destinations()
    _offers()
    _ports()


def _reactions() -> None:
    for prefix in reactions.CONFIGURES:
        subscribe(prefix, reactions.company_configure)
    subscribe("tenancy.company_closed", reactions.company_take_away)
    subscribe("deployment.stranger_found", reactions.stranger_take_away)
    subscribe("people.welcome_requested", reactions.welcome_mail)
    subscribe("devices.", reactions.handed_phone_mail)
    subscribe("voicemail.message_arrived", reactions.message_mail)
    subscribe("voicemail.mailbox_deleted", reactions.mailbox_messages_erase)


def _destinations() -> None:
    flows.register("person", person_ring)
    flows.register("mailbox", mailbox_deposit)
    flows.register(GROUP, GroupRing())
    flows.register(MENU, menu_run)
    flows.register(FeatureFunction.ECHO_TEST, echo_test)
    menu = MailboxMenu(pins=PinGuard(check=DatabasePins()))
    flows.register(FeatureFunction.VOICEMAIL, menu, takes_entry=True)
    keyed = DatabaseKeyedActs()
    flows.register(FeatureFunction.SWITCH, SwitchKeys(acts=keyed), takes_entry=True)
    flows.register(RING_SERVICE, RingServiceKeys(acts=keyed))
    flows.register(OVERFLOW, line_overflow)
    flows.register(TIME_TABLE, time_table_pass)
    flows.register(SWITCH, switch_pass)


def _offers() -> None:
    destinations_offer("person", choices=offers.people_offered)
    destinations_offer("mailbox", choices=offers.mailboxes_offered)
    destinations_offer(GROUP, choices=offers.groups_offered)
    destinations_offer(MENU, choices=offers.menus_offered)
    destinations_offer(TIME_TABLE, choices=offers.time_tables_offered)
    destinations_offer(SWITCH, choices=offers.switches_offered)
    destinations_offer(RING_SERVICE, choices=offers.ring_services_offered)


def _ports() -> None:
    applier_set(engine_apply)
    remover_set(engine_remove)
    node_look_set(NodeLook(drift=engine_drift, strangers=engine_strangers))
    health_report_set(health_for_pages)
    password_reset_set(reactions.reset_mail)
    account = ManagerAccount(
        port=settings.CORDBOARD.ami_port, user=MANAGER_USER, secret=settings.CORDBOARD_SECRETS.ami_password
    )
    spool = spool_path(settings.CORDBOARD.data / "asterisk")
    message_store_set(EngineMessageStore(account=account, spool=spool))
