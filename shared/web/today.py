"""What waits for whom: a row each, with since when, until when, and the one next act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from shared.clock import ZONE, local_day
from shared.domain.month import Month
from shared.web.language import is_english

FIRST = "first"
TODAY = "today"
WEEK = "week"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Task:
    """A row of 今日: a stamp's character, what, why and since when, due, and its one verb.

    `tone` is urgent, late, soon or "" and colours stamp and due; `section` is first, today or
    week. `aside` is where a press goes that takes the row off the page.
    """

    stamp: str
    what: str
    why: str
    href: str
    verb: str
    section: str = TODAY
    tone: str = ""
    due: str = ""
    aside: str = ""


@dataclass(frozen=True)
class Waiting:
    """What others hold: who, a sentence with a number, and where to see it."""

    who: str
    what: str
    href: str = ""


@dataclass(frozen=True)
class Section:
    """One part of the page with its rows."""

    key: str
    title: str
    tasks: Sequence[Task]


def sections(tasks: Iterable[Task]) -> list[Section]:
    """先办, 今天, 本周, each in the order given; empty ones are left out."""
    titles = {FIRST: _("先办"), TODAY: _("今天"), WEEK: _("本周")}
    rows = list(tasks)
    parted = [
        Section(key, title, [task for task in rows if task.section == key])
        for key, title in titles.items()
    ]
    return [section for section in parted if section.tasks]


def long_day(day: date) -> str:
    """11月2日 星期一 / Monday, 2 November."""
    if is_english():
        return f"{WEEKDAYS[day.weekday()]}, {day.day} {day:%B}"
    return f"{day.month}月{day.day}日 星期{'一二三四五六日'[day.weekday()]}"


def short_day(day: date, today: date | None = None) -> str:
    """11月2日, with its year where that isn't today's."""
    same = today is None or day.year == today.year
    if is_english():
        return f"{day.day} {day:%b}" if same else f"{day.day} {day:%b %Y}"
    return f"{day.month}月{day.day}日" if same else f"{day.year}年{day.month}月{day.day}日"


def moment(instant: datetime, now: datetime) -> str:
    """今天 07:52, 10月29日 16:40: when, in the district's time."""
    local = instant.astimezone(ZONE)
    if local.date() == local_day(now):
        return str(_("今天 %(time)s", time=f"{local:%H:%M}"))
    return f"{short_day(local.date(), local_day(now))} {local:%H:%M}"


def ago(instant: datetime, now: datetime) -> str:
    """How long ago, in the one unit that says enough; for the machine's clock: it never halts."""
    minutes = max(0, int((now - instant).total_seconds() // 60))
    if minutes < 1:
        return str(_("不到 1 分钟"))
    if minutes < 120:
        return str(_("%(n)s 分钟", n=minutes))
    hours = minutes // 60
    return str(_("%(n)s 小时", n=hours) if hours < 48 else _("%(n)s 天", n=hours // 24))


def month_name(month: Month) -> str:
    """2026年10月 / October 2026."""
    if is_english():
        return f"{month.first_day:%B} {month.year}"
    return f"{month.year}年{month.month}月"
