"""A station's sealed months and years, with the stars that were decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from benchmarks.seeds.audit import line
from benchmarks.seeds.size import EVIDENCE, HEAD, LAST_YEAR, NOW, Size, uuid, write
from benchmarks.seeds.station_ledger import WAITING
from shared.domain.entry import Entry, entries_digest
from shared.domain.month import Month
from shared.domain.policy import default_policy
from shared.domain.tally import Tally, add_up
from shared.wire import tally as tally_wire
from shared.wire import year as year_wire
from station.domain import year as year_rules
from station.domain.tally import table_of
from station.models.audit import Audit
from station.models.month_report import MonthReport
from station.models.month_view import entry_lines
from station.models.star import Star
from station.models.tally_version import TallyVersion
from station.models.year_report import YearReport


@dataclass
class ReportSeed:
    """Writes them in the caller's transaction, out of the entries of `months`."""

    session: Session
    size: Size
    months: Mapping[Month, list[Entry]]

    @cached_property
    def tallies(self) -> dict[Month, Tally]:
        sealed = ((month, found) for month, found in self.months.items() if month != WAITING)
        return {month: add_up(found, default_policy(month.year)) for month, found in sealed}

    def write(self) -> None:
        """Years are made of months."""
        self._months()
        self._years()

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


def _signed(report: Mapping[str, Any]) -> dict[str, Any]:
    after = {"status": "sealed", "revision": 1}
    return line("month.signed", f"tally:{report['id']}", after, report["closed_at"])
