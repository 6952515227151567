"""What the center told, as rows of 今日; /notices: one is put aside by a press."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from datetime import date
from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.month import Month
from shared.domain.notice import Kind
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.today import FIRST, TODAY, Task, short_day
from station.actions.notice import put_aside
from station.database import db
from station.models.notice import Notice
from station.models.year_report import YearReport

blueprint = Blueprint("notice_page", __name__, url_prefix="/notices")


@blueprint.post("/<uuid:notice_id>/aside")
@needs("notice.put_aside")
def post_aside(notice_id: UUID) -> Response:
    """Off 今日; what it says stays true."""
    with transaction(db) as session:
        put_aside(session, current_actor(), business_now(), notice_id)
    say(_("放到一边了。再来通知，还会排在今日。"))
    return redirect(url_for("today_page.show_today"))


def rows_of(
    notices: Iterable[Notice], today: date, in_time: Container[str | None] = ()
) -> Iterator[Task]:
    """Who of the center asks or says what, since when, why, and the next act.

    Months that are `in_time` still are asked for early: nothing is overdue.
    """
    for one in notices:
        aside = url_for("notice_page.post_aside", notice_id=one.id)
        if one.kind == Kind.REPORT_REMINDED and one.first:
            month = Month.parse(one.first)
            what = _("服务中心催 %(n)s 月月报", n=month.month)
            href = url_for("month_page.show_month", month=str(month))
            tone = "soon" if one.first in in_time else "late"
            yield Task("缺", what, words_of(one, today), href, _("去办"), FIRST, tone, "", aside)
            continue
        href = url_for("month_page.list_months")
        if one.kind == Kind.STATION_CLOSED and one.last_day:
            what, due = _("服务中心停用了本站"), _("最后一天 %(day)s", day=short_day(one.last_day))
            verb = _("看还欠哪几个月")
            yield Task("停", what, words_of(one, today), href, verb, FIRST, "soon", due, aside)
        elif one.kind == Kind.STATION_REOPENED:
            what = _("服务中心恢复了本站")
            yield Task("新", what, words_of(one, today), href, _("看月报"), TODAY, "", "", aside)


def asked(years: Iterable[YearReport], today: date) -> Iterator[Task]:
    """Years that came back with a question, until they are sealed anew."""
    for one in years:
        what = _("%(year)s 年报被退回来问", year=one.year)
        why = _("%(by)s：“%(reason)s”", by=one.returned_by or _("上级"), reason=one.return_reason)
        since = short_day(local_day(one.returned_at), today) if one.returned_at else ""
        due = _("自 %(at)s", at=since)
        href = url_for("year_page.show_year", year=one.year)
        yield Task("退", what, why, href, _("去核对"), FIRST, "late", due)


def words_of(one: Notice, today: date) -> str:
    """By whom and when, in whose words."""
    who = _("%(by)s %(day)s", by=one.said_by, day=short_day(one.said_on, today))
    return str(_("%(who)s：“%(reason)s”", who=who, reason=one.reason)) if one.reason else str(who)
