"""A center with stations, their volunteers and reported months; work waits at each desk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarks.seeds.front_door import DOOR, seed_front
from benchmarks.seeds.line import seed_lines
from benchmarks.seeds.routed_request import seed_routed
from benchmarks.seeds.size import EVIDENCE, LAST_YEAR, NOW, OFFICER, TOLD, Size, name, uuid, write
from center.models.audit import Audit
from center.models.entry import Entry, EntryPart
from center.models.federation import TABLES
from center.models.registration import Registration
from center.models.service_request import RequestStep, ServiceRequest
from center.models.station import Station
from center.models.station_year import StationYear, YearPart
from center.models.tally import FIGURES, Revision, Tally, TallyRow
from center.models.transfer import Transfer
from center.models.volunteer import Card, Star, Volunteer
from center.models.volunteer_year import VolunteerYear
from shared.domain import entry as shared_entry
from shared.domain.month import Month
from shared.domain.policy import default_policy
from shared.domain.tally import Figures, add_up

WAITING = Month(LAST_YEAR, 12)
FORM = {
    "sex": "female",
    "birth_year": 1975,
    "post": "教师",
    "specialties": ["法律咨询"],
    "categories": ["convenience"],
    "free_times": ["周六上午"],
    "health": True,
    "conduct": True,
    "consents": {"sensitive": True, "naming": True, "photos": True},
}


@dataclass
class CenterSeed:
    """Writes everything in the caller's transaction; a station has about twenty volunteers."""

    session: Session
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

    def write(self) -> None:
        write(self.session, Station, [self._station(station) for station in self.stations])
        self._people()
        self._reports()
        self._years()
        self._transfers()
        tables, count = (ServiceRequest, RequestStep), self.size.volunteers
        seed_routed(self.session, tables, "center:01", self.stations, count)
        seed_front(self.session, self.stations, count)

    def _station(self, station: str) -> dict[str, Any]:
        title = f"第{station[-3:]}学校"
        return {
            "name": station,
            "title": title,
            "opened_on": self.size.first_day,
            "approved_at": NOW,
            "ordinary_since": NOW,
            "front_door": DOOR,
        }

    def _people(self) -> None:
        """Every tenth registration waits, one of them twice at two stations."""
        session, numbers = self.session, range(self.size.volunteers)
        more = range(self.size.volunteers, self.size.volunteers + self.size.volunteers // 10 + 2)
        rows = [self._registration(n, "approved") for n in numbers]
        rows += [self._registration(n, "submitted") for n in more]
        write(session, Registration, rows)
        write(session, Volunteer, [self._volunteer(number) for number in numbers])
        cards = [
            {
                "id": uuid(6, number),
                "number": f"13-{LAST_YEAR}-{number:05}",
                "volunteer": uuid(1, number),
                "issued_on": self.size.first_day,
            }
            for number in numbers
        ]
        write(session, Card, cards)
        write(session, Audit, [_line(row) for row in rows])

    def _registration(self, number: int, status: str) -> dict[str, Any]:
        approved = status == "approved"
        return {
            "id": uuid(5, number),
            "volunteer": uuid(1, number),
            "station": self.stations[number // 20 % len(self.stations)],
            "version": 1,
            "content": EVIDENCE,
            "status": status,
            "name": name(number),
            "form": json.dumps(FORM, ensure_ascii=False),
            "digest": f"w1:{number if number != self.size.volunteers + 1 else 0:064}",
            "applied_on": self.size.first_day,
            "origin": "in_person",
            "received_at": NOW,
            "message": uuid(10, number),
            "decision": "approved" if approved else None,
            "decision_origin": "center" if approved else None,
            "decided_on": self.size.first_day if approved else None,
            "decided_by": "中心审核员" if approved else None,
            "approval_date": self.size.first_day if approved else None,
        }

    def _volunteer(self, number: int) -> dict[str, Any]:
        return {
            "id": uuid(1, number),
            "station": self.station_of(uuid(1, number)),
            "registration": uuid(5, number),
            "name": name(number),
            "digest": f"w1:{number:064}",
            "status": "approved",
            "origin": "center",
            "approval_date": self.size.first_day,
            "first_approved": self.size.first_day,
        }

    def _reports(self) -> None:
        """The last month lies there undecided; the last station hasn't sent it."""
        tallies, revisions, rows, parts, entries = [], [], [], [], []
        for number, ((station, month), found) in enumerate(self.parted.items()):
            if month == WAITING and station == self.stations[-1]:
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
        for year in range(self.size.first_day.year, LAST_YEAR + 1):
            for number, station in enumerate(self.stations):
                if year == LAST_YEAR and number % 2:
                    continue
                station_years.append(self._station_year(station, year))
                part = {"station": station, "year": year, "version": 1, "part": 1}
                parts.append(part | {"message": uuid(15, number), "volunteers": []})
            for who, figures in self._sums(year).items():
                row = {"year": year, "station": self.station_of(who), "volunteer": who}
                totals.append(row | _figures(figures))
                if year < LAST_YEAR:
                    stars.append(_star(year, who, figures.points))
        write(self.session, VolunteerYear, totals)
        write(self.session, StationYear, station_years)
        write(self.session, YearPart, parts)
        write(self.session, Star, stars)

    def _sums(self, year: int) -> dict[Any, Figures]:
        entries = [e for (_, m), found in self.parted.items() if m.year == year for e in found]
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

    def _transfers(self) -> None:
        rows = [
            {
                "id": uuid(13, number),
                "status": "asked",
                "to_station": self.stations[-1],
                "from_station": self.stations[0],
                "volunteer": uuid(1, number),
                "name": name(number),
                "digest": f"w1:{number:064}",
                "asked_on": date(LAST_YEAR, 12, 20),
            }
            for number in range(0, self.size.volunteers, 10)
        ]
        write(self.session, Transfer, rows)


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


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "business_at": NOW,
        "machine_at": NOW,
        "actor_id": OFFICER,
        "actor_name": "经办员",
        "actor_role": "clerk",
        "channel": "federation",
        "action": "registration.submit",
        "subject": f"registration:{row['id']}",
        "after": {"status": row["status"]},
    }


def seed(session: Session, size: Size) -> None:
    """Fills an empty center."""
    CenterSeed(session, size).write()
    seed_lines(session, TABLES, size)
