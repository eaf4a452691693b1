"""What lies on a node against what should lie there."""

from dataclasses import replace
from pathlib import Path

import pytest

from cordboard.base.configuration import Configuration
from cordboard.engine.apply.drift import APPLY, Deviation, drift_find, strangers_find
from cordboard.engine.apply.endpoints import endpoints_project, projection_prepare
from cordboard.engine.apply.place import company_path, company_place, company_read, endpoints_file
from cordboard.engine.apply.unfinished import unfinished_note
from cordboard.engine.render.company import company_render
from cordboard.engine.specs import CompanySpec
from kit.specs import ACME, GLOBEX, company, endpoint

pytestmark = pytest.mark.golden

FIRST = company(ACME, [endpoint(ACME, "a", "101"), endpoint(ACME, "b", "102")], {"101": "5501"})
SECOND = company(GLOBEX, [endpoint(GLOBEX, "x", "101")])


@pytest.fixture
def configuration(tmp_path: Path) -> Configuration:
    """A node on which both companies lie."""
    made = Configuration(data=tmp_path)
    (tmp_path / "asterisk").mkdir()
    projection_prepare(file=endpoints_file(made))
    for spec in (FIRST, SECOND):
        company_place(configuration=made, state=company_render(spec))
    return made


def differences(configuration: Configuration, spec: CompanySpec) -> dict[str, Deviation]:
    return {one.name: one.deviation for one in drift_find(configuration=configuration, spec=spec)}


def test_a_node_as_it_should_be_has_no_drift(configuration: Configuration) -> None:
    assert differences(configuration, FIRST) == differences(configuration, SECOND) == {}


def test_every_kind_of_drift_is_named(configuration: Configuration) -> None:
    folder = company_path(configuration, ACME)
    (folder / "voicemail.conf").unlink()
    (folder / "extensions.conf").write_text("[phones]\nexten => _X.,1,System(id)\n")
    a, b, c = FIRST.endpoints[0], FIRST.endpoints[1], endpoint(ACME, "c", "103")
    endpoints_project(
        file=endpoints_file(configuration), company=ACME, endpoints=[replace(a, name="Else"), c]
    )
    assert differences(configuration, FIRST) == {
        a.key: Deviation.DIFFERENT,
        b.key: Deviation.MISSING,
        c.key: Deviation.SURPLUS,
        "extensions.conf": Deviation.DIFFERENT,
        "voicemail.conf": Deviation.MISSING,
    }
    assert differences(configuration, SECOND) == {}


def test_an_apply_that_was_killed_half_way_is_drift_though_all_lies_there(
    configuration: Configuration,
) -> None:
    unfinished_note(configuration=configuration, company=ACME, endpoints=[])
    assert differences(configuration, FIRST) == {APPLY: Deviation.UNFINISHED}


def test_a_company_that_nobody_knows_is_a_stranger(configuration: Configuration) -> None:
    assert strangers_find(configuration=configuration, known=[ACME, GLOBEX]) == ()
    assert strangers_find(configuration=configuration, known=[ACME]) == (GLOBEX,)


def test_what_was_placed_is_read_as_it_was(configuration: Configuration) -> None:
    state = company_read(configuration=configuration, company=ACME)
    assert state == company_render(FIRST)
    assert state.revision == company_render(FIRST).revision
