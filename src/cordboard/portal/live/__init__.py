"""Tickets for live updates: what the browser that opens a WebSocket may see."""
