"""今日: what waits for whoever is signed in, by kind and since when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from association.database import db
from association.models.waiting import waiting
from shared.clock import business_now, local_day
from shared.waiting import Heap
from shared.web.language import marked as _l
from shared.web.login import needs
from shared.web.shell import may_do
from shared.web.today import TODAY, WEEK, Task, Waiting, moment, sections, short_day

blueprint = Blueprint("today_page", __name__, url_prefix="/today")


@dataclass(frozen=True)
class Kind:
    """How a heap is told: its stamp, sentence and verb (msgids), where it is settled, by whom."""

    stamp: str
    what: str
    verb: str
    endpoint: str
    permission: str
    section: str = TODAY
    tone: str = ""


KINDS: Final[Mapping[str, Kind]] = {
    "request": Kind(
        "转",
        _l("%(n)s 件需求等转办"),
        _l("去转办"),
        "request_page.list_requests",
        "request.route",
        tone="soon",
    ),
    "lost": Kind(
        "异",
        _l("%(n)s 张义工证报失，等补发"),
        _l("去补发"),
        "card_page.list_issued",
        "card.end",
        tone="soon",
    ),
    "queue": Kind("新", _l("%(n)s 人等着制证"), _l("去制证"), "card_page.list_cards", "card.issue"),
    "unprinted": Kind(
        "新", _l("%(n)s 张证编了号，还没印"), _l("去印制"), "batch_page.list_batches", "card.print"
    ),
    "year": Kind(
        "差",
        _l("%(n)s 站的年报与各月不符"),
        _l("去看差异"),
        "year_page.list_years",
        "year.return",
        tone="soon",
    ),
    "proposal": Kind(
        "审", _l("%(n)s 人拟评星级，等公示"), _l("去公示"), "star_page.list_stars", "notice.start"
    ),
    "notice": Kind(
        "审",
        _l("%(n)s 人公示期满，等决定"),
        _l("去评定"),
        "star_page.list_stars",
        "star.decide",
        tone="soon",
    ),
    "held": Kind(
        "停", _l("%(n)s 人暂缓，等再看"), _l("去看"), "star_page.list_stars", "star.decide", WEEK
    ),
    "enrolment": Kind(
        "新",
        _l("%(n)s 个中心申请接入"),
        _l("去核对"),
        "gate_page.list_enrolments",
        "enrolment.manage",
    ),
}
QUERY: Final[Mapping[str, Mapping[str, str]]] = {
    "lost": {"status": "lost"},
    "held": {"kind": "held"},
}


@blueprint.get("")
@needs("policy.read")
def show_today() -> str:
    """What waits, since when, with the one next act."""
    now = business_now()
    heaps = waiting(db.session(), local_day(now))
    return render_template(
        "today/show.html",
        sections=sections(_tasks(heaps, now)),
        waiting=list(_others(heaps, now)),
    )


def _tasks(heaps: Mapping[str, Heap], now: datetime) -> Iterator[Task]:
    for name, kind in KINDS.items():
        heap = heaps.get(name)
        if heap is None or not may_do(kind.permission):
            continue
        yield Task(
            stamp=kind.stamp,
            what=_(kind.what, n=heap.count),
            why=_since(heap, now),
            href=_address(name, kind),
            verb=_(kind.verb),
            section=kind.section,
            tone=kind.tone,
        )


def _others(heaps: Mapping[str, Heap], now: datetime) -> Iterator[Waiting]:
    if (heap := heaps.get("missing_year")) is not None:
        what = _("%(n)s 站的年报还没到", n=heap.count)
        href = url_for("year_page.list_years") if may_do("year.read") else ""
        yield Waiting(_("工作站"), what, href)


def _since(heap: Heap, now: datetime) -> str:
    if heap.since is None:
        return ""
    if isinstance(heap.since, datetime):
        return str(_("最早 %(at)s", at=moment(heap.since, now)))
    return str(_("最早 %(at)s", at=short_day(heap.since, local_day(now))))


def _address(name: str, kind: Kind) -> str:
    query: dict[str, Any] = dict(QUERY.get(name, {}))
    return url_for(kind.endpoint, **query)
