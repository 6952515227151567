"""What aggregate tables are made from: accepted cells, and people counted once each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, String, and_, cast, distinct, func, literal, select
from sqlalchemy.orm import Session

from center.domain.aggregate import Accepted, By, Key, Wanted
from center.models.entry import Entry
from center.models.report import ACCEPTED
from center.models.tally import Revision, Tally, TallyRow
from shared.domain.month import Month
from shared.domain.request_figures import Told

NAMES = ("period", "station", "category", "form")


def accepted_cells(session: Session, wanted: Wanted) -> list[Accepted]:
    """The newest accepted revision of each month in question: its table, requests and visits."""
    figures = (Revision.cells, Revision.requests, Revision.visits)
    query = select(Tally.station, Tally.month, *figures).join(Revision, ACCEPTED)
    return [
        Accepted(
            station,
            Month.parse(month),
            cells,
            Told.from_dict({"requests": requests, "visits": visits}),
        )
        for station, month, cells, requests, visits in session.execute(
            query.where(*_months(wanted))
        )
    ]


def people(session: Session, wanted: Wanted) -> dict[Key, int]:
    """Distinct volunteers with a record by key, the whole's under the empty key; two queries."""
    whole = Wanted(wanted.first, wanted.last, frozenset(), *_chosen(wanted))
    return _people(session, whole) | _people(session, wanted)


def _people(session: Session, wanted: Wanted) -> dict[Key, int]:
    """By the months' own rows; by their entries where categories or forms matter."""
    inside = wanted.looks_inside
    table: Any = Entry if inside else TallyRow
    same = and_(table.tally == Tally.id, table.revision == Tally.accepted)
    groups = _groups(wanted)
    query = (
        select(*(groups.get(name, literal("")).label(name) for name in NAMES))
        .add_columns(func.count(distinct(table.volunteer)))
        .join_from(Tally, table, same)
        .where(*_months(wanted), *_inside(wanted, inside))
        .group_by(*groups.values())
    )
    return {Key(*row[:4]): row[4] for row in session.execute(query)}


def _groups(wanted: Wanted) -> dict[str, Any]:
    own = {
        By.STATION: Tally.station,
        By.CATEGORY: Entry.category,
        By.FORM: Entry.form,
    }
    groups = {str(by): column for by, column in own.items() if by in wanted.by}
    if wanted.period is not None:
        groups["period"] = _period(wanted.period)
    return groups


def _period(by: By) -> Any:
    """As `period_of` names it."""
    year = func.substr(Tally.month, 1, 4)
    if by is By.MONTH:
        return Tally.month
    if by is By.YEAR:
        return year
    quarter = (cast(func.substr(Tally.month, 6, 2), Integer) + 2) // 3
    return year + "-Q" + cast(quarter, String)


def _months(wanted: Wanted) -> list[ColumnElement[bool]]:
    span = Tally.month.between(str(wanted.first), str(wanted.last))
    found: list[ColumnElement[bool]] = [Tally.accepted.is_not(None), span]
    return found if wanted.station is None else [*found, Tally.station == wanted.station]


def _inside(wanted: Wanted, inside: bool) -> list[ColumnElement[bool]]:
    if not inside:
        return [TallyRow.records > 0]
    chosen = []
    if wanted.category is not None:
        chosen.append(Entry.category == wanted.category)
    if wanted.form is not None:
        chosen.append(Entry.form == wanted.form)
    return chosen


def _chosen(wanted: Wanted) -> tuple[str | None, str | None, str | None]:
    return wanted.station, wanted.category, wanted.form
