"""What people have typed and not sent yet, kept under form and account until they send it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import String, UniqueConstraint, and_, delete, func, or_, select
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column
from uuid_utils.compat import uuid7

from shared.clock import machine_now
from shared.database import UtcDateTime
from shared.errors import InvalidError
from shared.vault import EncryptedText

LONGEST = 64 * 1024
LIFE = timedelta(days=30)
LOST_LIFE = timedelta(days=1)
MOST_LOST = 1000
Pairs = tuple[tuple[str, str], ...]


class DraftMixin:
    """One form's fields of one account, encrypted; without an account while nobody is signed in.

    `form` is the form's address; what a lost session left behind lies under a random key there.
    """

    if TYPE_CHECKING:

        def __init__(self, **values: Any) -> None: ...

    __tablename__ = "draft"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[UniqueConstraint]:
        return (UniqueConstraint("account_id", "form"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    account_id: Mapped[UUID | None]
    form: Mapped[str] = mapped_column(String(300))
    fields: Mapped[str] = mapped_column(EncryptedText)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class SavedFilterMixin:
    """A list's filter under a name of one's own: the query of its address."""

    if TYPE_CHECKING:

        def __init__(self, **values: Any) -> None: ...

    __tablename__ = "saved_filter"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[UniqueConstraint]:
        return (UniqueConstraint("account_id", "list", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    account_id: Mapped[UUID]
    list: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(1000))


@dataclass(frozen=True)
class Draft:
    """What was typed, in the form's order, and when."""

    fields: Pairs
    saved_at: datetime


def save_draft(
    session: Session, table: type[DraftMixin], account: UUID, form: str, fields: Iterable[Any]
) -> datetime:
    """Replaces the account's draft of the form; refuses more than 64 kB."""
    text, now = _text(fields), machine_now()
    drop_old(session, table, now)
    found = _locked(session, table, account, form)
    if found is None:
        session.add(table(account_id=account, form=form, fields=text, saved_at=now))
    else:
        found.fields, found.saved_at = text, now
    return now


def drop_old(session: Session, table: type[DraftMixin], now: datetime) -> None:
    """What nobody took up again: of an account after thirty days, of nobody's after one."""
    nobody = table.account_id.is_(None)
    old = or_(table.saved_at < now - LIFE, and_(nobody, table.saved_at < now - LOST_LIFE))
    session.execute(delete(table).where(old))


def draft_of(session: Session, table: type[DraftMixin], account: UUID, form: str) -> Draft | None:
    """The account's draft of the form."""
    query = select(table).where(table.account_id == account, table.form == form)
    found = session.scalar(query)
    if found is None:
        return None
    return Draft(tuple((name, value) for name, value in json.loads(found.fields)), found.saved_at)


def has_draft(session: Session, table: type[DraftMixin], account: UUID, form: str) -> bool:
    """Whether there is one, without reading what is in it."""
    query = select(table.id).where(table.account_id == account, table.form == form)
    return session.scalar(query) is not None


def drop_draft(session: Session, table: type[DraftMixin], account: UUID, form: str) -> None:
    """It was sent, or isn't wanted."""
    session.execute(delete(table).where(table.account_id == account, table.form == form))


def drop_drafts_about(session: Session, table: type[DraftMixin], things: Iterable[UUID]) -> None:
    """What anybody began to type on a page whose address names one of these."""
    for thing in things:
        session.execute(delete(table).where(table.form.contains(str(thing))))


def keep_lost(session: Session, table: type[DraftMixin], form: str, fields: Iterable[Any]) -> str:
    """Keeps for a day what came after the session had ended; gives the key to claim it by.

    Bounded: where a thousand wait already, the oldest makes room.
    """
    key, now = secrets.token_urlsafe(24), machine_now()
    nobody = table.account_id.is_(None)
    drop_old(session, table, now)
    waiting = session.scalar(select(func.count()).select_from(table).where(nobody)) or 0
    if waiting >= MOST_LOST:
        oldest = select(func.min(table.saved_at)).where(nobody).scalar_subquery()
        session.execute(delete(table).where(nobody, table.saved_at == oldest))
    session.add(table(account_id=None, form=f"{key} {form}", fields=_text(fields), saved_at=now))
    return key


def claim_lost(session: Session, table: type[DraftMixin], account: UUID, key: str) -> str | None:
    """Gives what was kept under the key to the account; the form's address, None where gone."""
    theirs = table.form.startswith(f"{key} ", autoescape=True)
    query = select(table).where(table.account_id.is_(None), theirs)
    found = session.scalar(query) if len(key) > 16 else None
    if found is None:
        return None
    form = found.form.partition(" ")[2]
    drop_draft(session, table, account, form)
    found.account_id, found.form = account, form
    return form


def _locked(
    session: Session, table: type[DraftMixin], account: UUID, form: str
) -> DraftMixin | None:
    query = select(table).where(table.account_id == account, table.form == form)
    return session.scalar(query.with_for_update())


def _text(fields: Iterable[Any]) -> str:
    text = json.dumps(list(fields), ensure_ascii=False)
    if len(text) > LONGEST:
        raise InvalidError("draft.too_long", kilobytes=LONGEST // 1024)
    return text
