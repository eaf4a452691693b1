"""A full node: 10,000 phones, and still a saved phone registers within a second, and nobody else notices."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest

from cordboard.base.configuration import Configuration
from cordboard.base.ids import opaque_id
from cordboard.engine.apply.endpoints import projection_prepare
from cordboard.engine.apply.place import company_place, endpoints_file
from cordboard.engine.names import CompanyKey, EndpointKey
from cordboard.engine.render.company import company_render
from cordboard.engine.specs import Codec, CompanySpec, EndpointSpec, ExtensionSpec, SipDigests
from kit.engine import running_engine
from kit.raw_sip import RawPhone
from kit.served import phone_of, registered, serve
from kit.specs import endpoint, password_of

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]

COMPANIES, PHONES = 100, 100
AT_ONCE_S = 1.0
UNNOTICED_S = 1.0  # a registration of somebody else meanwhile
NAMES = [f"Else {number}" for number in range(24)]


def full_company() -> CompanySpec:
    key = CompanyKey(opaque_id("t"))
    digests = SipDigests.of("any", "any")
    endpoints = tuple(
        EndpointSpec(
            key=EndpointKey(opaque_id("e")), company=key, digests=digests, name=f"Person {number}", extension=str(number),
            codecs=(Codec.OPUS, Codec.G722, Codec.ALAW),
        )
        for number in range(1000, 1000 + PHONES)
    )  # fmt: skip
    extensions = tuple(ExtensionSpec(number=one.extension, endpoints=(one.key,)) for one in endpoints)
    return CompanySpec(key=key, endpoints=endpoints, extensions=extensions)


def with_phone(spec: CompanySpec, phone: EndpointSpec) -> CompanySpec:
    extension = ExtensionSpec(number=phone.extension, endpoints=(phone.key,))
    return replace(spec, endpoints=(*spec.endpoints, phone), extensions=(*spec.extensions, extension))


async def test_a_phone_is_saved_changed_and_removed_on_a_full_node(tmp_path: Path) -> None:
    specs = [full_company() for _ in range(COMPANIES)]
    _fill(tmp_path, specs)
    with running_engine(tmp_path, allowed=("Taskprocessor",)) as engine:
        last = specs[-1]
        witness_spec = endpoint(last.key, "w", "101")
        phone_spec = endpoint(last.key, "n", "102")
        with_witness = with_phone(last, witness_spec)
        await serve(engine, with_witness)
        with registered(engine, witness_spec) as witness, phone_of(engine, phone_spec) as phone:
            async with Watched(witness) as watched:
                began = time.monotonic()
                await serve(engine, with_phone(with_witness, phone_spec))
                assert phone.register().status == 200
                assert time.monotonic() - began < AT_ONCE_S

                changed = replace(phone_spec, digests=SipDigests.of(phone_spec.key, "fresh"))
                began = time.monotonic()
                await serve(engine, with_phone(with_witness, changed))
                assert phone.register().status == 401
                phone.password = "fresh"
                assert phone.register().status == 200
                assert time.monotonic() - began < AT_ONCE_S

                for name in NAMES:
                    began = time.monotonic()
                    await serve(engine, with_phone(with_witness, replace(changed, name=name)))
                    assert phone.register().status == 200
                    assert time.monotonic() - began < AT_ONCE_S
                phone.password = password_of(phone_spec.key)
                await serve(engine, with_witness)
                assert phone.register().status == 401
            assert watched.longest < UNNOTICED_S, f"another phone waited {watched.longest:.2f} s"
            assert watched.count > 10


def _fill(folder: Path, specs: list[CompanySpec]) -> None:
    """All companies lie on the node before its engine starts."""
    (folder / "asterisk").mkdir()
    configuration = Configuration(data=folder)
    projection_prepare(file=endpoints_file(configuration))
    for spec in specs:
        company_place(configuration=configuration, state=company_render(spec))


class Watched:
    """Somebody else's phone, registering over and over meanwhile."""

    def __init__(self, phone: RawPhone) -> None:
        self._phone = phone
        self._over = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.longest = 0.0
        self.count = 0

    async def __aenter__(self) -> "Watched":
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._over.set()
        if self._task:
            await self._task

    async def _watch(self) -> None:
        while not self._over.is_set():
            began = time.monotonic()
            answer = await asyncio.to_thread(self._phone.register)
            assert answer.status == 200
            self.longest = max(self.longest, time.monotonic() - began)
            self.count += 1
            await asyncio.sleep(0.02)
