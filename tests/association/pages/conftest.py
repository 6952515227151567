"""The association's officers at their pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from association.models.account import ACCOUNTS
from shared.sign_in import NewAccount, add_account
from tests.association.district import OFFICER, District
from tests.reader import Reader

SignIn = Callable[[str], Reader]


@pytest.fixture
def sign_in(district: District) -> SignIn:
    """Opens the pages as a new account of a role."""

    def opened(role: str) -> Reader:
        password = f"{role}-password"
        with district.writing() as session:
            new = NewAccount(role, "刘志远", role, password, lasting=True)
            add_account(session, ACCOUNTS, OFFICER, district.now, new)
        return Reader(district.app, role, password)

    return opened


@pytest.fixture
def officer(sign_in: SignIn) -> Reader:
    """Who decides stars and sets the policy."""
    return sign_in("officer")


@pytest.fixture
def card_maker(sign_in: SignIn) -> Reader:
    """Who makes and ends cards."""
    return sign_in("card_maker")
