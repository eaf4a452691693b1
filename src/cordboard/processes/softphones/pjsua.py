"""A phone on the PJSIP stack, as a process: `python -m cordboard.processes.softphones.pjsua`.

Everything but the media clock runs on one thread: the loop below lets the stack work, then does what was ordered.
"""

import itertools
import os
import select
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pjsua2 as pj

from cordboard.processes.softphones.account import Opening
from cordboard.processes.softphones.pjsua_call import SoftCall
from cordboard.processes.softphones.pjsua_settings import CLOCK_RATE, account_settings, endpoint_started
from cordboard.processes.softphones.reports import NotRegistered, Registered, Report, messages_waiting_read
from cordboard.processes.softphones.tones import WAV_HEADER, ToneWatch
from cordboard.processes.softphones.wire import Order, Wire

TURN = 10  # milliseconds the stack waits for the network before orders are looked at


class SoftAccount(pj.Account):  # type: ignore[misc]  # the binding has no types
    """The phone's account; hands what happens to its phone."""

    def __init__(self, phone: "SoftPhone") -> None:
        super().__init__()
        self._phone = phone

    def onRegState(self, prm: pj.OnRegStateParam) -> None:  # noqa: N802  # the library's name
        """Tell how registering went."""
        if prm.code == 200 and prm.expiration:
            self._phone.report(Registered(expires=prm.expiration))
        else:
            self._phone.report(NotRegistered(status=int(prm.code), reason=prm.reason))

    def onIncomingCall(self, prm: pj.OnIncomingCallParam) -> None:  # noqa: N802
        """Ring."""
        self._phone.call_new(prm.callId).incoming(prm.rdata.wholeMsg)

    def onMwiInfo(self, prm: pj.OnMwiInfoParam) -> None:  # noqa: N802
        """Tell the lamp."""
        body = prm.rdata.wholeMsg.replace("\r\n", "\n").partition("\n\n")[2]
        self._phone.report(messages_waiting_read(body))


