"""Specs to the engine's own syntax: pure, deterministic, the same input gives the same bytes."""

from cordboard.engine.render.file import ConfigFile

__all__ = ["ConfigFile"]
