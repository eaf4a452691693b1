"""Calls that go through a menu. Numbered cases: docs/algorithms/menu.md."""

from dataclasses import dataclass, field

from cordboard.calls.flows import destination_enter, number_unknown
from cordboard.calls.types import CallContext
from cordboard.engine.call import Call
from cordboard.menus.types import MenuEntry, MenusPart, NodeEntry

WRONG_KEY = "conf-errormenu"  # "invalid choice"
GOODBYE = "vm-goodbye"
MOST_CHOICES = 100  # of one caller in one menu, who may go up and down it


async def menu_run(call: Call, context: CallContext, id: str) -> None:  # noqa: A002  # a destination's id
    """The caller chose by keys where the call went on, or went where the menu sends who chooses nothing."""
    menu = context.company.part(MenusPart).menus.get(id)
    if menu is None:
        return await number_unknown(call)
    await call.answer()
    return await _leave(call, context, await _Walk(call=call, menu=menu).choose())


async def _leave(call: Call, context: CallContext, node: NodeEntry) -> None:
    """The call left the menu at this node."""
    if node.leads:
        await call.note(rule="menu: chosen by key")
        return await destination_enter(call, context, node.leads)
    await call.note(rule="menu: nothing chosen")
    if node.after:
        return await destination_enter(call, context, node.after)
    await call.play(GOODBYE)
    return await call.hangup()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """One caller's way through a menu, noted on the record as the keys that were pressed (SCO-154)."""

    call: Call
    menu: MenuEntry
    pressed: list[str] = field(default_factory=list)

    async def choose(self) -> NodeEntry:
        """The node at which the caller leaves: an action, or a submenu in which nothing was chosen."""
        node = self.menu.nodes[self.menu.first]
        while node.leads is None and len(self.pressed) < MOST_CHOICES:
            key = await self._key(node)
            if not key:
                return node
            await self._note(key)
            node = self.menu.nodes[node.keys.get(key) or node.parent or node.id]
        return node

    async def _key(self, node: NodeEntry) -> str:
        """The key pressed, of those that lead somewhere; empty when there was none after all repetitions."""
        notice: tuple[str, ...] = ()
        for _ in range(node.plays):
            sounds = (*notice, *filter(None, [node.sound]))
            key = await self.call.read_digits(*sounds, most=_longest(node), silence=node.wait)
            if key in node.keys or (key and key == node.back):
                return key
            notice = (WRONG_KEY,) if key else ()
        if notice:
            await self.call.play(*notice)
        return ""

    async def _note(self, key: str) -> None:
        self.pressed.append(key)
        await self.call.note(choices=f"{self.menu.id}:{'.'.join(self.pressed)}")


def _longest(node: NodeEntry) -> int:
    """How many signs the longest key has: with it, a choice counts at once."""
    return max(map(len, (*node.keys, node.back or "1")))
