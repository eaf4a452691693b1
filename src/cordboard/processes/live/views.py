"""What one viewer is told: the board, cut to his ticket."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cordboard.base.tickets import LiveTicket
from cordboard.processes.live.board import NOTHING, CompanyChange, CompanyState
from cordboard.processes.live.calls import Call
from cordboard.processes.live.facts import Registration

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A filter; nothing leaves the process towards a browser but through one."""

    ticket: LiveTicket

    def snapshot(self, states: Mapping[str, CompanyState]) -> Plain:
        """Companies of the ticket with all that is shown of them, also those where nothing happens."""
        wanted = states.keys() if self.ticket.companies is None else self.ticket.companies
        return {company: self._state(states.get(company, NOTHING)) for company in sorted(wanted)}

    def change(
        self,
        before: Mapping[str, CompanyState],
        changes: Mapping[str, CompanyChange],
        states: Mapping[str, CompanyState],
    ) -> Plain:
        """What changed for this viewer; empty when nothing did."""
        told = {
            company: self._change(before.get(company, NOTHING), change, states.get(company, NOTHING))
            for company, change in changes.items()
            if self._sees(company)
        }
        return {company: plain for company, plain in told.items() if plain}

    def _sees(self, company: str) -> bool:
        return self.ticket.companies is None or company in self.ticket.companies

    def _state(self, state: CompanyState) -> Plain:
        shown = self._cut(state)
        return {
            "calls": [call.plain() for call in shown.calls.values()],
            "registrations": [self._registration(one) for one in shown.registrations.values()],
            "counts": counts(shown),
        }

    def _change(self, before: CompanyState, change: CompanyChange, now: CompanyState) -> Plain:
        """A call in which the viewer's phone no longer takes part is gone for him, though it goes on."""
        was, shown = self._cut(before), self._cut(now)
        told = {
            "calls": [shown.calls[key].plain() for key in change.calls if key in shown.calls],
            "calls_gone": [key for key in change.calls if key in was.calls and key not in shown.calls],
            "registrations": [
                self._registration(shown.registrations[key])
                for key in change.registrations
                if key in shown.registrations
            ],
            "registrations_gone": [
                key
                for key in change.registrations
                if key in was.registrations and key not in shown.registrations
            ],
        }
        return {**told, "counts": counts(shown)} if any(told.values()) else {}

    def _cut(self, state: CompanyState) -> CompanyState:
        endpoints = self.ticket.endpoints
        if endpoints is None:
            return state
        calls: dict[str, Call] = {
            key: call for key, call in state.calls.items() if call.endpoints & endpoints
        }
        registrations = {key: one for key, one in state.registrations.items() if one.endpoint in endpoints}
        return CompanyState(calls=calls, registrations=registrations)

    def _registration(self, registration: Registration) -> Plain:
        return registration.plain(with_address=self.ticket.addresses)


def counts(state: CompanyState) -> dict[str, int]:
    """How many calls there are, and how many phones are registered (each once, however many addresses it has)."""
    phones = {one.endpoint for one in state.registrations.values()}
    return {"calls": len(state.calls), "registrations": len(phones)}
