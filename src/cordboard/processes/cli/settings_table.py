"""The table of settings in docs/operate/settings.md, made from Configuration so that it can't lie."""

from cordboard.processes.cli.options import default_shown, option_name, settings

BEGIN, END = "<!-- settings: begin -->", "<!-- settings: end -->"


def settings_table() -> str:
    """The table as Markdown, one line a setting."""
    rows = [
        (
            f"`{option_name(one)}`",
            f"`CORDBOARD_{one.name.upper()}`",
            _key(one.name),
            default_shown(one),
            one.metadata["help"],
        )
        for one in settings()
    ]
    lines = ["| " + " | ".join(cell.replace("<", "\\<") for cell in row) + " |" for row in rows]
    return "\n".join(
        [
            "| option | environment | in cordboard.toml | default | what it is |",
            "|---|---|---|---|---|",
            *lines,
        ]
    )


def page_with_table(page: str) -> str:
    """The page with the table between its two marks as it should be."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{settings_table()}\n{END}{tail}"


def _key(name: str) -> str:
    return "(lies in it)" if name == "data" else f"`{name}`"
