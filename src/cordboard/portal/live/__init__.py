"""Tickets for live updates: what the browser that opens a WebSocket may see."""

INSIDE = "cordboard.live"  # in the ASGI scope of requests that `web` makes itself
