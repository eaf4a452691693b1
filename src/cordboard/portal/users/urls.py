"""Addresses of a company's users."""

from django.urls import path

from cordboard.portal.users import user, views

urlpatterns = [
    path("company/users/", views.users, name="company_users"),
    path("company/users/new/", views.user_new, name="company_user_new"),
    path("company/users/export.csv", views.users_export, name="company_users_export"),
    path("company/users/delete/", views.users_delete, name="company_users_delete"),
    path("company/users/<uuid:person>/", user.user, name="company_user"),
    path("company/users/<uuid:person>/extension/", user.user_extension, name="company_user_extension"),
    path("company/users/<uuid:person>/delete/", user.user_delete, name="company_user_delete"),
    path("company/users/<uuid:person>/welcome/", user.user_welcome, name="company_user_welcome"),
    path("company/users/<uuid:person>/act/", user.user_act, name="company_user_act"),
]
