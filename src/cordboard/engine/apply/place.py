"""What lies on a node of a company, and putting it there. The running engine is not told: see `engine.apply.company`."""

from collections.abc import Collection
from pathlib import Path

from cordboard.base.configuration import Configuration
from cordboard.engine.apply.endpoints import (
    ProjectionChange,
    companies_projected,
    endpoints_projected,
    rows_project,
)
from cordboard.engine.apply.files import file_write
from cordboard.engine.names import CompanyKey, company_folder, company_key
from cordboard.engine.render.company import FILES, CompanyState


def endpoints_file(configuration: Configuration) -> Path:
    """The projection of a node."""
    return configuration.data / "asterisk" / "endpoints.sqlite3"


def company_path(configuration: Configuration, company: CompanyKey) -> Path:
    """The folder of a company's rendered files."""
    return configuration.data / "asterisk" / "etc" / company_folder(company)


def company_read(*, configuration: Configuration, company: CompanyKey) -> CompanyState:
    """What lies on the node of a company."""
    folder = company_path(configuration, company)
    return CompanyState(
        company=company,
        files={name: (folder / name).read_text() for name in FILES if (folder / name).exists()},
        endpoints=endpoints_projected(file=endpoints_file(configuration), company=company),
    )


def company_place(
    *, configuration: Configuration, state: CompanyState, but: Collection[str] = ()
) -> ProjectionChange:
    """The state lies on the node: each file swapped whole, the endpoints, `but` these, in one transaction."""
    folder = company_path(configuration, state.company)
    for name in FILES:
        if name in state.files:
            file_write(folder / name, state.files[name])
        else:
            (folder / name).unlink(missing_ok=True)
    if folder.exists() and not any(folder.iterdir()):
        folder.rmdir()
    wanted = {key: rows for key, rows in state.endpoints.items() if key not in but}
    return rows_project(file=endpoints_file(configuration), company=state.company, wanted=wanted)


def companies_placed(*, configuration: Configuration) -> frozenset[CompanyKey]:
    """Companies of which anything lies on the node; none on one that was not prepared yet."""
    folders = (configuration.data / "asterisk" / "etc" / "companies").glob("t*/")
    file = endpoints_file(configuration)
    projected = companies_projected(file=file) if file.exists() else frozenset()
    return projected | {company_key(folder.name) for folder in folders}
