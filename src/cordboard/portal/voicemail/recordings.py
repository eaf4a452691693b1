"""A recording on its way to a browser, whole or the part it asks for. Source: RFC 9110 section 14."""

import re
from dataclasses import dataclass
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse

PARTIAL, UNSATISFIABLE = 206, 416
_RANGE = re.compile(r"bytes=(?P<first>[0-9]{0,15})-(?P<last>[0-9]{0,15})")


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from `first` to `last`, both included."""

    first: int
    last: int


def recording_response(
    request: HttpRequest, recording: BinaryIO, *, mark: str, name: str, download: bool
) -> HttpResponse:
    """The recording, or the part of it that was asked for. `mark` stands for this very recording, which never changes."""
    size = recording.seek(0, 2)
    entity = f'"{mark}"'
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", entity) != entity:
        asked = ""  # the browser holds a part of another recording: it gets this one whole
    span = span_asked(asked, size=size)
    if span is None and _RANGE.fullmatch(asked):
        return HttpResponse(status=UNSATISFIABLE, headers={"Content-Range": f"bytes */{size}"})
    response = _part(recording, span, size) if span else _whole(recording)
    response["Content-Disposition"] = f'{"attachment" if download else "inline"}; filename="{name}"'
    response["Accept-Ranges"], response["ETag"] = "bytes", entity
    response["Cache-Control"] = "private, no-store"
    return response


def span_asked(asked: str, *, size: int) -> Span | None:
    """The one range in a Range header; None when there is none, or none that lies within the size.

    Several ranges at once, and units other than bytes, are answered as if nothing had been asked.
    """
    parts = _RANGE.fullmatch(asked)
    if parts is None or not (parts["first"] or parts["last"]):
        return None
    if not parts["first"]:
        first, last = max(0, size - int(parts["last"])), size - 1
    else:
        first, last = int(parts["first"]), min(int(parts["last"] or size), size - 1)
    return Span(first, last) if first <= last else None


def _whole(recording: BinaryIO) -> HttpResponse:
    recording.seek(0)
    return HttpResponse(recording.read(), content_type="audio/wav")


def _part(recording: BinaryIO, span: Span, size: int) -> HttpResponse:
    recording.seek(span.first)
    content = recording.read(span.last - span.first + 1)
    headers = {"Content-Range": f"bytes {span.first}-{span.last}/{size}"}
    return HttpResponse(content, content_type="audio/wav", status=PARTIAL, headers=headers)
