"""What a center's stations reported: months and years, the last of each undecided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarks.seeds.size import EVIDENCE, LAST_YEAR, NOW, TOLD, Size, uuid, write
from center.models.entry import Entry, EntryPart
from center.models.station_year import StationYear, YearPart
from center.models.tally import FIGURES, Revision, Tally, TallyRow
from center.models.volunteer import Star
from center.models.volunteer_year import VolunteerYear
from shared.domain import entry as shared_entry
from shared.domain.month import Month
from shared.domain.policy import default_policy
from shared.domain.tally import Figures, add_up

WAITING = Month(LAST_YEAR, 12)


@dataclass
class Schools:
    """The center's stations, about twenty volunteers each, and what their records say."""

    size: Size

    @property
    def stations(self) -> list[str]:
        return [f"station:01-{n:03}" for n in range(1, 2 + self.size.volunteers // 20)]

    def station_of(self, volunteer: UUID) -> str:
        """Volunteers lie in blocks of twenty."""
        return self.stations[((volunteer.int & 0xFFFFFFFF) - 1) // 20]

    @cached_property
    def parted(self) -> dict[tuple[str, Month], list[shared_entry.Entry]]:
        """The records of each station's month."""
        found: dict[tuple[str, Month], list[shared_entry.Entry]] = {
            (station, month): [] for station in self.stations for month in self.size.months
        }
        for each in self.size.entries():
            found[self.station_of(each.volunteer), Month.of(each.date)].append(each)
        return found


@dataclass
class CenterReports:
    """Writes them in the caller's transaction."""

    session: Session
    schools: Schools

    def write(self) -> None:
        """Years are made of months."""
        self._reports()
        self._years()

    def _reports(self) -> None:
        """The last month lies there undecided; the last station hasn't sent it."""
        tallies, revisions, rows, parts, entries = [], [], [], [], []
        for number, ((station, month), found) in enumerate(self.schools.parted.items()):
            if month == WAITING and station == self.schools.stations[-1]:
                continue
            tally = add_up(found, default_policy(month.year))
            tallies.append(self._tally(number, station, month))
            cells = [
                {"category": str(key[0]), "form": str(key[1]), **vars(cell)}
                for key, cell in tally.table.items()
            ]
            revision = self._revision(number, month) | {"cells": cells, "entries": len(found)}
            revisions.append(revision | {"people": tally.total.people})
            parts.append({"tally": uuid(9, number), "revision": 1, "part": 1, "parts": 1})
            for who, figures in tally.volunteers.items():
                rows.append({"tally": uuid(9, number), "revision": 1, "volunteer": who})
                rows[-1] |= _figures(figures)
            entries += [_entry(number, each) for each in found]
        write(self.session, Tally, tallies)
        write(self.session, Revision, revisions)
        write(self.session, EntryPart, parts)
        write(self.session, TallyRow, rows)
        write(self.session, Entry, entries)

    def _tally(self, number: int, station: str, month: Month) -> dict[str, Any]:
        waits = month == WAITING
        return {
            "id": uuid(9, number),
            "station": station,
            "year": month.year,
            "month": str(month),
            "status": "reported" if waits else "accepted",
            "revision": 1,
            "accepted": None if waits else 1,
            "first_accepted": None if waits else 1,
            "arrived_at": month.ends,
            "on_time": number % 9 != 0,
        }

    def _revision(self, number: int, month: Month) -> dict[str, Any]:
        waits = month == WAITING
        return {
            "tally": uuid(9, number),
            "revision": 1,
            "content": EVIDENCE,
            "message": uuid(14, number),
            "channel": "system",
            "volunteers_on_roster": 20,
            "members": 22,
            "summary": f"{month} 党员义工服务情况",
            "photos": [],
            "no_photo_reason": "没有照片",
            "signed_by": "站长",
            "entries_digest": EVIDENCE,
            **TOLD,
            "sealed_at": month.ends,
            "arrived_at": month.ends,
            "decision": None if waits else "accepted",
            "reason": None if waits else "",
            "decided_on": None if waits else month.next.first_day,
            "decided_by": None if waits else "中心审核员",
        }

    def _years(self) -> None:
        """All years but the last are forwarded; the last of every second station waits."""
        totals, station_years, parts, stars = [], [], [], []
        for year in range(self.schools.size.first_day.year, LAST_YEAR + 1):
            for number, station in enumerate(self.schools.stations):
                if year == LAST_YEAR and number % 2:
                    continue
                station_years.append(self._station_year(station, year))
                part = {"station": station, "year": year, "version": 1, "part": 1}
                parts.append(part | {"message": uuid(15, number), "volunteers": []})
            for who, figures in self._sums(year).items():
                row = {"year": year, "station": self.schools.station_of(who), "volunteer": who}
                totals.append(row | _figures(figures))
                if year < LAST_YEAR:
                    stars.append(_star(year, who, figures.points))
        write(self.session, VolunteerYear, totals)
        write(self.session, StationYear, station_years)
        write(self.session, YearPart, parts)
        write(self.session, Star, stars)

    def _sums(self, year: int) -> dict[Any, Figures]:
        entries = [
            e for (_, m), found in self.schools.parted.items() if m.year == year for e in found
        ]
        return dict(add_up(entries, default_policy(year)).volunteers)

    def _station_year(self, station: str, year: int) -> dict[str, Any]:
        waits = year == LAST_YEAR
        return {
            "station": station,
            "year": year,
            "version": 1,
            "parts": 1,
            "status": "reported" if waits else "forwarded",
            "signed_by": "站长",
            "sealed_at": NOW,
            "arrived_at": NOW,
            "decided_on": None if waits else date(year + 1, 1, 10),
            "decided_by": None if waits else "中心审核员",
        }


def _figures(figures: Figures) -> dict[str, int]:
    return {name: getattr(figures, name) for name in FIGURES}


def _entry(number: int, each: shared_entry.Entry) -> dict[str, Any]:
    row = vars(each) | {"tally": uuid(9, number), "revision": 1, "day": each.date}
    return {key: value for key, value in row.items() if key not in {"date", "activity"}}


def _star(year: int, who: Any, points: int) -> dict[str, Any]:
    star = min(points // 300, 3)
    return {
        "volunteer": who,
        "year": year,
        "version": 1,
        "points": points,
        "proposed": star,
        "star": star,
        "decision": "approved",
        "decided_on": date(year + 1, 1, 20),
    }
