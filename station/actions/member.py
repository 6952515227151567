"""The roster of party members: compared with a new one, written, kept with its days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain import id_number
from shared.federation.outbox import this_node
from shared.vault import vault_of
from station.actions.profile import tell_profile
from station.domain import roster
from station.models.audit import log
from station.models.federation import TABLES
from station.models.member import (
    Member,
    MemberStay,
    has_roster,
    member_by_digest,
    open_stay,
)
from station.models.member import roster as members_listed
from station.models.search import index_member
from station.models.volunteer import volunteer_of

STILL_ON = MemberStay.last_day.is_(None)


@dataclass(frozen=True)
class Numbers:
    """How many a roster took in, let go and changed."""

    joined: int
    left: int
    changed: int


def todays_roster(session: Session, today: date) -> list[roster.Member]:
    """The roster as rows of a workbook would give it, without remarks."""
    return [_as_row(member) for member in members_listed(session, today)]


def changes(session: Session, new: Iterable[roster.Member], today: date) -> roster.Changes:
    """Joined, left and changed against today's roster; remarks don't count."""
    return roster.compare(todays_roster(session, today), [replace(row, remark="") for row in new])


def write_roster(
    session: Session, actor: Actor, now: datetime, new: Iterable[roster.Member]
) -> Numbers:
    """Makes a roster the one in force from today on.

    A station's first roster counts from the day it opened; whoever left was on it until yesterday.
    """
    today = local_day(now)
    found = changes(session, new, today)
    first_day = _first_day(session, today)
    for row in found.joined:
        _begin_stay(session, keep_row(session, row), first_day)
    for row in found.left:
        _end_stay(session, row, today)
    for _, row in found.changed:
        volunteer = volunteer_of(session, keep_row(session, row).id)
        if volunteer is not None:
            tell_profile(session, (actor, now), volunteer)
    numbers = Numbers(len(found.joined), len(found.left), len(found.changed))
    change = Change("roster.written", "roster", None, vars(numbers))
    log(session, actor, now, change)
    return numbers


def keep_member(session: Session, row: roster.Member, first_day: date) -> Member:
    """Whoever came by another way than a roster: on it from that day, unless there already."""
    member = member_by_digest(session, vault_of(session).search_digest(row.id_number))
    if member is not None and open_stay(session, member.id) is not None:
        return member
    member = keep_row(session, row)
    _begin_stay(session, member, first_day)
    return member


def _first_day(session: Session, today: date) -> date:
    opened = this_node(session, TABLES).opened_on
    return min(opened or today, today) if not has_roster(session) else today


def keep_row(session: Session, row: roster.Member) -> Member:
    """Writes a row as it is, of whoever has this number, on the roster or not."""
    vault = vault_of(session)
    digest = vault.search_digest(row.id_number)
    member = member_by_digest(session, digest) or Member(search_digest=digest)
    member.name, member.post, member.phone = row.name, row.post, row.phone
    member.sex = str(row.sex or "")
    member.id_number = row.id_number
    member.joined_party_on = row.joined.isoformat() if row.joined else ""
    member.birth_date = id_number.birth_date(row.id_number).isoformat()
    member.duplicate_digest = vault.duplicate_digest(row.id_number)
    session.add(member)
    session.flush()
    volunteer = volunteer_of(session, member.id)
    if volunteer is not None:
        volunteer.name = member.name
    index_member(session, member)
    return member


def _begin_stay(session: Session, member: Member, day: date) -> None:
    """Whoever left yesterday and is back today never left."""
    yesterday = day - timedelta(days=1)
    ended = select(MemberStay).filter_by(member_id=member.id, last_day=yesterday)
    stay = session.scalar(ended)
    if stay is not None:
        stay.last_day = None
    else:
        session.add(MemberStay(member_id=member.id, first_day=day))
    session.flush()


def _end_stay(session: Session, row: roster.Member, today: date) -> None:
    digest = vault_of(session).search_digest(row.id_number)
    query = select(MemberStay).join(Member, Member.id == MemberStay.member_id)
    for stay in session.scalars(query.filter(Member.search_digest == digest, STILL_ON)):
        if stay.first_day >= today:
            session.delete(stay)
        else:
            stay.last_day = today - timedelta(days=1)
    session.flush()


def _as_row(member: Member) -> roster.Member:
    return roster.Member(
        name=member.name,
        id_number=member.id_number,
        sex=id_number.Sex(member.sex) if member.sex else None,
        joined=date.fromisoformat(member.joined_party_on) if member.joined_party_on else None,
        post=member.post,
        phone=member.phone,
    )
