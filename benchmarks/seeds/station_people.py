"""A station's members and volunteers with their registrations and cards, teams, transfers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from benchmarks.seeds.size import EVIDENCE, NOW, OFFICER, Size, name, uuid, write
from shared.domain.id_number import check_digit
from shared.vault import vault_of
from station.models.card import Card
from station.models.member import Member, MemberStay
from station.models.officer import Officer
from station.models.registration import Registration
from station.models.team import Team, TeamMember
from station.models.transfer import Transfer
from station.models.volunteer import Volunteer, VolunteerSpan

CONSENT = {"given": True, "text": "1", "how": "in_person"}


@dataclass
class PeopleSeed:
    """Writes them in the caller's transaction."""

    session: Session
    size: Size

    def write(self) -> None:
        """A tenth more members than volunteers."""
        self._people()
        self._teams()
        self._transfers()

    def _people(self) -> None:
        """A tenth more members than volunteers; every twentieth registration is returned."""
        session, first = self.session, self.size.first_day
        people = range(self.size.volunteers + self.size.volunteers // 10 + 1)
        volunteers = people[: self.size.volunteers]
        write(session, Member, [self._member(number) for number in people])
        stays = [{"member_id": uuid(4, number), "first_day": first} for number in people]
        write(session, MemberStay, stays)
        write(session, Volunteer, [self._volunteer(number) for number in people])
        spans = [{"volunteer_id": uuid(1, number), "first_day": first} for number in volunteers]
        write(session, VolunteerSpan, spans)
        write(session, Registration, [self._registration(number) for number in people])
        write(session, Card, [self._card(number) for number in volunteers])
        officers = [{"id": uuid(2, number), "name": f"认定人{name(number)}"} for number in range(2)]
        write(session, Officer, officers)

    def _member(self, number: int) -> dict[str, Any]:
        digits = f"130204{date(1960, 1, 1) + timedelta(days=number):%Y%m%d}{number % 1000:03}"
        id_number = digits + check_digit(digits)
        return {
            "id": uuid(4, number),
            "name": name(number),
            "sex": "male" if int(id_number[16]) % 2 else "female",
            "id_number": id_number,
            "phone": f"139{number:08}",
            "joined_party_on": "2005-07-01",
            "birth_date": f"{date(1960, 1, 1) + timedelta(days=number)}",
            "post": "教师",
            "search_digest": vault_of(self.session).search_digest(id_number),
        }

    def _is_volunteer(self, number: int) -> bool:
        return number < self.size.volunteers

    def _volunteer(self, number: int) -> dict[str, Any]:
        approved = self._is_volunteer(number)
        return {
            "id": uuid(1, number),
            "member_id": uuid(4, number),
            "name": name(number),
            "status": "approved" if approved else "returned",
            "approval_date": self.size.first_day if approved else None,
            "approval_origin": "center" if approved else None,
            "station_since": self.size.first_day,
        }

    def _registration(self, number: int) -> dict[str, Any]:
        approved = self._is_volunteer(number)
        return {
            "id": uuid(5, number),
            "volunteer_id": uuid(1, number),
            "status": "approved" if approved else "returned",
            "version": 1,
            "content": EVIDENCE,
            "origin": "in_person",
            "applied_on": self.size.first_day,
            "specialties": ["法律咨询"],
            "categories": ["convenience"],
            "free_times": ["周六上午"],
            "health": True,
            "conduct": True,
            "consents": {key: CONSENT for key in ("sensitive", "naming", "photos")},
            "originals": {
                "id_card": "经办员",
                "party_card": "经办员",
                "how": "in_person",
                "by": "经办员",
            },
            "approval_date": self.size.first_day if approved else None,
            "decision": "approved" if approved else "returned",
            "decided_version": 1,
            "decision_reason": "" if approved else "电话少一位",
            "decision_origin": "center",
            "decided_on": self.size.first_day,
            "decided_by": "中心审核员",
            "entered_by": OFFICER,
            "entered_at": NOW,
        }

    def _card(self, number: int) -> dict[str, Any]:
        handed = self.size.first_day if number % 10 else None
        return {
            "id": uuid(6, number),
            "number": f"13-{self.size.first_day.year}-{number:05}",
            "volunteer_id": uuid(1, number),
            "status": "valid",
            "issued_on": self.size.first_day,
            "handed_on": handed,
        }

    def _teams(self) -> None:
        """One for twenty people."""
        numbers = range(1 + self.size.volunteers // 20)
        teams = [
            {"id": uuid(7, n), "name": f"第{n + 1}服务队", "leader_id": uuid(1, n * 20)}
            for n in numbers
            if n * 20 < self.size.volunteers
        ]
        write(self.session, Team, teams)
        members = [
            {"team_id": uuid(7, number // 20), "volunteer_id": uuid(1, number)}
            for number in range(self.size.volunteers)
        ]
        write(self.session, TeamMember, members)

    def _transfers(self) -> None:
        """Of every tenth person, who was refused to another station."""
        rows = [
            {
                "id": uuid(13, number),
                "direction": "out",
                "status": "rejected",
                "name": name(number),
                "volunteer_id": uuid(1, number),
                "from_station": "station:01",
                "to_station": "station:02",
                "asked_on": self.size.first_day,
                "decided_on": self.size.first_day,
                "decided_by": "中心审核员",
                "reason": "没有调动",
            }
            for number in range(0, self.size.volunteers, 10)
        ]
        write(self.session, Transfer, rows)
