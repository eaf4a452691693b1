"""A company's dialplan: `companies/<key>/extensions.conf`: busy lamps, and whom to ring when the call server is silent.

How to ring is in the skeleton (`asterisk/skeleton/extensions.conf`); here is only which phones and which box.
"""

from cordboard.engine.escape import Expression, word
from cordboard.engine.names import company_folder, devices, fallback_context, hints_context, mailbox_address
from cordboard.engine.render.file import ConfigFile
from cordboard.engine.render.writer import ConfigWriter
from cordboard.engine.specs import CompanySpec, ExtensionSpec


def dialplan_render(spec: CompanySpec) -> ConfigFile:
    """The company's extensions in number order; an extension without phone and box is unknown to the engine."""
    extensions = sorted(spec.extensions, key=lambda extension: (len(extension.number), extension.number))
    writer = ConfigWriter().section(fallback_context(spec.key))
    for extension in extensions:
        if extension.endpoints or extension.mailbox:
            _fallback(writer, spec, extension)
    writer.section(hints_context(spec.key))
    for extension in extensions:
        if extension.endpoints:
            writer.hint(extension.number, devices(extension.endpoints))
    return ConfigFile(path=company_folder(spec.key) / "extensions.conf", text=writer.text)


def _fallback(writer: ConfigWriter, spec: CompanySpec, extension: ExtensionSpec) -> None:
    """One step that tells the skeleton what to ring and where to take a message."""
    box = mailbox_address(extension.mailbox, spec.key) if extension.mailbox else ""
    given = f"1({word(devices(extension.endpoints))},{word(box)})"
    writer.step(extension.number, 1, "Gosub", "fallback", "s", Expression(given))
