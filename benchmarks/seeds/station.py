"""A station with years of records, sealed months and years; December waits to be closed."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

import xlsxwriter
from sqlalchemy import update
from sqlalchemy.orm import Session

from benchmarks.seeds.line import seed_lines
from benchmarks.seeds.order import seed_orders
from benchmarks.seeds.pairing import seed_pairings
from benchmarks.seeds.request import seed_requests
from benchmarks.seeds.size import EVIDENCE, HEAD, LAST_YEAR, NOW, OFFICER, Size, name, uuid, write
from shared.domain.entry import Entry, entries_digest
from shared.domain.id_number import check_digit
from shared.domain.month import Month, day_begins
from shared.domain.policy import default_policy
from shared.domain.service_record import Form
from shared.domain.tally import Tally, add_up
from shared.vault import vault_of
from shared.wire import tally as tally_wire
from shared.wire import year as year_wire
from station.domain import year as year_rules
from station.domain.tally import table_of
from station.models.activity import Activity, ActivityPerson
from station.models.audit import Audit
from station.models.card import Card
from station.models.evaluation import LateEvaluation
from station.models.federation import TABLES, Blob, Node
from station.models.member import Member, MemberStay
from station.models.month_report import MonthReport
from station.models.month_view import entry_lines
from station.models.officer import Officer
from station.models.photo import Photo
from station.models.registration import Registration
from station.models.service_record import ServiceRecord
from station.models.star import Star
from station.models.tally_version import TallyVersion
from station.models.team import Team, TeamMember
from station.models.training import TrainingAttendance, TrainingSession
from station.models.transfer import Transfer
from station.models.volunteer import Volunteer, VolunteerSpan
from station.models.workbook_import import WorkbookImport
from station.models.year_report import YearReport

HEADINGS = (
    *("序号", "姓名", "证件后四位", "服务日期", "开始时间", "结束时间", "扣除(分钟)"),
    *("服务时长(小时)", "服务类别", "服务形式", "服务地点", "服务内容", "服务对象签字", "评价"),
    *("占用工作时间", "认定人", "复核人"),
)
CONSENT = {"given": True, "text": "1", "how": "in_person"}
WAITING = Month(LAST_YEAR, 12)


@dataclass
class StationSeed:
    """Writes everything in the caller's transaction."""

    session: Session
    size: Size

    @cached_property
    def months(self) -> dict[Month, list[Entry]]:
        return self.size.by_month()

    @cached_property
    def tallies(self) -> dict[Month, Tally]:
        sealed = ((month, found) for month, found in self.months.items() if month != WAITING)
        return {month: add_up(found, default_policy(month.year)) for month, found in sealed}

    def write(self) -> None:
        opened = {"opened_on": self.size.first_day}
        self.session.execute(update(Node).values(opened))
        self._people()
        self._teams()
        self._activities()
        self._records()
        self._months()
        self._years()
        self._trainings()
        self._imports()
        self._transfers()
        self._slips()
        seed_requests(self.session, self.size.volunteers)
        seed_orders(self.session, self.size.volunteers)
        seed_pairings(self.session, max(2, self.size.volunteers // 5))

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

    def _activities(self) -> None:
        """Each activity that group records share; some more planned for this January."""
        rows, people = [], []
        for number, (label, group) in enumerate(self._groups().items()):
            rows.append(self._activity(number, group[0], label))
            pairs = {entry.volunteer for entry in group}
            people += [{"activity_id": uuid(8, number), "volunteer_id": who} for who in pairs]
        write(self.session, Activity, rows)
        write(self.session, ActivityPerson, people)

    def _groups(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entries in self.months.values():
            for entry in entries:
                if entry.form is Form.GROUP:
                    found[entry.activity].append(entry)
        return found

    def _activity(self, number: int, like: Entry, label: str) -> dict[str, Any]:
        return {
            "id": uuid(8, number),
            "title": f"集中服务 {label}",
            "category": like.category,
            "form": like.form,
            "place": "社区广场",
            "content": f"清扫楼道 {label}",
            "day": like.date,
            "month": str(Month.of(like.date)),
            "start": like.start,
            "end": like.end,
            "break_minutes": 0,
            "team_id": uuid(7, 0),
            "status": "held",
            "planned_by": OFFICER,
            "planned_at": NOW,
        }

    def _records(self) -> None:
        """All certified but every tenth of the month that waits; two lines of history each."""
        activities = {label: uuid(8, n) for n, label in enumerate(self._groups())}
        rows = [
            self._record(entry, number, activities)
            for entries in self.months.values()
            for number, entry in enumerate(entries)
        ]
        write(self.session, ServiceRecord, rows)
        unsaid = [row for row in rows if row["evaluation"] == "dissatisfied"][::5]
        write(self.session, LateEvaluation, [_late(row) for row in unsaid])
        lines = [line for row in rows for line in self._history(row)]
        write(self.session, Audit, lines)

    def _record(self, entry: Entry, number: int, activities: Mapping[str, Any]) -> dict[str, Any]:
        month = Month.of(entry.date)
        waits = month == WAITING and number % 10 == 0
        start, end = (int(text[:2]) * 60 + int(text[3:]) for text in (entry.start, entry.end))
        return {
            "id": entry.record,
            "volunteer_id": entry.volunteer,
            "day": entry.date,
            "month": str(month),
            "start": entry.start,
            "end": entry.end,
            "minutes": end - start,
            "hours": entry.hours,
            "category": entry.category,
            "form": entry.form,
            "place": "社区广场",
            "content": f"清扫楼道 {entry.activity}",
            "evaluation": entry.evaluation,
            "paid": entry.paid,
            "recipient_signed": entry.form is Form.DISPATCHED,
            "channel": entry.channel,
            "evidence": entry.evidence,
            "status": "submitted" if waits else "certified",
            "waits_for": "certifier" if waits else None,
            "certifier_id": None if waits else entry.certifier,
            "certified_at": None if waits else NOW,
            "certified_by": None if waits else HEAD,
            "activity_id": activities.get(entry.activity),
            "entered_by": OFFICER,
            "entered_at": NOW,
        }

    def _history(self, row: Mapping[str, Any]) -> list[dict[str, Any]]:
        subject = f"record:{row['id']}"
        verbs = ("entered",) if row["status"] == "submitted" else ("entered", "certified")
        after = {"status": row["status"]}
        day = day_begins(row["day"])
        return [
            line(f"record.{verb}", subject, after, day + timedelta(minutes=row["minutes"] * number))
            for number, verb in enumerate(verbs, start=1)
        ]

    def _months(self) -> None:
        reports, versions = [], []
        for number, (month, tally) in enumerate(self.tallies.items()):
            reports.append(self._report(number, month))
            versions += [
                self._version(number, month, tally, revision)
                for revision in range(1, self._revisions(month) + 1)
            ]
        write(self.session, MonthReport, reports)
        write(self.session, TallyVersion, versions)
        write(self.session, Audit, [_signed(each) for each in reports])

    def _revisions(self, month: Month) -> int:
        """Each May and November was amended once."""
        return 2 if month.month in {5, 11} else 1

    def _report(self, number: int, month: Month) -> dict[str, Any]:
        return {
            "id": uuid(9, number),
            "month": str(month),
            "status": "accepted",
            "revision": self._revisions(month),
            "closed_at": month.ends,
            "closed_by": "站长",
            "arrived_at": month.ends,
            "on_time": number % 9 != 0,
            "decision": "accepted",
            "decision_reason": "",
            "decided_on": month.next.first_day,
            "decided_by": "中心审核员",
        }

    def _version(self, number: int, month: Month, tally: Tally, revision: int) -> dict[str, Any]:
        entries = sorted(self.months[month], key=lambda entry: entry.record)
        data = table_of(tally) | {
            "tally": uuid(9, number),
            "station": "station:01",
            "month": month,
            "revision": revision,
            "volunteers_on_roster": self.size.volunteers,
            "members": self.size.volunteers + self.size.volunteers // 10 + 1,
            "summary": f"{month} 党员义工服务情况",
            "photos": [],
            "no_photo_reason": "没有照片",
            "signed_by": "站长",
            "sealed_at": month.ends,
            "channel": "system",
            "amends": {"reason": "一条记录的地点写错"} if revision > 1 else None,
            "entries": len(entries),
            "entries_digest": entries_digest(entries),
        }
        return {
            "report_id": uuid(9, number),
            "revision": revision,
            "reason": "一条记录的地点写错" if revision > 1 else None,
            "data": tally_wire.MonthSchema().dump(data),
            "entries": entry_lines(entries),
            "content": EVIDENCE,
            "message_id": uuid(10, number * 2 + revision),
            "signed_by": "站长",
            "signed_by_id": HEAD,
            "sealed_at": month.ends,
            "decision": "accepted",
            "decided_by": "中心审核员",
        }

    def _years(self) -> None:
        """Every year but the last is sealed, and its stars are decided."""
        for year in range(self.size.first_day.year, LAST_YEAR):
            tallies = {m: (1, tally) for m, tally in self.tallies.items() if m.year == year}
            people = [uuid(1, number) for number in range(self.size.volunteers)]
            lines = year_rules.volunteer_lines(tallies, year, people)
            sealed = Month(year, 12).ends
            data = {
                "station": "station:01",
                "year": year,
                "version": 1,
                "part": 1,
                "parts": 1,
                "signed_by": "站长",
                "sealed_at": sealed,
                "volunteers": lines,
            }
            parts = [year_wire.SealedSchema().dump(data)]
            report = {"year": year, "version": 1, "status": "sealed", "parts": parts}
            write(self.session, YearReport, [report | {"signed_by": "站长", "sealed_at": sealed}])
            write(self.session, Star, [self._star(year, each) for each in lines])

    def _star(self, year: int, line: Mapping[str, Any]) -> dict[str, Any]:
        star = min(line["points"] // 300, 3)
        return {
            "volunteer_id": line["volunteer"],
            "year": year,
            "ver": 1,
            "station": "station:01",
            "points": line["points"],
            "proposed": star,
            "star": star,
            "decision": "approved",
            "decided_on": date(year + 1, 1, 20),
            "decided_by": "协会审核员",
            "first_approved_on": date(year + 1, 1, 20),
            "received_at": NOW,
        }

    def _trainings(self) -> None:
        """Two sessions a year, attended by all."""
        years = range(self.size.first_day.year, LAST_YEAR + 1)
        days = [date(year, month, 10) for year in years for month in (3, 9)]
        sessions = [
            {
                "id": uuid(11, number),
                "topic": "党性教育",
                "kind": "concentrated",
                "strand": "party_spirit",
                "day": day,
                "minutes": 180,
                "trainer": "党校教师",
                "status": "held",
                "entered_by": OFFICER,
                "entered_at": NOW,
            }
            for number, day in enumerate(days)
        ]
        write(self.session, TrainingSession, sessions)
        attended = [
            {"session_id": uuid(11, n), "volunteer_id": uuid(1, who), "minutes": 180}
            for n in range(len(days))
            for who in range(self.size.volunteers)
        ]
        write(self.session, TrainingAttendance, attended)

    def _imports(self) -> None:
        """A sheet for each quarter, with its headings alone."""
        sheet = _sheet()
        rows = [
            {
                "id": uuid(12, number),
                "kind": "record",
                "file_name": f"服务活动情况统计表-{month}.xlsx",
                "digest": EVIDENCE,
                "file": sheet,
                "month": str(month),
                "months": [str(month)],
                "counts": {"accepted": 0, "held": 0, "refused": 0},
                "preview": b'{"rows": []}',
                "status": "written",
                "entered_by": OFFICER,
                "entered_at": month.ends,
                "written_by": OFFICER,
                "written_at": month.ends,
            }
            for number, month in enumerate(self.size.months[::3])
        ]
        write(self.session, WorkbookImport, rows)

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

    def _slips(self) -> None:
        """One that waits for its record."""
        write(
            self.session,
            Blob,
            [{"sha256": EVIDENCE, "size": 1, "mime": "image/jpeg", "content": b"-"}],
        )
        slip = {"kind": "slip", "sha256": EVIDENCE, "width": 1, "height": 1, "size": 1}
        kept = {"id": uuid(21, 0), "added_by": OFFICER, "added_at": NOW}
        write(self.session, Photo, [slip | kept])


def _sheet() -> bytes:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    book.add_worksheet("1月").write_row(0, 0, HEADINGS)
    book.close()
    return kept.getvalue()


def line(action: str, subject: str, after: Mapping[str, Any], at: datetime = NOW) -> dict[str, Any]:
    """A line of the audit log."""
    return {
        "business_at": at,
        "machine_at": NOW,
        "actor_id": OFFICER,
        "actor_name": "经办员",
        "actor_role": "clerk",
        "channel": "page",
        "action": action,
        "subject": subject,
        "after": after,
    }


def _signed(report: Mapping[str, Any]) -> dict[str, Any]:
    after = {"status": "sealed", "revision": 1}
    return line("month.signed", f"tally:{report['id']}", after, report["closed_at"])


def _late(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "record_id": row["id"],
        "evaluation": "satisfied",
        "entered_by": OFFICER,
        "entered_at": NOW,
    }


def seed(session: Session, size: Size) -> None:
    """Fills an empty station."""
    StationSeed(session, size).write()
    seed_lines(session, TABLES, size)
