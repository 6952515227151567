"""What waits of requests on 今日: urgent ones, what is past its promise, new ones, to dispatch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from shared.clock import local_day
from shared.web.today import FIRST, TODAY, Task, Waiting, moment, short_day
from station.models.today import Heap

QUEUE = "request_page.list_requests"


def request_tasks(found: Mapping[str, Heap], now: datetime) -> Iterator[Task]:
    """The urgent first, then the overdue; each request stands in one row alone."""
    if (heap := found["urgent"]).count:
        what, why = _("%(n)s 件紧急需求", n=heap.count), since_said(heap, now)
        yield Task("急", what, why, url_for(QUEUE), _("去办"), FIRST, "urgent")
    if (heap := found["overdue"]).count:
        what, why = _("%(n)s 件需求过了承诺时间", n=heap.count), since_said(heap, now)
        yield Task("迟", what, why, url_for(QUEUE), _("去办"), FIRST, "late")
    if (heap := found["asked"]).count:
        what, why = _("%(n)s 件需求等受理", n=heap.count), since_said(heap, now)
        href = url_for(QUEUE, part="received")
        yield Task("收", what, why, href, _("去受理"), TODAY, "soon")
    if (heap := found["accepted"]).count:
        what, why = _("%(n)s 件需求等派单", n=heap.count), since_said(heap, now)
        href = url_for(QUEUE, part="accepted")
        yield Task("受", what, why, href, _("去派单"), TODAY, "soon")


def requests_above(found: Mapping[str, Heap], now: datetime) -> Iterator[Waiting]:
    """What was passed on, and nobody has taken yet."""
    if (heap := found["above"]).count:
        what = _("%(n)s 件需求转出去了，%(since)s", n=heap.count, since=since_said(heap, now))
        yield Waiting(_("服务中心"), what, url_for(QUEUE, part="above"))


def since_said(heap: Heap, now: datetime) -> str:
    """Since when the oldest of a heap waits."""
    if isinstance(heap.since, datetime):
        return str(_("自 %(at)s", at=moment(heap.since, now)))
    if heap.since is None:
        return ""
    return str(_("自 %(at)s", at=short_day(heap.since, local_day(now))))
