"""Accounts, tokens and counted attempts of a station."""

from __future__ import annotations

from shared.account import AccountMixin, AttemptMixin, TokenMixin
from shared.sign_in import Accounts
from station.database import Base
from station.domain.permission import HEAD, ROLES
from station.models.audit import Audit


class Account(AccountMixin, Base):
    """A person who signs in here."""


class Token(TokenMixin, Base):
    """A session or API token of an account."""


class Attempt(AttemptMixin, Base):
    """How often something limited was tried."""


ACCOUNTS = Accounts(Account, Token, Attempt, Audit, ROLES, frozenset({HEAD}))
