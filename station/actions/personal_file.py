"""Personal files: made up from a volunteer's rows here, turned into rows there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.domain import star
from shared.domain.id_number import Sex
from shared.domain.registration import Status
from shared.domain.service_record import Evaluation
from shared.domain.service_record import Status as RecordStatus
from shared.domain.transfer import Status as TransferStatus
from shared.errors import ConflictError
from shared.federation.outbox import own_name
from station.actions.member import keep_member
from station.actions.volunteer import begin_service
from station.domain.personal_file import Person, PersonalFile, YearTotal, merged
from station.domain.roster import Member as RosterMember
from station.models.card import Card, cards_of
from station.models.federation import TABLES
from station.models.ledger import Filter, Line, lines
from station.models.member import Member
from station.models.policy import policy_of
from station.models.registration import Registration, newest_registration
from station.models.search import index_member
from station.models.transfer import Transfer
from station.models.volunteer import Volunteer, volunteer_of

EVERY = 1_000_000
FORM = (
    *("status", "version", "content", "origin", "applied_on", "entered_at"),
    *("specialties", "categories", "free_times", "service_posts"),
    *("health", "conduct", "consents", "originals"),
    *("decision", "decision_reason", "decision_origin", "decided_on", "decided_by"),
    *("decided_version", "approval_date", "photo"),
)
CARD = (
    *("number", "status", "issued_on", "handed_on", "badge"),
    *("lost_on", "lost_reason", "revoked_on", "revoked_reason", "proof"),
)
DAYS = frozenset(
    (
        *("applied_on", "approval_date", "decided_on"),
        *("issued_on", "handed_on", "lost_on", "revoked_on"),
    )
)


def make_file(session: Session, volunteer: Volunteer) -> PersonalFile:
    """All that the new station goes on with; records stay here.

    Whoever is moved was serving by the center's word: a leaving that crossed it came too late.
    """
    member = session.get_one(Member, volunteer.member_id)
    registration = newest_registration(session, volunteer.id)
    cards = cards_of(session, volunteer.id)
    if volunteer.approval_date is None:
        raise ConflictError("volunteer.not_approved", name=volunteer.name)
    served = {Status.LEFT: Status.APPROVED}
    form = _fields(registration, FORM)
    return PersonalFile(
        volunteer=volunteer.id,
        status=served.get(Status(volunteer.status), volunteer.status),
        approval_date=volunteer.approval_date.isoformat(),
        approval_origin=volunteer.approval_origin or "",
        person=Person(**{name: getattr(member, name) for name in Person.__dataclass_fields__}),
        registration=form | {"status": served.get(form["status"], form["status"])},
        card=_fields(cards[-1], CARD) if cards else None,
        years=merged(_earlier(session, volunteer.id), _years(session, volunteer.id)),
    )


def take_in(session: Session, file: PersonalFile, day: date, by: UUID) -> Volunteer:
    """The volunteer under the same UUID and approval date, serving here from that day on."""
    member = _member(session, file.person, day)
    volunteer = _volunteer(session, file, member, day)
    volunteer.name, volunteer.status = member.name, file.status
    volunteer.left_on = volunteer.left_reason = volunteer.transferred_to = None
    volunteer.station_since = day
    session.flush()
    _take_registration(session, file, by)
    if file.card is not None and session.get(Card, UUID(file.card["id"])) is None:
        values = _read(file.card, CARD)
        session.add(Card(id=UUID(file.card["id"]), volunteer_id=volunteer.id, **values))
    if file.status == Status.APPROVED:
        begin_service(session, volunteer, day)
    index_member(session, member)
    return volunteer


def _member(session: Session, person: Person, day: date) -> Member:
    """Whoever stands on the roster here stays as the roster has them."""
    from_file = RosterMember(
        name=person.name,
        id_number=person.id_number,
        sex=Sex(person.sex) if person.sex else None,
        joined=date.fromisoformat(person.joined_party_on) if person.joined_party_on else None,
        post=person.post,
        phone=person.phone,
    )
    return keep_member(session, from_file, day)


def _volunteer(session: Session, file: PersonalFile, member: Member, day: date) -> Volunteer:
    back = session.get(Volunteer, file.volunteer)
    if back is not None:
        return back
    applied = volunteer_of(session, member.id)
    if applied is not None:
        if applied.approval_date is not None:
            raise ConflictError("transfer.volunteer_here", name=member.name)
        applied.superseded_by = file.volunteer
    volunteer = Volunteer(
        id=file.volunteer,
        member_id=member.id,
        name=member.name,
        status=file.status,
        approval_date=date.fromisoformat(file.approval_date),
        approval_origin=file.approval_origin,
        station_since=day,
    )
    session.add(volunteer)
    session.flush()
    return volunteer


def _take_registration(session: Session, file: PersonalFile, by: UUID) -> None:
    registration_id = UUID(file.registration["id"])
    registration = session.get(Registration, registration_id)
    if registration is None:
        registration = Registration(
            id=registration_id, volunteer_id=file.volunteer, is_claim=False, entered_by=by
        )
    for name, value in _read(file.registration, FORM).items():
        setattr(registration, name, value)
    registration.told = ""
    session.add(registration)


def _fields(row: Registration | Card, names: tuple[str, ...]) -> dict[str, Any]:
    values = {"id": str(row.id)} | {name: getattr(row, name) for name in names}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def _read(values: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """What the file says of them; an older station says less."""
    found = {name: _value(name, values.get(name)) for name in names}
    return {name: value for name, value in found.items() if value is not None or name in values}


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in DAYS:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if name == "entered_at" else value


def _earlier(session: Session, volunteer_id: UUID) -> list[YearTotal]:
    """The years that came here with the volunteer."""
    query = select(Transfer).filter_by(
        direction="in", volunteer_id=volunteer_id, status=TransferStatus.COMPLETED
    )
    came = session.scalars(query.order_by(Transfer.id))
    return [year for one in came if one.file for year in PersonalFile.from_json(one.file).years]


def _years(session: Session, volunteer_id: UUID) -> list[YearTotal]:
    """The certified records here, a total a year under that year's policy."""
    chosen = Filter(status=RecordStatus.CERTIFIED, volunteer=volunteer_id)
    years: dict[int, list[Line]] = {}
    for line in lines(session, chosen, limit=EVERY):
        years.setdefault(line.record.day.year, []).append(line)
    return [_total(session, year, found) for year, found in sorted(years.items())]


def _total(session: Session, year: int, found: list[Line]) -> YearTotal:
    policy = policy_of(session, year)
    earning = star.points_hours(
        ((line.record.hours, line.evaluation, line.record.paid) for line in found), policy
    )
    satisfied = [line for line in found if line.evaluation is Evaluation.SATISFIED]
    return YearTotal(
        station=own_name(session, TABLES),
        year=year,
        hours=sum(line.record.hours for line in found),
        satisfied_hours=sum(line.record.hours for line in satisfied),
        points_hours=earning,
        points=star.points(earning, policy),
    )