@dataclass(slots=True, kw_only=True)
class Listening:
    """An order that is done once a call heard a tone."""

    order: Order
    recording: Path
    watch: ToneWatch
    position: int

    def heard(self) -> bool:
        """Whether the tone has been heard, what was recorded since the last look included."""
        if not self.recording.exists():
            return False
        with self.recording.open("rb") as file:
            file.seek(self.position)
            content = file.read()
        content = content[: len(content) // 2 * 2]
        self.position += len(content)
        return self.watch.feed(content)


class SoftPhone:
    """One account and its calls."""

    def __init__(self, opening: Opening, wire: Wire) -> None:
        self.folder = opening.folder
        self.report: Callable[[Report], None] = wire.report
        self._wire = wire
        self._numbers = itertools.count(1)
        self._calls: dict[int, SoftCall] = {}
        self._ended: list[SoftCall] = []
        self._listening: list[Listening] = []
        self._sip = opening.account
        self.endpoint = endpoint_started(opening)
        self.account = SoftAccount(self)
        self.account.create(account_settings(opening.account))

    def call_new(self, stack_id: int = pj.PJSUA_INVALID_ID) -> SoftCall:
        """A call with the next number."""
        call = SoftCall(self, next(self._numbers), stack_id)
        self._calls[call.number] = call
        return call

    def call_ended(self, call: SoftCall) -> None:
        """Let go of a call at the end of this turn."""
        self._ended.append(call)

    def turn(self) -> None:
        """Let the stack work a while."""
        self.endpoint.libHandleEvents(TURN)
        while self._ended:
            self._ended.pop().let_go()
        for listening in [one for one in self._listening if one.heard()]:
            self._listening.remove(listening)
            self._wire.done(listening.order)

    def obey(self, order: Order) -> None:
        """Do an order, or tell why not."""
        try:
            act = getattr(self, f"do_{order.order}")
            if order.order == "hear":
                self.do_hear(order)
            else:
                self._wire.done(order, act(**order.values))
        except pj.Error as fault:
            self._wire.fault(order, f"{fault.title}: {fault.reason}")
        except (AttributeError, KeyError, TypeError, ValueError) as fault:
            self._wire.fault(order, f"{type(fault).__name__}: {fault}")

    def do_register(self) -> None:
        """Register now, and again before it expires."""
        self.account.setRegistration(True)

    def do_unregister(self) -> None:
        """Take the registration back."""
        self.account.setRegistration(False)

    def do_call(self, target: str, headers: dict[str, str]) -> int:
        """Send an INVITE; the call's number."""
        call = self.call_new()
        option = pj.CallOpParam(True)
        for name, value in headers.items():
            header = pj.SipHeader()
            header.hName, header.hValue = name, value
            option.txOption.headers.append(header)
        call.makeCall(self._sip.uri(target), option)
        return call.number

    def do_answer(self, call: int) -> None:
        """Accept a call."""
        self._calls[call].respond(200)

    def do_refuse(self, call: int, status: int) -> None:
        """Refuse a call with a SIP status."""
        self._calls[call].respond(status)

    def do_hangup(self, call: int) -> None:
        """End a call, whatever its state."""
        self._calls[call].hangup(pj.CallOpParam())

    def do_hold(self, call: int) -> None:
        """Hold the far end."""
        self._calls[call].setHold(pj.CallOpParam())

    def do_resume(self, call: int) -> None:
        """Talk again with one that was held."""
        option = pj.CallOpParam(True)
        option.opt.flag = pj.PJSUA_CALL_UNHOLD
        self._calls[call].reinvite(option)

    def do_digits(self, call: int, digits: str) -> None:
        """Press keys. Source: RFC 4733."""
        self._calls[call].dialDtmf(digits)

    def do_play(self, call: int, wav: str, again: bool) -> None:
        """Send a recording."""
        self._calls[call].play(wav, again=again)

    def do_silence(self, call: int) -> None:
        """Send nothing."""
        self._calls[call].silence()

    def do_transfer(self, call: int, target: str) -> None:
        """Ask the far end to call somebody else. Source: RFC 5589 section 6."""
        self._calls[call].xfer(self._sip.uri(target), pj.CallOpParam())

    def do_transfer_to(self, call: int, other: int) -> None:
        """Ask the far end of `call` to take the place of `other`. Source: RFC 5589 section 7."""
        self._calls[call].xferReplaces(self._calls[other], pj.CallOpParam())

    def do_hear(self, order: Order) -> None:
        """Done once the call hears the tone from now on (any sound without `frequency`)."""
        recording = self._calls[order.values["call"]].recording
        watch = ToneWatch(rate=CLOCK_RATE, frequency=order.values["frequency"])
        position = max(recording.stat().st_size if recording.exists() else 0, WAV_HEADER)
        self._listening.append(Listening(order=order, recording=recording, watch=watch, position=position))

    def do_close(self) -> None:
        """Leave politely: end calls, take the registration back."""
        for call in self._calls.values():
            if call.isActive():
                call.hangup(pj.CallOpParam())
        if self.account.getInfo().regIsActive:
            self.account.setRegistration(False)


def serve(wire: Wire, orders: int) -> None:
    """Obey what comes on file descriptor `orders` until it closes."""
    phone: SoftPhone | None = None
    while True:
        if select.select([orders], [], [], 0 if phone else None)[0]:
            received = os.read(orders, 65536)
            if not received:
                return
            for order in wire.orders(received):
                phone = _opened(wire, order) if phone is None else phone
                wire.done(order) if order.order == "open" else phone.obey(order)
        if phone:
            phone.turn()


def _opened(wire: Wire, order: Order) -> SoftPhone:
    try:
        return SoftPhone(Opening.read(order.values), wire)
    except (pj.Error, ValueError) as fault:
        wire.fault(order, getattr(fault, "reason", "") or str(fault))
        raise


if __name__ == "__main__":
    serve(Wire(), sys.stdin.fileno())
    os._exit(0)  # the stack's own end may wait for the network; whoever steered this phone is gone
