"""今日: what waits for whoever is signed in, the month that is due, and what others hold."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, datetime

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.domain.month import Month
from shared.domain.monthly_report import UNSIGNED, Status
from shared.web.login import current_actor, needs
from shared.web.today import FIRST, TODAY, WEEK, Task, Waiting, sections, short_day
from station.database import db
from station.domain.certification import SECOND_OFFICER
from station.domain.month_check import Check
from station.domain.permission import ADMINISTRATOR, SERVING, WORKING
from station.models.certification_list import Group, groups
from station.models.month_draft import line_checks
from station.models.month_year import MonthLine, year_lines
from station.models.notice import told
from station.models.policy import policies
from station.models.today import Heap, heaps
from station.models.year_report import returned_years
from station.pages.month_check import Said, said
from station.pages.notice import asked, rows_of
from station.pages.request_today import order_tasks, request_tasks, requests_above, since_said
from station.pages.visit_today import visit_tasks

blueprint = Blueprint("today_page", __name__, url_prefix="/today")
MONTHS = 4
MOST_GROUPS = 6


@blueprint.get("")
@needs("policy.read")
def show_today() -> str | Response:
    """What waits, since when, with the one next act; a volunteer's day begins at their own."""
    role = current_actor().role
    if role in SERVING:
        return redirect(url_for("own_page.show_own"))
    if role == ADMINISTRATOR:
        return render_template("today/show.html", sections=[], waiting=[], due=None)
    session, now = db.session(), business_now()
    known, said_above = policies(session), told(session)
    found = heaps(session, now, known.days)
    lines = year_lines(session, _months(local_day(now)), now, said_above, known)
    due = next((one for one in lines if one.is_owed and one.is_over and _is_open(one)), None)
    lacking = line_checks(session, due, now) if due else []
    checks = [(one, said(one, due.month)) for one in lacking] if due else []
    reminded = {one.first for one in said_above.waiting}
    in_time = {str(one.month) for one in lines if not one.is_due}
    tasks = [
        *request_tasks(found, now),
        *order_tasks(found, now),
        *visit_tasks(found, now),
        *rows_of(said_above.waiting, local_day(now), in_time),
        *_months_late(lines, reminded, now),
        *asked(returned_years(session), local_day(now)),
        *_people(found, now),
        *_records(groups(session), now),
        *_rest(checks),
    ]
    return render_template(
        "today/show.html",
        sections=sections(tasks),
        waiting=list(_others(found, lines, now)),
        due=due,
        checks=checks,
        left=(due.due_on - local_day(now)).days if due else 0,
        may=role in WORKING,
    )


def _months(today: date) -> list[Month]:
    """The running month and those before it, the oldest first."""
    found = [Month.of(today)]
    while len(found) < MONTHS:
        found.append(found[-1].previous)
    return found[::-1]


def _is_open(line: MonthLine) -> bool:
    return line.status in UNSIGNED


def _is_late(line: MonthLine) -> bool:
    return line.is_owed and line.is_over and _is_open(line) and line.is_due


def _months_late(
    lines: list[MonthLine], reminded: Container[str | None], now: datetime
) -> Iterator[Task]:
    """Returned ones, those past due unless the center's own word says so, those to be signed."""
    for line in lines:
        href = url_for("month_page.show_month", month=str(line.month))
        if line.status == Status.RETURNED and line.report:
            what = _("%(n)s 月月报被退回", n=line.month.month)
            why = _(
                "%(by)s：“%(reason)s”",
                by=line.report.decided_by,
                reason=line.report.decision_reason,
            )
            yield Task("退", what, why, href, _("去改"), FIRST, "late")
        elif _is_late(line) and str(line.month) not in reminded:
            what = _("%(n)s 月月报还没送", n=line.month.month)
            due = _("应在 %(day)s 前送到", day=short_day(line.due_on, local_day(now)))
            yield Task(
                "迟", what, _("数字已算好，看一遍签字就行"), href, _("去办"), FIRST, "late", due
            )
        elif line.status == Status.CLOSED:
            what = _("%(n)s 月月报等站长签字", n=line.month.month)
            due = _("%(day)s 前送到", day=short_day(line.due_on, local_day(now)))
            yield Task("稿", what, _("经办员核对过了"), href, _("去签字"), TODAY, "soon", due)


