"""A company's whole share of the engine, rendered: what lies on the node when it is as the spec says."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from cordboard.engine.names import CompanyKey
from cordboard.engine.render.dialplan import dialplan_render
from cordboard.engine.render.endpoint import EndpointRows, endpoints_render
from cordboard.engine.render.file import ConfigFile
from cordboard.engine.render.trunk import lines_render, trunks_render
from cordboard.engine.render.voicemail import voicemail_render
from cordboard.engine.specs import CompanySpec

FILES = ("extensions.conf", "voicemail.conf", "pjsip.conf")  # of a company, in its folder


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyState:
    """What lies on a node, or should lie there, of one company: texts by file name, rows by endpoint."""

    company: CompanyKey
    files: Mapping[str, str]
    endpoints: Mapping[str, EndpointRows]

    @property
    def revision(self) -> str:
        """A name for exactly this state; the same everywhere and always."""
        endpoints = [
            (key, rows.endpoint, rows.auth, rows.aor) for key, rows in sorted(self.endpoints.items())
        ]
        return sha256(repr((sorted(self.files.items()), endpoints)).encode()).hexdigest()[:12]


def company_render(spec: CompanySpec) -> CompanyState:
    """The state that the spec describes. A company without anything has no files."""
    return CompanyState(
        company=spec.key,
        files={file.path.name: file.text for file in _files(spec)},
        endpoints=endpoints_render(spec.endpoints) | trunks_render(spec.trunks),
    )


def _files(spec: CompanySpec) -> tuple[ConfigFile, ...]:
    if not (spec.endpoints or spec.mailboxes or spec.extensions or spec.trunks):
        return ()
    lines = (lines_render(spec),) if spec.trunks else ()
    return dialplan_render(spec), voicemail_render(spec), *lines
