"""Signing in and one's own security: allauth's pages, without those that would make or rename an account."""

from allauth.account import views
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

# Names that allauth's own pages link to, leading nowhere: accounts and addresses are an administrator's to make.
_closed = RedirectView.as_view(url="/sign-in/")

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", views.login, name="sign_in"),
    path("account/login/", RedirectView.as_view(url="/sign-in/", query_string=True), name="account_login"),
    path("account/logout/", views.logout, name="account_logout"),
    path("account/inactive/", views.account_inactive, name="account_inactive"),
    path("account/signup/", _closed, name="account_signup"),
    path("account/email/", _closed, name="account_email"),
    path("account/confirm-email/", _closed, name="account_email_verification_sent"),
    path("account/password/set/", _closed, name="account_set_password"),
    path("account/reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", views.password_change, name="account_change_password"),
    path("account/password/reset/", views.password_reset, name="account_reset_password"),
    path("account/password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
]
