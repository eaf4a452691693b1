"""A company's dialplan: `companies/<key>/extensions.conf`: busy lamps, and whom to ring when the call server is silent.

How to ring is in the skeleton (`asterisk/skeleton/extensions.conf`); here is only which phones and which box. One
extension is named by the content of the file, no phone can dial it: where it is found, the engine runs this very file.
"""

from hashlib import sha256

from cordboard.engine.escape import Expression, word
from cordboard.engine.names import company_folder, devices, fallback_context, hints_context
from cordboard.engine.render.file import ConfigFile
from cordboard.engine.render.writer import ConfigWriter
from cordboard.engine.specs import CompanySpec, ExtensionSpec


def dialplan_render(spec: CompanySpec) -> ConfigFile:
    """The company's extensions in number order; an extension without phone and box is unknown to the engine."""
    text = _render(spec, mark="")
    marked = _render(spec, mark=dialplan_mark(text))
    return ConfigFile(path=company_folder(spec.key) / "extensions.conf", text=marked)


def dialplan_mark(text: str) -> str:
    """The extension that stands for a text."""
    return f"revision-{sha256(text.encode()).hexdigest()[:12]}"


def _render(spec: CompanySpec, *, mark: str) -> str:
    extensions = sorted(spec.extensions, key=lambda extension: (len(extension.number), extension.number))
    writer = ConfigWriter().section(fallback_context(spec.key))
    for extension in extensions:
        if extension.endpoints or extension.mailbox:
            _fallback(writer, extension)
    if mark:
        writer.step(mark, 1, "Hangup", "1")
    writer.section(hints_context(spec.key))
    for extension in extensions:
        if extension.endpoints:
            writer.hint(extension.number, devices(extension.endpoints))
    return writer.text


def _fallback(writer: ConfigWriter, extension: ExtensionSpec) -> None:
    """One step that tells the skeleton what to ring and where to take a message."""
    given = f"1({word(devices(extension.endpoints))},{word(extension.mailbox or '')})"
    writer.step(extension.number, 1, "Gosub", "fallback", "s", Expression(given))
