"""Files of a node that no company changes: what runs, where it listens, who may ask it."""

from collections.abc import Callable

from cordboard.engine.render.file import ConfigFile
from cordboard.engine.render.node import core, interfaces, media, records, sip, voicemail
from cordboard.engine.render.node.settings import NodeSettings

__all__ = ["NodeSettings", "node_render"]

_FILES: tuple[Callable[[NodeSettings], ConfigFile], ...] = (
    *core.FILES,
    *interfaces.FILES,
    *media.FILES,
    *records.FILES,
    *sip.FILES,
    *voicemail.FILES,
)


def node_render(settings: NodeSettings) -> tuple[ConfigFile, ...]:
    """Every file of the node, by path."""
    files = [render(settings) for render in _FILES]
    return tuple(sorted(files, key=lambda file: file.path))
