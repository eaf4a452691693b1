"""The double of an account for TLS only: all that is found of it in the clear."""

import pytest

from cordboard.engine.names import NOWHERE
from cordboard.engine.render.endpoint import double_name, endpoints_render
from cordboard.engine.specs import Transport
from kit.specs import endpoint

pytestmark = pytest.mark.pure


def test_it_reaches_nothing_and_nothing_reaches_it() -> None:
    only = endpoint(transports=frozenset({Transport.TLS}))
    rows = endpoints_render([only])
    double, own = rows[double_name(only)], rows[only.key]
    assert (double.endpoint["context"], double.endpoint["subscribe_context"]) == (NOWHERE, NOWHERE)
    assert not double.is_registrable
    assert double.auth["password_digest"] != own.auth["password_digest"]
    assert own.endpoint["context"] != NOWHERE
