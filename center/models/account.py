"""Accounts, tokens, counted attempts, drafts and saved filters of a center."""

from __future__ import annotations

from center.database import Base
from center.domain.permission import ROLES
from center.models.audit import Audit
from shared.account import AccountMixin, AttemptMixin, TokenMixin
from shared.draft import DraftMixin, SavedFilterMixin
from shared.sign_in import Accounts


class Account(AccountMixin, Base):
    """A person who signs in here."""


class Token(TokenMixin, Base):
    """A session or API token of an account."""


class Attempt(AttemptMixin, Base):
    """How often something limited was tried."""


class Draft(DraftMixin, Base):
    """What somebody typed and didn't send yet."""


class SavedFilter(SavedFilterMixin, Base):
    """A list's filter under somebody's name for it."""


ACCOUNTS = Accounts(Account, Token, Attempt, Audit, Draft, SavedFilter, ROLES)
