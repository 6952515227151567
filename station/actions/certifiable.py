"""Who may take the next step on what waits; whole groups certified in one act (五)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, or_, select
from sqlalchemy.orm import Session, defer

from shared.account import Actor
from shared.domain.service_record import Status
from shared.errors import RefusalError
from station.actions.bulk import Bulk, Result
from station.actions.certification import certify_records, second_records, standing_of
from station.actions.officer import identity_of
from station.domain import certification as rules
from station.domain.cell import name_key
from station.domain.certification import CERTIFIER, SECOND_OFFICER, Signer
from station.models.ledger import SEALED, Line, listed_where, read
from station.models.officer import officer_of, officers
from station.models.participant import evaluated_by_certifier
from station.models.service_record import ServiceRecord

NOBODY = UUID(int=0)
WAITING = and_(
    ServiceRecord.status == Status.SUBMITTED,
    ServiceRecord.waits_for.in_((CERTIFIER, SECOND_OFFICER)),
)


@dataclass(frozen=True)
class Group:
    """Records that came in together: of an activity, of a sheet, or singly (neither)."""

    activity: UUID | None = None
    sheet: UUID | None = None


def verdicts(session: Session, actor: Actor, lines: Sequence[Line]) -> dict[UUID, str]:
    """Record → why the actor can't take its next step, a refusal's code; "" where they can."""
    signer = _signer(session, actor)
    if signer is None:
        return {line.record.id: "officer.not_linked" for line in lines}
    beside = evaluated_by_certifier(session, [line.record for line in lines])
    return {
        line.record.id: _verdict(line, signer, beside.get(line.record.id, ())) for line in lines
    }


def count_own(session: Session, actor: Actor) -> dict[tuple[str, Group], int]:
    """How many the actor may certify or countersign now, by step and group; four queries."""
    query = listed_where(WAITING).options(*(defer(column) for column in SEALED))
    lines = read(session, query)
    able = verdicts(session, actor, lines)
    return Counter(
        (str(line.record.waits_for), Group(line.record.activity_id, line.record.import_id))
        for line in lines
        if not able[line.record.id]
    )


def certify_groups(
    session: Session, actor: Actor, now: datetime, groups: Iterable[Group], count: int
) -> list[Result]:
    """All that waits for its certifier in these groups, a result a record.

    Refused as a whole where another number waits than the officer saw.
    """
    bulk = Bulk(_ids(session, groups, CERTIFIER), count)
    return certify_records(session, actor, now, bulk, {})


def second_groups(
    session: Session, actor: Actor, now: datetime, groups: Iterable[Group], count: int
) -> list[Result]:
    """All that waits for its second officer in these groups, likewise."""
    bulk = Bulk(_ids(session, groups, SECOND_OFFICER), count)
    return second_records(session, actor, now, bulk)


def _verdict(line: Line, signer: Signer, beside: Iterable[tuple[UUID, str]]) -> str:
    standing = standing_of(line)
    try:
        if standing.waits_for == SECOND_OFFICER:
            rules.check_second(standing, signer)
        else:
            rules.check_first(standing, signer)
            rules.check_not_beside(signer.who, beside)
    except RefusalError as refusal:
        return refusal.code
    return ""


def _signer(session: Session, actor: Actor) -> Signer | None:
    """The officer that the actor is or would become; None where another one bears the name."""
    officer = officer_of(session, actor.id)
    who = identity_of(session, actor, officer)
    if officer is not None:
        return Signer(officer.id, actor.id, who)
    names = {name_key(known.name) for known in officers(session)}
    return None if name_key(actor.name) in names else Signer(NOBODY, actor.id, who)


def _ids(session: Session, groups: Iterable[Group], step: str) -> list[UUID]:
    wanted = [
        and_(
            _same(ServiceRecord.activity_id, group.activity),
            _same(ServiceRecord.import_id, group.sheet),
        )
        for group in set(groups)
    ]
    query = select(ServiceRecord.id).where(
        ServiceRecord.status == Status.SUBMITTED, ServiceRecord.waits_for == step, or_(*wanted)
    )
    return list(session.scalars(query.order_by(ServiceRecord.id))) if wanted else []


def _same(column: SQLColumnExpression[UUID | None], value: UUID | None) -> ColumnElement[bool]:
    return column.is_(None) if value is None else column == value
