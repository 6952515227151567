"""A sheet's rows certified in one act by the officer whom they name (domain.md part 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from shared.account import Actor
from shared.audit import Change
from shared.domain.month import Month
from shared.domain.service_record import Status
from shared.errors import ConflictError, NotFoundError
from station.actions.certification import sign_first, sign_second, standing_of
from station.actions.officer import acting_officer, identity_of
from station.actions.service_record import reopen_months
from station.domain.certification import (
    CERTIFIER,
    SECOND_OFFICER,
    Signer,
    check_first,
    check_second,
)
from station.models.audit import log
from station.models.ledger import Line, lines_of
from station.models.officer import Officer
from station.models.service_record import ServiceRecord
from station.models.station_state import lock_station
from station.models.workbook_import import WorkbookImport, lock_import

SUBMITTED = ServiceRecord.status == Status.SUBMITTED
FIRST = and_(SUBMITTED, ServiceRecord.waits_for == CERTIFIER)
SECOND = and_(SUBMITTED, ServiceRecord.waits_for == SECOND_OFFICER)


@dataclass(frozen=True)
class Waiting:
    """How many rows of a sheet wait for an officer now, as certifier and as second officer."""

    officer: Officer
    certifier: int
    second_officer: int


@dataclass(frozen=True)
class SheetAct:
    """The officer in whose name, and how many rows they saw waiting."""

    officer_id: UUID
    count: int


def waiting(session: Session, import_id: UUID) -> list[Waiting]:
    """Every officer whom the sheet's rows name, by name, with what waits for them."""
    if session.get(WorkbookImport, import_id) is None:
        raise NotFoundError("workbook_import.unknown")
    first = _counts(session, import_id, ServiceRecord.certifier_id, FIRST)
    second = _counts(session, import_id, ServiceRecord.second_id, SECOND)
    named = _counts(session, import_id, ServiceRecord.certifier_id)
    named |= _counts(session, import_id, ServiceRecord.second_id)
    query = select(Officer).where(Officer.id.in_(named)).order_by(Officer.name)
    return [
        Waiting(officer, first.get(officer.id, 0), second.get(officer.id, 0))
        for officer in session.scalars(query)
    ]


def certify_sheet(
    session: Session, actor: Actor, now: datetime, import_id: UUID, act: SheetAct
) -> list[ServiceRecord]:
    """Signs all rows that name the officer as certifier; once none waits, those as second.

    All or none. The acting account must be linked to the officer, who signs no record of their
    own. A row that names a second officer, is held or is late then waits for the second.
    """
    lock_station(session)
    if lock_import(session, import_id) is None:
        raise NotFoundError("workbook_import.unknown")
    officer = acting_officer(session, actor, act.officer_id)
    lines = _waiting_for(session, import_id, officer.id)
    if not lines or len(lines) != act.count:
        raise ConflictError("sheet_certification.other_count", count=act.count, found=len(lines))
    signer = Signer(officer.id, actor.id, identity_of(session, actor, officer))
    for line in lines:
        _sign(session, (actor, now), line, signer)
    records = [line.record for line in lines]
    certified = [record for record in records if record.status == Status.CERTIFIED]
    reopen_months(session, (actor, now), [Month.parse(record.month) for record in certified])
    after = {"officer": officer.name, "count": len(records)}
    change = Change("import.certified", f"import:{import_id}", None, after)
    log(session, actor, now, change)
    return records


def _sign(session: Session, who: tuple[Actor, datetime], line: Line, signer: Signer) -> None:
    standing = standing_of(line)
    if line.record.waits_for == CERTIFIER:
        check_first(standing, signer)
        sign_first(session, who, line.record, signer)
    else:
        check_second(standing, signer)
        sign_second(session, who, line.record, signer)


def _waiting_for(session: Session, import_id: UUID, officer_id: UUID) -> Sequence[Line]:
    as_first = and_(FIRST, ServiceRecord.certifier_id == officer_id)
    as_second = and_(SECOND, ServiceRecord.second_id == officer_id)
    for named in (as_first, as_second):
        query = select(ServiceRecord.id).where(ServiceRecord.import_id == import_id, named)
        found = lines_of(session, session.scalars(query), lock=True)
        if found:
            return list(found.values())
    return []


def _counts(
    session: Session,
    import_id: UUID,
    officer: InstrumentedAttribute[UUID | None],
    *conditions: ColumnElement[bool],
) -> dict[UUID, int]:
    query = (
        select(officer, func.count())
        .where(ServiceRecord.import_id == import_id, officer.is_not(None), *conditions)
        .group_by(officer)
    )
    return {found: number for found, number in session.execute(query) if found is not None}
