"""Accounts, tokens and counted attempts of a center."""

from __future__ import annotations

from center.database import Base
from center.domain.permission import ROLES
from center.models.audit import Audit
from shared.account import AccountMixin, AttemptMixin, TokenMixin
from shared.sign_in import Accounts


class Account(AccountMixin, Base):
    """A person who signs in here."""


class Token(TokenMixin, Base):
    """A session or API token of an account."""


class Attempt(AttemptMixin, Base):
    """How often something limited was tried."""


ACCOUNTS = Accounts(Account, Token, Attempt, Audit, ROLES)
