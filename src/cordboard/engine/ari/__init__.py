"""The engine's REST interface, for what FastAGI cannot do: calls of our own making, media in live calls."""

from cordboard.engine.ari.application import Application
from cordboard.engine.ari.leg import Leg, LegEnded
from cordboard.engine.ari.rest import RestAccount, RestConnection

__all__ = ["Application", "Leg", "LegEnded", "RestAccount", "RestConnection"]
