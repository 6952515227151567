"""How each station's year stands against its accepted months: what differs, what hinders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from center.domain import year as rule
from center.models.station import Station
from center.models.station_year import StationYear, YearPart
from center.models.tally import Tally, TallyRow
from shared.domain.month import Month
from shared.domain.monthly_report import Status as MonthStatus
from shared.domain.year import Status
from shared.errors import RefusalError

Held = dict[tuple[UUID, Month], rule.MonthLine]


@dataclass(frozen=True)
class Standing:
    """A station's year; `sealed` None: nothing came. `hindrance` None: it can go up.

    Only a year that waits for the center's word is compared.
    """

    station: Station
    sealed: StationYear | None
    parts_here: int = 0
    differences: Sequence[rule.Difference] = ()
    hindrance: RefusalError | None = None

    @property
    def waits(self) -> bool:
        return self.sealed is not None and self.sealed.status == Status.REPORTED

    @property
    def agrees(self) -> bool:
        return self.waits and self.hindrance is None


def standings(session: Session, year: int, stations: Sequence[Station]) -> list[Standing]:
    """Of these stations, in their order; four queries however many they are."""
    names = [home.name for home in stations]
    query = select(StationYear).where(StationYear.year == year, StationYear.station.in_(names))
    sealed = {row.station: row for row in session.scalars(query)}
    waiting = {name: row for name, row in sealed.items() if row.status == Status.REPORTED}
    parts = _parts(session, year, waiting)
    months = _months(session, year, waiting)
    held = _held(session, year, waiting)
    return [
        _standing(home, sealed.get(home.name), parts[home.name], (months, held))
        for home in stations
    ]


def _standing(
    home: Station,
    sealed: StationYear | None,
    parts: Sequence[YearPart],
    known: tuple[Mapping[str, dict[Month, MonthStatus]], Mapping[str, Held]],
) -> Standing:
    if sealed is None or sealed.status != Status.REPORTED:
        return Standing(home, sealed, 0 if sealed is None else sealed.parts)
    months, held = known
    lines = rule.read([line for part in parts for line in part.volunteers])
    found = rule.compare(sealed.year, lines, held.get(home.name, {}))
    hindrance = None
    try:
        rule.check_forward(months.get(home.name, {}), (len(parts), sealed.parts), len(found))
    except RefusalError as refusal:
        hindrance = refusal
    return Standing(home, sealed, len(parts), found, hindrance)


def _parts(
    session: Session, year: int, waiting: Mapping[str, StationYear]
) -> dict[str, list[YearPart]]:
    """Station → the parts of the newest version, in order."""
    query = select(YearPart).where(YearPart.year == year, YearPart.station.in_(waiting))
    found: dict[str, list[YearPart]] = defaultdict(list)
    for part in session.scalars(query.order_by(YearPart.part)):
        if part.version == waiting[part.station].version:
            found[part.station].append(part)
    return found


def _months(
    session: Session, year: int, waiting: Mapping[str, StationYear]
) -> dict[str, dict[Month, MonthStatus]]:
    """Station → month → status, of the months that were reported."""
    query = select(Tally.station, Tally.month, Tally.status)
    found: dict[str, dict[Month, MonthStatus]] = defaultdict(dict)
    for name, month, status in session.execute(
        query.where(Tally.year == year, Tally.station.in_(waiting))
    ):
        found[name][Month.parse(month)] = MonthStatus(status)
    return found


def _held(session: Session, year: int, waiting: Mapping[str, StationYear]) -> dict[str, Held]:
    """Station → (volunteer, month) → figures of the accepted revisions."""
    figures = [getattr(TallyRow, name) for name in ("revision", *rule.FIGURES)]
    query = (
        select(Tally.station, TallyRow.volunteer, Tally.month, *figures)
        .join(Tally, (Tally.id == TallyRow.tally) & (Tally.accepted == TallyRow.revision))
        .where(Tally.year == year, Tally.station.in_(waiting))
    )
    found: dict[str, Held] = defaultdict(dict)
    months: dict[str, Month] = {}
    for name, who, month, *line in session.execute(query):
        known = months.setdefault(month, Month.parse(month))
        found[name][who, known] = rule.MonthLine(*line)
    return found
