"""What the clerk puts right on one member's row, between two rosters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import MASK, Change
from shared.clock import local_day
from shared.domain import id_number, telephone
from shared.domain.id_number import Sex
from shared.errors import ConflictError, InvalidError, NotFoundError
from shared.vault import vault_of
from station.actions.profile import tell_profile
from station.domain import cell
from station.domain.word import LONGEST
from station.models.audit import log
from station.models.member import Member, member_by_digest
from station.models.search import index_member
from station.models.station_state import lock_station
from station.models.volunteer import volunteer_of

LONGEST_PHONE = 40


@dataclass(frozen=True)
class MemberDetail:
    """What is to change; None leaves it. Number, telephone and joining date never leave here."""

    name: str | None = None
    sex: Sex | None = None
    post: str | None = None
    phone: str | None = field(default=None, repr=False)
    joined_party_on: date | None = field(default=None, repr=False)
    id_number: str | None = field(default=None, repr=False)


def edit_member(
    session: Session, actor: Actor, now: datetime, member_id: UUID, detail: MemberDetail
) -> Member:
    """Puts a row right; of an approved volunteer the center learns name, sex, post, year of birth.

    Another ID number is a line of its own in the log; the digest that the center holds stays that
    of the form it decided on.
    """
    lock_station(session)
    member = session.get(Member, member_id, with_for_update=True)
    if member is None:
        raise NotFoundError("member.unknown")
    before, after = {}, {}
    for name, value in _values(detail, local_day(now)).items():
        if getattr(member, name) != value:
            before[name], after[name] = getattr(member, name), value
            setattr(member, name, value)
    corrected = _correct_number(session, member, detail.id_number, local_day(now))
    if after or corrected:
        session.flush()
        for change in _lines(member, before, after, corrected):
            log(session, actor, now, change)
        _follow(session, (actor, now), member)
    return member


def _correct_number(session: Session, member: Member, typed: str | None, today: date) -> bool:
    """Number, day of birth and both digests together; whether it is another number."""
    if typed is None:
        return False
    number, vault = id_number.check(typed, today), vault_of(session)
    if number == member.id_number:
        return False
    digest = vault.search_digest(number)
    other = member_by_digest(session, digest)
    if other is not None:
        raise ConflictError("member.number_taken", name=other.name, field="id_number")
    member.id_number, member.search_digest = number, digest
    member.duplicate_digest = vault.duplicate_digest(number)
    member.birth_date = id_number.birth_date(number).isoformat()
    return True


def _lines(
    member: Member, before: dict[str, Any], after: dict[str, Any], corrected: bool
) -> Iterator[Change]:
    subject = f"member:{member.id}"
    if after:
        yield Change("member.edited", subject, _masked(before), _masked(after))
    if corrected:
        yield Change("member.number_corrected", subject)


def _follow(session: Session, who: tuple[Actor, datetime], member: Member) -> None:
    """Whoever registered is called as on the roster, is found so, and the center is told."""
    volunteer = volunteer_of(session, member.id)
    if volunteer is not None:
        volunteer.name = member.name
    index_member(session, member)
    if volunteer is not None:
        tell_profile(session, who, volunteer)


def _masked(values: dict[str, Any]) -> dict[str, Any]:
    return {name: MASK if name == "name" else value for name, value in values.items()}


def _values(detail: MemberDetail, today: date) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if detail.name is not None:
        found["name"] = cell.name(detail.name)
        if not found["name"]:
            raise InvalidError("member.no_name", field="name")
    if detail.sex is not None:
        found["sex"] = str(detail.sex)
    if detail.post is not None:
        found["post"] = cell.text(detail.post)[:LONGEST]
    if detail.phone is not None:
        telephone.check(detail.phone)
        found["phone"] = cell.word(detail.phone)[:LONGEST_PHONE]
    if detail.joined_party_on is not None:
        if detail.joined_party_on > today:
            raise InvalidError("member.joins_in_future", field="joined_party_on")
        found["joined_party_on"] = detail.joined_party_on.isoformat()
    return found
