"""Accounts, tokens, attempts, drafts and saved filters; whose account is a volunteer's."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from shared.account import AccountMixin, AttemptMixin, TokenMixin
from shared.draft import DraftMixin, SavedFilterMixin
from shared.sign_in import Accounts
from station.database import Base
from station.domain.permission import AT_COUNTER, HEAD, ROLES
from station.models.audit import Audit
from station.models.volunteer import Volunteer


class Account(AccountMixin, Base):
    """A person who signs in here; `volunteer_id` once linked to whom they are as a volunteer."""

    volunteer_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"), index=True)


class Token(TokenMixin, Base):
    """A session or API token of an account."""


class Attempt(AttemptMixin, Base):
    """How often something limited was tried."""


class Draft(DraftMixin, Base):
    """What somebody typed and didn't send yet."""


class SavedFilter(SavedFilterMixin, Base):
    """A list's filter under somebody's name for it."""


ACCOUNTS = Accounts(
    Account, Token, Attempt, Audit, Draft, SavedFilter, ROLES, frozenset({HEAD}), AT_COUNTER
)


def volunteer_of_account(session: Session, account_id: UUID) -> Volunteer | None:
    """The one volunteer who signs in by an account: after a transfer, the row now in force."""
    linked = aliased(Volunteer)
    query = (
        select(Volunteer)
        .join(linked, linked.member_id == Volunteer.member_id)
        .join(Account, Account.volunteer_id == linked.id)
        .where(Account.id == account_id, Volunteer.superseded_by.is_(None))
    )
    return session.scalar(query)


def accounts_of(session: Session, volunteer_id: UUID) -> list[Account]:
    """The accounts linked to a volunteer, the oldest first."""
    query = select(Account).filter_by(volunteer_id=volunteer_id)
    return list(session.scalars(query.order_by(Account.id)))
