"""Addresses of the hours pages."""

from django.urls import path

from cordboard.portal.hours import ringing, switches, tables

TABLE = "company/time-tables/<uuid:table>/"
SWITCH = "company/switches/<uuid:switch>/"
SERVICE = "company/ring-services/<uuid:service>/"

urlpatterns = [
    path("company/time-tables/", tables.time_tables, name="company_time_tables"),
    path("company/time-tables/new/", tables.time_table_new, name="company_time_table_new"),
    path(TABLE, tables.time_table, name="company_time_table"),
    path(f"{TABLE}state/", tables.time_table_state, name="company_time_table_state"),
    path(f"{TABLE}calendar/", tables.time_table_calendar, name="company_time_table_calendar"),
    path(f"{TABLE}delete/", tables.time_table_remove, name="company_time_table_delete"),
    path("company/switches/", switches.switches, name="company_switches"),
    path(SWITCH, switches.switch, name="company_switch"),
    path(f"{SWITCH}state/", switches.switch_state, name="company_switch_state"),
    path(f"{SWITCH}delete/", switches.switch_remove, name="company_switch_delete"),
    path("company/ring-services/", ringing.ring_services, name="company_ring_services"),
    path(SERVICE, ringing.ring_service, name="company_ring_service"),
    path(f"{SERVICE}line/", ringing.ring_service_line, name="company_ring_service_line"),
    path(f"{SERVICE}delete/", ringing.ring_service_remove, name="company_ring_service_delete"),
    path("company/lines/<int:did>/", ringing.line, name="company_line"),
]
