"""A center with stations, their volunteers and reported months; work waits at each desk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from benchmarks.seeds.center_report import CenterReports, Schools
from benchmarks.seeds.front_door import DOOR, seed_front
from benchmarks.seeds.line import seed_lines
from benchmarks.seeds.routed_request import seed_routed
from benchmarks.seeds.size import EVIDENCE, LAST_YEAR, NOW, OFFICER, Size, name, uuid, write
from center.models.audit import Audit
from center.models.federation import TABLES
from center.models.registration import Registration
from center.models.service_request import RequestStep, ServiceRequest
from center.models.station import Station
from center.models.transfer import Transfer
from center.models.volunteer import Card, Volunteer

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
    """Writes stations, people and what they ask for in the caller's transaction."""

    session: Session
    schools: Schools

    @property
    def size(self) -> Size:
        return self.schools.size

    @property
    def stations(self) -> list[str]:
        return self.schools.stations

    def write(self) -> None:
        write(self.session, Station, [self._station(station) for station in self.stations])
        self._people()
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
            "station": self.schools.station_of(uuid(1, number)),
            "registration": uuid(5, number),
            "name": name(number),
            "digest": f"w1:{number:064}",
            "status": "approved",
            "origin": "center",
            "approval_date": self.size.first_day,
            "first_approved": self.size.first_day,
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
    """Fills an empty center, in the caller's transaction."""
    schools = Schools(size)
    CenterSeed(session, schools).write()
    CenterReports(session, schools).write()
    seed_lines(session, TABLES, size)
