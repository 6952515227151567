"""The year of a district, walked over HTTP: from the rosters to the approved stars.

After it residents ask for help, so that its figures stay what the workbooks say.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from deploy.agenda import Agenda
from deploy.board import Board
from deploy.clerk import Clerk, Paper
from deploy.district import District
from deploy.neighbour import NEIGHBOURS, open_stations
from deploy.request import Requests
from deploy.school import School
from shared.clock import local_day
from shared.domain.deadline import due
from shared.domain.month import Month
from shared.domain.policy import default_policy

LATE_MONTH = 5
LATE_BY = timedelta(days=2)
AMENDED_MONTHS = (4, 3, 6, 2, 7)


class Year:
    """Puts the steps of a year on the agenda; clerks and the board take them."""

    def __init__(self, district: District, schools: list[School]) -> None:
        self.district = district
        self.year = schools[0].year
        self.board = Board(district, self.year)
        pairs = zip(district.stations, schools, strict=True)
        self.clerks = [Clerk(node, school, self.year) for node, school in pairs]
        self.requests = Requests(district, date(self.year + 1, 1, 19))
        self.agenda = Agenda()
        self._plan()

    @property
    def opening(self) -> date:
        return date(self.year, 1, 1)

    def _plan(self) -> None:
        add = self.agenda.add
        add(self.opening, 8, "导入花名册和登记表,确认纸质审核", self._open)
        for month in (Month(self.year, number) for number in range(1, 13)):
            add(month.next.first_day, 9, f"{month} 导入、认定、上报", partial(self._report, month))
        late = Month(self.year, LATE_MONTH)
        day = local_day(due(late, default_policy(self.year))) + LATE_BY
        add(day, 10, f"{self.clerks[-1].title} 迟报 {late}", partial(self._report_late, late))
        add(date(self.year, 9, 20), 10, "解锁后更正一个月(第 2 版)", self._amend)
        add(date(self.year + 1, 1, 5), 9, "各站上报全年,中心核对", self._seal_year)
        add(date(self.year + 1, 1, 6), 9, "协会公示拟定星级", self._publish)
        self.requests.plan(self.agenda)

    def _open(self) -> None:
        for clerk in self.clerks:
            clerk.import_roster()
            clerk.import_registrations()
        self.district.settle()
        self.board.confirm_claims()
        self._give_cards()
        for clerk in self.clerks:
            self._plan_registrations(clerk)
        if self.district.neighbour is not None and self.district.neighbour.stations:
            open_stations(self.district.neighbour, [NEIGHBOURS], self.year)

    def _plan_registrations(self, clerk: Clerk) -> None:
        """Those of the year itself: what is applied for or decided later is of the next."""
        add, last = self.agenda.add, date(self.year, 12, 31)
        days = {paper.applied_on for paper in clerk.papers}
        for day in sorted(day for day in days if self.opening < day <= last):
            add(day, 8, f"{clerk.title} 提交登记", clerk.import_registrations)
        for paper in clerk.papers:
            decided = paper.decided_on
            if decided is not None and self.opening <= decided <= last:
                does = partial(self._decide, clerk, paper)
                add(decided, 10, f"中心审核 {clerk.title} 的登记", does)

    def _decide(self, clerk: Clerk, paper: Paper) -> None:
        registration = clerk.registration_of(paper)
        if registration is not None:
            self.board.decide(registration, paper)
            self._give_cards()

    def _give_cards(self) -> None:
        self.district.settle()
        self.board.issue_cards()
        self.district.settle()
        for clerk in self.clerks:
            clerk.hand_over_cards()

    def _report(self, month: Month) -> None:
        for clerk in self.clerks:
            clerk.import_month(month)
            clerk.close(month)
            if (clerk, month.month) != (self.clerks[-1], LATE_MONTH):
                clerk.sign(month)
        self.district.settle()
        self.board.accept_reports()

    def _report_late(self, month: Month) -> None:
        self.clerks[-1].sign(month)
        self.district.settle()
        self.board.accept_reports()

    def _amend(self) -> None:
        found = (
            (clerk, month, record)
            for number in AMENDED_MONTHS
            for clerk in self.clerks
            for month in [Month(self.year, number)]
            for record in clerk.group_records(month)
        )
        clerk, month, record = next(found, (None, None, None))
        if clerk is None or month is None or record is None:
            return
        clerk.ask_unlock(month)
        self.district.settle()
        self.board.grant_unlocks()
        self.district.settle()
        clerk.correct_place(month, record)
        self.district.settle()
        self.board.accept_reports()

    def _seal_year(self) -> None:
        for clerk in self.clerks:
            clerk.seal_year()
        self.district.settle()
        self.board.forward_years()

    def _publish(self) -> None:
        last = self.board.publish()
        if last is None:
            return
        self.agenda.add(last + timedelta(days=1), 9, "公示期满,协会批准星级", self._approve)

    def _approve(self) -> None:
        self.board.approve_stars()
