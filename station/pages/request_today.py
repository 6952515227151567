"""What waits of requests and orders on 今日: the urgent and late ones first, what is new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from shared.clock import local_day
from shared.domain.service_order import Status
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
    if (heap := found["refused"]).count:
        what, why = _("%(n)s 件需求派的人都去不了", n=heap.count), since_said(heap, now)
        href = url_for(QUEUE, part="accepted")
        yield Task("拒", what, why, href, _("去改派"), TODAY, "soon")


def order_tasks(found: Mapping[str, Heap], now: datetime) -> Iterator[Task]:
    """Orders that have waited too long; each leads to the list of just these."""
    if (heap := found["disputed"]).count:
        what = _("%(n)s 张服务单，服务对象说不对", n=heap.count)
        href = _listed(Status.DISPUTED)
        yield Task("疑", what, _("理由写在单子上"), href, _("去弄清"), TODAY, "soon")
    if (heap := found["stranded"]).count:
        what = _("%(n)s 张服务单要去的人不在册了", n=heap.count)
        href = _listed(Status.ACCEPTED)
        yield Task("离", what, since_said(heap, now), href, _("去改派"), TODAY, "soon")
    if (heap := found["unreported"]).count:
        what = _("%(n)s 张服务单过了上门的日子，还没报完成", n=heap.count)
        href = _listed(Status.ACCEPTED)
        yield Task("未", what, since_said(heap, now), href, _("去问问"), TODAY, "soon")
    if (heap := found["unanswered"]).count:
        what = _("%(n)s 张服务单派出去还没人答复", n=heap.count)
        href = _listed(Status.OFFERED)
        yield Task("派", what, since_said(heap, now), href, _("去问问"), TODAY, "soon")
    if (heap := found["unsigned"]).count:
        what = _("%(n)s 张服务单办好了还没签字", n=heap.count)
        yield Task("签", what, since_said(heap, now), _listed(Status.DONE), _("去请人签"))


def _listed(status: Status) -> str:
    return url_for("order_page.list_orders", status=status)


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
