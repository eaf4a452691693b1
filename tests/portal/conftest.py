"""What portal tests share. Rooms are imported inside fixtures: this file is read before Django is set up."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from cordboard.accounts.types import PersonSummary
    from kit.companies import TwoCompanies

SignIn = Callable[["PersonSummary"], Client]


@pytest.fixture
def two_companies(db: None) -> "TwoCompanies":
    """Two resellers, a company each, extensions 101 (administrator) and 102 (user) in both."""
    from kit.companies import companies_make

    return companies_make()


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """A browser in which someone is signed in."""
    from django.contrib.auth import get_user_model

    def signed_in(person: "PersonSummary") -> Client:
        client = Client()
        client.force_login(get_user_model().objects.get(pk=person.id))
        return client

    return signed_in
