"""What waits of visits on 今日: overdue ones, households that nobody visits, holders of stars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from shared.clock import local_day
from shared.domain.month import Month
from shared.web.today import FIRST, TODAY, WEEK, Task, short_day
from station.models.today import Heap
from station.pages.request_today import since_said

PAIRINGS = "pairing_page.list_pairings"
BENEFITS = "benefit_page.list_visits"


def visit_tasks(found: Mapping[str, Heap], now: datetime) -> Iterator[Task]:
    """What is overdue first; what this month still owes stands under the week."""
    this = Month.of(local_day(now))
    if (heap := found["visits_late"]).count:
        what, why = _("%(n)s 次结对走访过期没去", n=heap.count), since_said(heap, now)
        href = url_for(PAIRINGS, status="overdue")
        yield Task("迟", what, why, href, _("去办"), FIRST, "late")
    if (heap := found["benefits_late"]).count:
        what, why = _("%(n)s 次慰问走访过期没去", n=heap.count), _("去过的补记，没去的写明原因")
        href = url_for(BENEFITS, month=str(this.previous))
        yield Task("迟", what, why, href, _("去办"), FIRST, "late")
    if (heap := found["pairings"]).count:
        what = _("%(n)s 户结对要有人接", n=heap.count)
        why, href = _("原来的义工不在岗，或者这一次没有人去"), url_for(PAIRINGS, status="orphaned")
        yield Task("缺", what, why, href, _("去交接"), TODAY, "soon")
    if (heap := found["benefits"]).count:
        what = _("本月还有 %(n)s 次慰问走访", n=heap.count)
        due = _("%(day)s 前", day=short_day(this.last_day, local_day(now)))
        why = _("连续三年三星的义工，每月上门一次")
        yield Task("访", what, why, url_for(BENEFITS), _("去看"), WEEK, "", due)
