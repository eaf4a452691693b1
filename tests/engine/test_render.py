"""Rendered files, compared whole. After a wanted change: `GOLDEN=write pytest tests/engine/test_render.py`."""

import json
import os
import re
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.base.configuration import Configuration
from cordboard.engine.names import CompanyKey, EndpointKey
from cordboard.engine.render.company import company_render
from cordboard.engine.render.dialplan import company_plan, plan_marks, plan_read
from cordboard.engine.render.endpoint import endpoint_render
from cordboard.engine.render.node import NodeSettings, node_render
from cordboard.engine.specs import (
    Codec,
    CompanySpec,
    EndpointSpec,
    ExtensionSpec,
    MediaEncryption,
    SipDigests,
    Transport,
)
from cordboard.engine.specs.checks import ZONES
from kit.engine_syntax import configuration_read
from kit.specs import ACME, GLOBEX, company, endpoint, mailbox

pytestmark = pytest.mark.golden

GOLDEN = Path(__file__).parents[1] / "golden"
_ZONE = re.compile(r"[a-z0-9-]+ => [A-Za-z0-9/_+-]+\|")  # their list is the machine's
NODE = NodeSettings(
    configuration=Configuration(data=Path("/data")),
    modules=Path("/engine/modules"),
    skeleton="; the skeleton\n",
    ami_password="ami password",
    ari_password="ari password",
)
FILES = {str(file.path): file for file in node_render(NODE)}
KINDS = {
    "desk-phone": endpoint(encryption=MediaEncryption.OFFERED, mailboxes=(f"5501@{ACME}",)),
    "tls-phone": endpoint(encryption=MediaEncryption.REQUIRED, transports=frozenset({Transport.TLS})),
    "browser": endpoint(codecs=(Codec.OPUS, Codec.VP8), transports=frozenset({Transport.WSS})),
    "shared-account": endpoint(most_contacts=3, keep_alive=timedelta(seconds=30), language="fr"),
    "hostile-name": endpoint(name='Eve" <666>; #exec ${SHELL(id)}\r\n[phones]'),
}
WHOLE = company(
    ACME,
    [endpoint(ACME, "b", "102"), endpoint(ACME, "a", "101"), endpoint(ACME, "c", "101")],
    {"101": "5501", "*55": "5502"},
)


def golden(name: str, text: str) -> None:
    """The text is the one that was agreed on."""
    file = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    assert text == file.read_text()


@pytest.mark.parametrize("name", FILES)
def test_node_file(name: str) -> None:
    lines = FILES[name].text.splitlines(keepends=True)
    golden(f"node/{name}", "".join(line for line in lines if not _ZONE.match(line)))


def test_voicemail_knows_every_time_zone_a_mailbox_may_have() -> None:
    zones = [line for line in FILES["voicemail.conf"].text.splitlines() if _ZONE.match(line)]
    assert "america-port-au-prince => America/Port-au-Prince|'vm-received' ABdY 'digits/at' kM" in zones
    assert len(zones) == len(ZONES)


def test_every_node_file_is_one_that_the_engine_can_read() -> None:
    for name, file in FILES.items():
        if name not in {
            "extensions.conf",
            "voicemail.conf",
            "skeleton.conf",
            "pjsip.conf",
        }:  # these include others
            assert configuration_read(file.text) is not None


def test_passwords_stand_only_where_they_must() -> None:
    assert {name for name, file in FILES.items() if "password" in file.text.replace("password =", "")} == {
        "manager.conf",
        "ari.conf",
    }
    assert "ami password" not in repr(NODE)


@pytest.mark.parametrize("name", ["extensions.conf", "voicemail.conf"])
def test_company_file(name: str) -> None:
    golden(f"company/{name}", company_render(WHOLE).files[name])


@pytest.mark.parametrize("kind", KINDS)
def test_endpoint_rows(kind: str) -> None:
    golden(f"endpoint/{kind}.json", json.dumps(asdict(endpoint_render(KINDS[kind])), indent=1) + "\n")


def test_the_order_in_which_things_were_made_does_not_show() -> None:
    turned = CompanySpec(
        key=ACME,
        endpoints=WHOLE.endpoints[::-1],
        mailboxes=WHOLE.mailboxes[::-1],
        extensions=WHOLE.extensions[::-1],
    )
    assert company_render(turned).files == company_render(WHOLE).files
    assert company_render(turned).revision == company_render(WHOLE).revision


def test_a_company_without_anything_has_no_files() -> None:
    assert company_render(CompanySpec(key=GLOBEX)).files == {}


def test_every_change_has_a_revision_of_its_own() -> None:
    specs = [
        WHOLE,
        company(ACME, WHOLE.endpoints, {"101": "5501"}),
        company(ACME, WHOLE.endpoints[:2], {"101": "5501", "*55": "5502"}),
        company(ACME, [endpoint(name="Else"), *WHOLE.endpoints[:1]]),
    ]
    assert len({company_render(spec).revision for spec in specs}) == len(specs)


@given(st.text(), st.text())
def test_no_name_leaves_its_place(person: str, box: str) -> None:
    spec = company(ACME, [endpoint(name=person)], mailboxes=(mailbox(name=box),), extensions=())
    [(section, boxes)] = configuration_read(company_render(spec).files["voicemail.conf"])
    assert section == ACME
    assert [(name, value.count(",")) for name, value in boxes] == [("5501", 4)]
    identity = endpoint_render(spec.endpoints[0]).endpoint["callerid"]
    assert (identity[0], identity.count('"'), identity.count("<")) == ('"', 2, 1)


numbers = st.text("0123456789*#", min_size=1, max_size=6)


@given(
    st.dictionaries(numbers, st.lists(st.sampled_from("abc"), unique=True), max_size=5), st.sampled_from("ab")
)
def test_a_plan_is_read_back_as_it_was(extensions: dict[str, list[str]], company_sign: str) -> None:
    key = CompanyKey("t" + company_sign * 16)
    spec = CompanySpec(
        key=key,
        endpoints=tuple(_endpoint(key, sign) for sign in "abc"),
        extensions=tuple(
            ExtensionSpec(number=number, endpoints=tuple(EndpointKey("e" + sign * 16) for sign in signs))
            for number, signs in extensions.items()
        ),
    )
    plan = plan_read(company_render(spec).files["extensions.conf"])
    assert plan == company_plan(spec)
    assert len(list(plan_marks(plan))) == 1
    assert all(str(key) in place.context for place in plan)


def _endpoint(key: CompanyKey, sign: str) -> EndpointSpec:
    return endpoint(key, sign, digests=SipDigests(md5="0" * 32, sha256="0" * 64))
