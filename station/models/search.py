"""By what people are found: names as they are read, card numbers, the number's last four places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    Select,
    String,
    Subquery,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared import reading
from shared.domain import id_number
from shared.domain.card import Status
from shared.vault import vault_of
from station.database import Base
from station.models.card import Card
from station.models.member import Member, MemberStay
from station.models.volunteer import Volunteer

LAST = "\U0010ffff"
AT_ONCE = 500
_FOUR = re.compile("[0-9]{3}[0-9x]")
_WHOLE = re.compile("[0-9]{17}[0-9x]")
_TOKEN = String(reading.LONGEST).with_variant(String(reading.LONGEST, collation="C"), "postgresql")


class MemberToken(Base):
    """A beginning by which a member is found; of the ID number a keyed digest, after `#`."""

    __tablename__ = "member_token"

    token: Mapped[str] = mapped_column(_TOKEN, primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)


@dataclass(frozen=True)
class Found:
    """A person as the search box shows one; `card` is the valid one's number."""

    member: UUID
    name: str
    last_four: str
    post: str
    on_roster: bool
    volunteer: UUID | None = None
    status: str | None = None
    card: str | None = None


def index_member(session: Session, member: Member) -> None:
    """Writes by what a member is found, anew: call it wherever name, number or cards change."""
    session.flush()
    session.execute(delete(MemberToken).where(MemberToken.member_id == member.id))
    held = select(Card.number).join(Volunteer, Volunteer.id == Card.volunteer_id)
    found = set(reading.tokens(member.name)) | {_last_four(session, member.id_number[-4:])}
    for number in session.scalars(held.where(Volunteer.member_id == member.id)):
        found |= set(_of_card(number))
    rows = [{"token": token, "member_id": member.id} for token in sorted(found)]
    session.execute(insert(MemberToken), rows)


def index_members(session: Session) -> int:
    """All of them, anew; how many there are."""
    ids = session.scalars(select(Member.id).order_by(Member.id)).all()
    for start in range(0, len(ids), AT_ONCE):
        some = select(Member).where(Member.id.in_(ids[start : start + AT_ONCE]))
        for member in session.scalars(some).all():
            index_member(session, member)
    return len(ids)


def search_people(session: Session, typed: str, limit: int = 20) -> list[Found]:
    """Whoever is found by what was typed, whole words first, then by name; two queries."""
    typed_key = reading.key(typed)
    if not typed_key:
        return []
    hits = _hits(session, typed_key)
    stays = select(MemberStay.id).where(MemberStay.member_id == Member.id)
    query = (
        select(Member, Volunteer, stays.where(MemberStay.last_day.is_(None)).exists())
        .join(hits, hits.c.member_id == Member.id)
        .outerjoin(
            Volunteer, and_(Volunteer.member_id == Member.id, Volunteer.superseded_by.is_(None))
        )
        .order_by(hits.c.rank, Member.name, Member.id)
        .limit(limit)
    )
    rows = session.execute(query).all()
    cards = _cards(session, {volunteer.id for _, volunteer, _ in rows if volunteer})
    return [_found(member, volunteer, on_it, cards) for member, volunteer, on_it in rows]


def _found(
    member: Member, volunteer: Volunteer | None, on_roster: bool, cards: dict[UUID, str]
) -> Found:
    found = Found(member.id, member.name, member.last_four, member.post, on_roster)
    if volunteer is None:
        return found
    own = {"volunteer": volunteer.id, "status": volunteer.status, "card": cards.get(volunteer.id)}
    return Found(**{**vars(found), **own})


def _hits(session: Session, typed: str) -> Subquery:
    """Members with the rank of their best token: 0 is the whole of what was typed."""
    wanted = and_(MemberToken.token >= typed, MemberToken.token < typed + LAST)
    exact = {typed}
    if _FOUR.fullmatch(typed):
        exact.add(_last_four(session, typed.upper()))
        wanted = or_(wanted, MemberToken.token.in_(exact))
    rank = case((MemberToken.token.in_(exact), 0), else_=1)
    found: Select[UUID, int] = select(MemberToken.member_id, rank.label("rank")).where(wanted)
    if _WHOLE.fullmatch(typed):
        digest = vault_of(session).search_digest(id_number.normalise(typed))
        found = select(Member.id.label("member_id"), literal(0).label("rank")).where(
            Member.search_digest == digest
        )
    every = found.subquery()
    return (
        select(every.c.member_id, func.min(every.c.rank).label("rank"))
        .group_by(every.c.member_id)
        .subquery()
    )


def _cards(session: Session, volunteers: set[UUID]) -> dict[UUID, str]:
    query = select(Card.volunteer_id, Card.number).where(
        Card.volunteer_id.in_(volunteers), Card.status == Status.VALID
    )
    return {volunteer: number for volunteer, number in session.execute(query)}


def _last_four(session: Session, four: str) -> str:
    return "#" + vault_of(session).search_digest(f"last four {four}")


def _of_card(number: str) -> Iterator[str]:
    """The whole number, and its running part with and without leading zeros."""
    yield reading.key(number)
    running = reading.key(number.rpartition("-")[2])
    yield running
    yield running.lstrip("0") or running
