"""Addresses of the menus pages."""

from django.urls import path

from cordboard.portal.menus import nodes, views

urlpatterns = [
    path("company/menus/", views.menus, name="company_menus"),
    path("company/menus/<uuid:menu>/", views.menu, name="company_menu"),
    path("company/menus/<uuid:menu>/delete/", views.menu_remove, name="company_menu_delete"),
    path("company/menus/<uuid:menu>/<uuid:node>/", nodes.node, name="company_menu_node"),
    path("company/menus/<uuid:menu>/<uuid:node>/new/", nodes.node_new, name="company_menu_node_new"),
    path("company/menus/<uuid:menu>/<uuid:node>/delete/", nodes.node_remove, name="company_menu_node_delete"),
]
