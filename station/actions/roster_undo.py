"""A roster taken back: everybody stands as before it, where nothing rests on it by now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.domain.id_number import Sex
from shared.domain.month import Month
from shared.errors import ConflictError
from shared.vault import vault_of
from station.actions.member import keep_row
from station.actions.profile import tell_profile
from station.domain import roster
from station.domain.roster_undo import State, Stays, Undo
from station.models.member import Member, MemberStay
from station.models.month_report import MonthReport
from station.models.registration import Registration
from station.models.search import MemberToken
from station.models.tally_version import TallyVersion
from station.models.volunteer import Volunteer, volunteer_of
from station.models.workbook_import import Kind, Status, WorkbookImport

ROW = ("name", "sex", "id_number", "phone", "joined_party_on", "post")
AT_ONCE = 500


def snapshot(session: Session, digests: Iterable[str]) -> dict[str, State]:
    """How these members stand now, by the digest of their number; nobody is a state too."""
    found = {digest: State() for digest in digests}
    for some in _portions(sorted(found)):
        members = session.scalars(select(Member).where(Member.search_digest.in_(some))).all()
        stays = _stays(session, [member.id for member in members])
        for member in members:
            row = {name: getattr(member, name) for name in ROW}
            found[member.search_digest] = State(row, stays.get(member.id, ()))
    return found


def touched(session: Session, changes: roster.Changes) -> list[str]:
    """The digests of whoever joined, left or changed."""
    people = [*changes.joined, *changes.left, *(now for _, now in changes.changed)]
    return [vault_of(session).search_digest(one.id_number) for one in people]


def take_back_roster(
    session: Session, who: tuple[Actor, datetime], kept: WorkbookImport
) -> dict[str, int]:
    """Makes everybody stand as before, and says how many had joined, left and changed."""
    if kept.undo is None:
        raise ConflictError("workbook_import.not_kept")
    undo = Undo.from_json(kept.undo.decode())
    _check(session, kept, undo)
    for digest, state in undo.before.items():
        member = session.scalars(select(Member).filter_by(search_digest=digest)).one()
        session.execute(delete(MemberStay).where(MemberStay.member_id == member.id))
        if state.row is None:
            session.execute(delete(MemberToken).where(MemberToken.member_id == member.id))
            session.execute(delete(Member).where(Member.id == member.id))
        else:
            _restore(session, who, member, state)
    return dict(Counter(str(undo.kind(digest)) for digest in undo.before))


def _check(session: Session, kept: WorkbookImport, undo: Undo) -> None:
    later = select(WorkbookImport.id).where(
        WorkbookImport.kind == Kind.ROSTER,
        WorkbookImport.status == Status.WRITTEN,
        tuple_(WorkbookImport.written_at, WorkbookImport.id) > (kept.written_at, kept.id),
    )
    if session.scalars(later.limit(1)).first() is not None:
        raise ConflictError("workbook_import.later_roster")
    now = snapshot(session, undo.after)
    changed = sum(now[digest] != state for digest, state in undo.after.items())
    if changed:
        raise ConflictError("workbook_import.changed_since", count=changed)
    registered = _registered_since(session, kept, undo.joined())
    if registered:
        raise ConflictError("workbook_import.registered_since", count=registered)
    month = _reported_since(session, kept, undo.since())
    if month is not None:
        raise ConflictError("workbook_import.reported", month=month)


def _registered_since(session: Session, kept: WorkbookImport, digests: Sequence[str]) -> int:
    query = (
        select(func.count(Member.id.distinct()))
        .join(Volunteer, Volunteer.member_id == Member.id)
        .join(Registration, Registration.volunteer_id == Volunteer.id)
        .where(Registration.entered_at >= kept.written_at)
    )
    portions = _portions(digests)
    return sum(session.scalar(query.where(Member.search_digest.in_(p))) or 0 for p in portions)


def _reported_since(session: Session, kept: WorkbookImport, since: date | None) -> str | None:
    """A month that was signed with this roster: its table counts the members of its last day."""
    if since is None:
        return None
    signed = (
        select(MonthReport.month)
        .join(TallyVersion, TallyVersion.report_id == MonthReport.id)
        .where(TallyVersion.sealed_at >= kept.written_at)
        .order_by(MonthReport.month)
    )
    months = (Month.parse(month) for month in session.scalars(signed))
    return next((str(month) for month in months if month.last_day >= since), None)


def _restore(session: Session, who: tuple[Actor, datetime], member: Member, state: State) -> None:
    for first, last in state.stays:
        session.add(MemberStay(member_id=member.id, first_day=first, last_day=last))
    keep_row(session, _as_row(state.row or {}))
    volunteer = volunteer_of(session, member.id)
    if volunteer is not None:
        tell_profile(session, who, volunteer)


def _as_row(row: Mapping[str, str]) -> roster.Member:
    joined = row["joined_party_on"]
    return roster.Member(
        name=row["name"],
        id_number=row["id_number"],
        sex=Sex(row["sex"]) if row["sex"] else None,
        joined=date.fromisoformat(joined) if joined else None,
        post=row["post"],
        phone=row["phone"],
    )


def _stays(session: Session, members: Sequence[UUID]) -> dict[UUID, Stays]:
    query = select(MemberStay).where(MemberStay.member_id.in_(members))
    found: dict[UUID, Stays] = {}
    for stay in session.scalars(query.order_by(MemberStay.first_day)):
        earlier = found.get(stay.member_id, ())
        found[stay.member_id] = (*earlier, (stay.first_day, stay.last_day))
    return found


def _portions(digests: Sequence[str]) -> Iterator[Sequence[str]]:
    return (digests[start : start + AT_ONCE] for start in range(0, len(digests), AT_ONCE))
