"""Pure decisions about menus."""

import re
from collections.abc import Mapping
from datetime import timedelta

from cordboard.base.errors import mark
from cordboard.menus.errors import KeyHidden, KeyInvalid, KeyTaken
from cordboard.menus.types import NodeKind, NodeSettings, NodeTrouble
from cordboard.tenancy.errors import FieldInvalid

PLAYS_LEAST, PLAYS_MOST = 1, 10
WAIT_LEAST, WAIT_MOST = timedelta(seconds=1), timedelta(seconds=60)

_KEY = re.compile(r"[0-9*]{1,6}", re.ASCII)
_BACK = re.compile(r"[0-9*]", re.ASCII)


def key_check(key: str, *, taken: Mapping[str, str]) -> str:
    """The key, which no other (key to title) takes or hides. Raises KeyInvalid, KeyTaken, KeyHidden."""
    clean = key.strip()
    if not _KEY.fullmatch(clean):
        raise KeyInvalid(key=clean[:20])
    if clean in taken:
        raise KeyTaken(key=clean, title=taken[clean])
    for other in taken:
        short, long = sorted((clean, other), key=len)
        if long.startswith(short):
            raise KeyHidden(short=short, long=long)
    return clean


def back_check(back: str, *, taken: Mapping[str, str]) -> str:
    """The key that leads up, or none. Raises KeyInvalid, KeyTaken, KeyHidden."""
    clean = back.strip()
    if clean and not _BACK.fullmatch(clean):
        raise KeyInvalid(key=clean[:20])
    return key_check(clean, taken=taken) if clean else ""


def plays_check(plays: int) -> int:
    """How often an announcement is heard. Raises FieldInvalid."""
    if not PLAYS_LEAST <= plays <= PLAYS_MOST:
        raise FieldInvalid(field="plays", reason=mark("Play the announcement 1 to 10 times."))
    return plays


def wait_check(wait: timedelta) -> timedelta:
    """How long a key is waited for. Raises FieldInvalid."""
    if not WAIT_LEAST <= wait <= WAIT_MOST:
        raise FieldInvalid(field="wait", reason=mark("Wait for 1 to 60 seconds."))
    return wait


def node_troubles(settings: NodeSettings, *, below: int) -> frozenset[NodeTrouble]:
    """What callers would get stuck at, with so many nodes directly below."""
    if settings.kind is NodeKind.ACTION:
        return frozenset()
    found = {NodeTrouble.NO_KEYS: not below, NodeTrouble.SILENT: not settings.sound}
    return frozenset(trouble for trouble, there in found.items() if there)
