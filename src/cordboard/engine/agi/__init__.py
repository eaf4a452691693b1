"""FastAGI: the engine asks what to do with a call, a coroutine answers."""

from cordboard.engine.agi.body import AgiCall
from cordboard.engine.agi.server import AgiServer, Script

__all__ = ["AgiCall", "AgiServer", "Script"]