def _people(found: Mapping[str, Heap], now: datetime) -> Iterator[Task]:
    if (heap := found["returned"]).count:
        what = _("%(n)s 份登记被退回，要补", n=heap.count)
        href = url_for("registration_page.list_registrations", status="returned")
        yield Task("退", what, since_said(heap, now), href, _("去补正"), TODAY, "soon")
    if (heap := found["contests"]).count and isinstance(heap.since, date):
        late = heap.since < local_day(now)
        what = _("%(n)s 件异议等答复", n=heap.count)
        due = _("%(day)s 前答复", day=short_day(heap.since, local_day(now)))
        href = url_for("contest_page.list_contests", status="open")
        section, tone = (FIRST, "late") if late else (TODAY, "soon")
        yield Task("疑", what, _("义工对记录或积分有异议"), href, _("去答复"), section, tone, due)
    if (heap := found["cards"]).count:
        what = _("%(n)s 张义工证到了，等发给本人", n=heap.count)
        href = url_for("volunteer_page.list_volunteers", status="to_hand_over")
        yield Task("新", what, since_said(heap, now), href, _("去发证"), WEEK)


def _records(waiting: list[Group], now: datetime) -> Iterator[Task]:
    for group in waiting[:MOST_GROUPS]:
        second = group.waits_for == SECOND_OFFICER
        what = _("%(what)s %(n)s 条记录", what=group.what or _("单独记的"), n=group.records)
        days = short_day(group.first_day, local_day(now))
        why = _("%(day)s · %(hours)s 小时", day=days, hours=group.hours)
        href = url_for(
            "certification_page.show_group",
            step=group.waits_for,
            activity=group.activity,
            sheet=group.sheet,
        )
        verb = _("一起复核") if second else _("一起认定")
        yield Task("复" if second else "认", what, why, href, verb, TODAY, "", _("月报前"))
    if len(waiting) > MOST_GROUPS:
        what = _("还有 %(n)s 组等认定", n=len(waiting) - MOST_GROUPS)
        yield Task("认", what, "", url_for("certification_page.list_waiting"), _("去看"), TODAY)


def _rest(checks: Iterable[tuple[Check, Said]]) -> Iterator[Task]:
    for check, words in checks:
        if check.code in ("unevaluated", "unattended"):
            sign = "评" if check.code == "unevaluated" else "收"
            why = _("没评价的小时不积分") if sign == "评" else _("点过名才有记录")
            yield Task(sign, words.sentence, why, words.href, _("去看"), WEEK)


def _others(found: Mapping[str, Heap], lines: list[MonthLine], now: datetime) -> Iterator[Waiting]:
    if (heap := found["submitted"]).count:
        href = url_for("registration_page.list_registrations", status="submitted")
        what = _("%(n)s 人登记待审，%(since)s", n=heap.count, since=since_said(heap, now))
        yield Waiting(_("服务中心"), what, href)
    yield from requests_above(found, now)
    reported = [line for line in lines if line.status in (Status.SEALED, Status.REPORTED)]
    for line in reported:
        href = url_for("month_page.show_month", month=str(line.month))
        what = _("%(n)s 月月报等审", n=line.month.month)
        yield Waiting(_("服务中心"), what, href)
    if (heap := found["moves"]).count:
        what = _("%(n)s 件调动等决定", n=heap.count)
        yield Waiting(_("服务中心"), what, url_for("transfer_page.list_transfers"))
    if (heap := found["no_card"]).count:
        what = _("%(n)s 张义工证待制，%(since)s", n=heap.count, since=since_said(heap, now))
        yield Waiting(_("协会"), what, url_for("volunteer_page.list_volunteers", status="approved"))
    if (heap := found["lost"]).count:
        yield Waiting(_("协会"), _("%(n)s 张报失的证待补", n=heap.count), "")
