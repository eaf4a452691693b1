"""Address of one's own account."""

from django.urls import path

from cordboard.portal.account.views import account

urlpatterns = [path("me/account/", account, name="me_account")]
