"""Addresses of the groups pages."""

from django.urls import path

from cordboard.portal.groups import members, views

urlpatterns = [
    path("company/groups/", views.groups, name="company_groups"),
    path("company/groups/new/", views.group_new, name="company_group_new"),
    path("company/groups/<uuid:group>/", views.group, name="company_group"),
    path("company/groups/<uuid:group>/delete/", views.group_remove, name="company_group_delete"),
    path("company/groups/<uuid:group>/members/", members.member_join, name="company_group_members"),
    path(
        "company/groups/<uuid:group>/members/<uuid:person>/up/",
        members.member_up,
        name="company_group_member_up",
    ),
    path(
        "company/groups/<uuid:group>/members/<uuid:person>/down/",
        members.member_down,
        name="company_group_member_down",
    ),
    path(
        "company/groups/<uuid:group>/members/<uuid:person>/remove/",
        members.member_leave,
        name="company_group_member_remove",
    ),
]
