"""PINs keyed on a phone, and phones confirmed by them, held against the database."""

import contextlib
from functools import partial
from uuid import UUID

from cordboard.accounts.errors import PersonUnknown
from cordboard.accounts.selectors import person_get
from cordboard.devices.errors import DeviceUnknown
from cordboard.devices.selectors import devices_for_keys
from cordboard.devices.services import device_confirm
from cordboard.journal.types import Actor
from cordboard.processes.asking import asked
from cordboard.voicemail.services import pin_verify


class DatabasePins:
    """The `PinCheck` of the call server."""

    async def verify(self, box: str, pin: str) -> bool:
        """Whether the PIN opens the mailbox of that id. Raises OSError while the database is away."""
        return await asked(partial(pin_verify, mailbox=UUID(box), pin=pin))

    async def confirm(self, company: str, person: str, endpoint: str, issue: str) -> None:
        """The phone, with this issue of its account, opens its owner's mailbox without a PIN from now on. Raises OSError likewise."""
        await asked(partial(_confirm, UUID(company), UUID(person), endpoint, issue))


def _confirm(company: UUID, person: UUID, endpoint: str, issue: str) -> None:
    with contextlib.suppress(
        PersonUnknown, DeviceUnknown
    ):  # gone, another's or issued anew, while the call went on
        owner = person_get(company=company, person=person)
        devices = devices_for_keys(company=company, keys=[endpoint])
        for device in devices.values():
            actor = Actor(person=str(owner.id), name=owner.name)
            device_confirm(actor=actor, company=company, device=device.id, issue=issue)
