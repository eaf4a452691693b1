"""The engine's configuration syntax read by its own rules, to hold our writer against. Source: Asterisk 22, main/config.c."""

Parsed = list[tuple[str, list[tuple[str, str]]]]


def configuration_read(text: str) -> Parsed:
    """Sections with their options in order. Raises AssertionError for a line that is neither, or a directive."""
    sections: Parsed = []
    for line in text.split("\n"):
        _line_read(_uncommented(line).strip(), sections)
    return sections


def _line_read(line: str, sections: Parsed) -> None:
    if not line:
        return
    assert not line.startswith("#"), f"a directive: {line!r}"
    if line.startswith("["):
        assert line.endswith("]"), f"a section with something behind it: {line!r}"
        sections.append((line[1:-1], []))
        return
    assert sections, f"an option outside a section: {line!r}"
    name, sign, value = line.partition("=")
    assert sign, f"no option: {line!r}"
    sections[-1][1].append((name.strip(), value.removeprefix(">").strip()))


def _uncommented(line: str) -> str:
    """The line up to its comment; a backslash before a semicolon goes, and the semicolon stays."""
    kept = ""
    for place, sign in enumerate(line):
        if sign != ";":
            kept += sign
        elif place and line[place - 1] == "\\":
            kept = f"{kept[:-1]};"
        else:
            assert not line[place:].startswith(";--"), "a comment over several lines"
            return kept
    return kept
