"""An association with centers' volunteers, cards, closed years and one whose stars are proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from association.models.audit import Audit
from association.models.card import Card
from association.models.card_batch import CardBatch
from association.models.center import Center
from association.models.federation import TABLES
from association.models.notice import Notice, NoticeLine
from association.models.service_request import RequestStep, ServiceRequest
from association.models.star import StarDecision
from association.models.station import Station
from association.models.tally import TallyTotal
from association.models.volunteer import Stay, Volunteer
from association.models.year import StationYear, VolunteerYear, YearPart
from benchmarks.seeds.line import seed_lines
from benchmarks.seeds.routed_request import seed_routed
from benchmarks.seeds.size import EVIDENCE, LAST_YEAR, NOW, OFFICER, TOLD, Size, name, uuid, write
from shared.domain.month import Month
from shared.domain.policy import default_policy
from shared.domain.tally import Figures, add_up

CENTER = "center:01"


@dataclass
class AssociationSeed:
    """Writes everything in the caller's transaction; a station has about twenty volunteers."""

    session: Session
    size: Size

    @property
    def stations(self) -> list[str]:
        return [f"station:01-{n:03}" for n in range(1, 2 + self.size.volunteers // 20)]

    @property
    def years(self) -> range:
        return range(self.size.first_day.year, LAST_YEAR + 1)

    def station_of(self, number: int) -> str:
        return self.stations[number // 20]

    def write(self) -> None:
        self._nodes()
        self._people()
        self._figures()
        self._decisions()
        tables, count = (ServiceRequest, RequestStep), self.size.volunteers
        seed_routed(self.session, tables, "association:01", (*self.stations[:1], CENTER), count)

    def _nodes(self) -> None:
        center = {"name": CENTER, "title": "教育局中心", "approved_on": self.size.first_day}
        write(self.session, Center, [center])
        rows = [
            {
                "name": station,
                "title": f"第{station[-3:]}学校",
                "center": CENTER,
                "opened_on": self.size.first_day,
            }
            for station in self.stations
        ]
        write(self.session, Station, rows)

    def _people(self) -> None:
        """Every tenth waits for a card."""
        numbers = range(self.size.volunteers)
        rows = [
            {
                "id": uuid(1, number),
                "name": name(number),
                "station": self.station_of(number),
                "approval_date": self.size.first_day,
                "naming": number % 3 != 0,
                "photos": True,
            }
            for number in numbers
        ]
        write(self.session, Volunteer, rows)
        stays = [
            {"id": number + 1, "volunteer": uuid(1, number), "station": self.station_of(number)}
            | {"since": self.size.first_day}
            for number in numbers
        ]
        write(self.session, Stay, stays)
        batch = {"id": uuid(20, 0), "number": f"{LAST_YEAR}-1", "cards": 10}
        write(self.session, CardBatch, [batch | {"printed_at": NOW, "printed_by": "制证员"}])
        cards = [self._card(number) for number in numbers if number % 10]
        write(self.session, Card, cards)
        write(self.session, Audit, [_line(f"card:{row['id']}") for row in cards])

    def _card(self, number: int) -> dict[str, Any]:
        return {
            "id": uuid(6, number),
            "number": f"13-{LAST_YEAR}-{number:05}",
            "volunteer": uuid(1, number),
            "station": self.station_of(number),
            "center": CENTER,
            "status": "valid",
            "issued_on": self.size.first_day,
            "issued_by": "制证员",
            "batch": uuid(20, 0) if number < 10 else None,
        }

    def _figures(self) -> None:
        """Each station's months and years, as they were reported."""
        months = self.size.by_month()
        totals, people = [], []
        for month, entries in months.items():
            tally = add_up(entries, default_policy(month.year))
            for station in self.stations:
                mine = [f for who, f in tally.volunteers.items() if self._at(who) == station]
                totals.append(_total(station, month, sum(mine, Figures())))
        for year in self.years:
            entries = [each for m, found in months.items() if m.year == year for each in found]
            everyone = [uuid(1, number) for number in range(self.size.volunteers)]
            tally = add_up(entries, default_policy(year), everyone)
            people += [self._volunteer_year(year, who, f) for who, f in tally.volunteers.items()]
        write(self.session, TallyTotal, totals)
        write(
            self.session, StationYear, [self._year(s, y) for s in self.stations for y in self.years]
        )
        write(self.session, YearPart, [_part(s, y) for s in self.stations for y in self.years])
        write(self.session, VolunteerYear, people)

    def _at(self, who: Any) -> str:
        return self.station_of((who.int & 0xFFFFFFFF) - 1)

    def _year(self, station: str, year: int) -> dict[str, Any]:
        return {
            "station": station,
            "year": year,
            "status": "agreed" if year == LAST_YEAR else "closed",
            "version": 1,
            "parts": 1,
            "checked_version": 1,
            "checked_parts": 1,
            "agrees": True,
            "checked_by": "中心审核员",
            "closed_on": None if year == LAST_YEAR else date(year + 1, 1, 20),
        }

    def _volunteer_year(self, year: int, who: Any, figures: Figures) -> dict[str, Any]:
        hours = {key: getattr(figures, key) for key in ("hours", "satisfied_hours", "points_hours")}
        first = {"month": f"{year}-01", "revision": 1, "points": figures.points, **hours}
        rest = [
            {"month": f"{year}-{n:02}", "revision": 1, "points": 0, **dict.fromkeys(hours, 0)}
            for n in range(2, 13)
        ]
        return {
            "year": year,
            "station": self._at(who),
            "version": 1,
            "volunteer": who,
            "part": 1,
            "months": [first, *rest],
            "stated": hours | {"points": figures.points},
            **hours,
        }

    def _decisions(self) -> None:
        """All years but the last are decided; the last is on public notice for the first half."""
        decided = [
            {
                "volunteer": uuid(1, number),
                "year": year,
                "n": 1,
                "decision": "approved",
                "proposed": 1,
                "star": 1,
                "points": 300,
                "station": self.station_of(number),
                "decided_on": date(year + 1, 1, 20),
                "by": "协会审核员",
            }
            for year in self.years[:-1]
            for number in range(self.size.volunteers)
        ]
        write(self.session, StarDecision, decided)
        notice = {
            "id": uuid(16, 0),
            "year": LAST_YEAR,
            "started_on": date(LAST_YEAR + 1, 1, 5),
            "last_day": date(LAST_YEAR + 1, 1, 12),
            "working_days": 5,
            "without_table": False,
            "telephone": "0315-12380",
            "started_by": "协会审核员",
        }
        write(self.session, Notice, [notice])
        lines = [
            {"notice": uuid(16, 0), "volunteer": uuid(1, number), "hours": 60, "star": 1}
            | {"station": self.station_of(number)}
            for number in range(self.size.volunteers // 2)
        ]
        write(self.session, NoticeLine, lines)


def _total(station: str, month: Month, figures: Figures) -> dict[str, Any]:
    return {
        "station": station,
        "month": str(month),
        "revision": 1,
        "content": EVIDENCE,
        **vars(figures),
        **TOLD,
    }


def _part(station: str, year: int) -> dict[str, Any]:
    part = {"station": station, "year": year, "version": 1, "part": 1}
    return part | {"signed_by": "站长", "sealed_at": NOW, "received_at": NOW}


def _line(subject: str) -> dict[str, Any]:
    return {
        "business_at": NOW,
        "machine_at": NOW,
        "actor_id": OFFICER,
        "actor_name": "制证员",
        "actor_role": "card_maker",
        "channel": "page",
        "action": "card.issued",
        "subject": subject,
        "after": {"status": "valid"},
    }


def seed(session: Session, size: Size) -> None:
    """Fills an empty association."""
    AssociationSeed(session, size).write()
    seed_lines(session, TABLES, size)
