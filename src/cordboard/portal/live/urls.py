"""Address that `web` asks before it opens a WebSocket."""

from django.urls import path

from cordboard.portal.live.views import live_ticket

urlpatterns = [path("live/ticket/", live_ticket, name="live_ticket")]
