"""Requests to the REST interface. Source: Asterisk 22 documentation, "Asterisk REST Interface (ARI)"."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from cordboard.engine.errors import EngineRefused, EngineUnreachable, fault_reason

KEPT_OPEN = 10.0  # seconds; the engine closes an idle connection after 15
MOST_CONNECTIONS = 20

Value = str | int | bool
ANSWERED_NOTHING: dict[str, Any] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class RestAccount:
    """Where the REST interface listens and who signs in there."""

    host: str = "127.0.0.1"
    port: int
    user: str
    secret: str = field(repr=False)
    deadline: timedelta = timedelta(seconds=5)  # for each answer

    @property
    def address(self) -> str:
        """Host and port, as errors name them."""
        return f"{self.host}:{self.port}"

    @property
    def authorization(self) -> str:
        """The header that signs in; never part of an address, which logs would keep."""
        return "Basic " + base64.b64encode(f"{self.user}:{self.secret}".encode()).decode()


class RestConnection:
    """Asks the engine; used as `async with RestConnection(account) as rest`."""

    def __init__(self, account: RestAccount) -> None:
        self.account = account
        self._client = httpx.AsyncClient(
            base_url=f"http://{account.address}/ari",
            headers={"Authorization": account.authorization},
            timeout=account.deadline.total_seconds(),
            limits=httpx.Limits(max_connections=MOST_CONNECTIONS, keepalive_expiry=KEPT_OPEN),
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def get(self, *path: str) -> Any:
        """What the engine holds at a path. Raises EngineRefused when there is no such thing."""
        return await self.ask("GET", path)

    async def post(self, *path: str, variables: Mapping[str, str] | None = None, **options: Value) -> Any:
        """Something was made or done."""
        return await self.ask("POST", path, options=options, variables=variables)

    async def delete(self, *path: str, **options: Value) -> None:
        """It is there no more, whether or not it was before."""
        try:
            await self.ask("DELETE", path, options=options)
        except EngineRefused as refused:
            if not refused.reason.startswith("404"):
                raise

    async def ask(
        self,
        method: str,
        path: tuple[str, ...],
        *,
        options: Mapping[str, Value] | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> Any:
        """The engine's answer. Raises EngineRefused, or EngineUnreachable when the outcome is unknown."""
        address = "/".join(quote(part, safe="") for part in path)
        body = {"variables": dict(variables)} if variables else None
        try:
            answer = await self._client.request(method, address, params=_plain(options or {}), json=body)
        except httpx.HTTPError as fault:
            raise EngineUnreachable(address=self.account.address, reason=fault_reason(fault)) from fault
        if answer.is_error:
            raise EngineRefused(action=f"{method} {address}", reason=_reason(answer))
        return answer.json() if answer.content else ANSWERED_NOTHING


def _plain(options: Mapping[str, Value]) -> dict[str, str]:
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in options.items()
    }


def _reason(answer: httpx.Response) -> str:
    try:
        told = answer.json()
    except ValueError:
        told = {}
    words = told.get("message") or told.get("error") or answer.reason_phrase if isinstance(told, dict) else ""
    return f"{answer.status_code} {words}"
