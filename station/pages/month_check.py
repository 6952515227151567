"""The checks of a month or a year as sentences, each with the page where it is settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import gettext

from shared.domain.month import Month
from shared.web.language import marked as _l
from station.domain.month_check import Check, Level

_SENTENCES: Final[Mapping[tuple[str, Level], str]] = {
    ("not_over", Level.BLOCKS): _l("这个月还没结束，%(day)s 起可以签字"),
    ("certifier", Level.BLOCKS): _l("%(count)s 条记录还没认定"),
    ("certifier", Level.DONE): _l("%(records)s 条记录全部认定"),
    ("held", Level.WARNS): _l("%(count)s 条缺第二位工作人员，先不计入"),
    ("second_officer", Level.WARNS): _l("%(count)s 条等复核，先不计入"),
    ("signature", Level.WARNS): _l("%(count)s 条等服务对象签字，先不计入"),
    ("unevaluated", Level.WARNS): _l(
        "%(count)s 条记录（%(hours)s 小时）还没评价；照样可以报，以后评价了用补正加积分"
    ),
    ("late", Level.WARNS): _l("%(count)s 条是月报到期后补录的"),
    ("unattended", Level.WARNS): _l("%(count)s 次活动过了日子还没点名"),
    ("group", Level.DONE): _l("有集中服务 %(count)s 次"),
    ("group", Level.WARNS): _l("这个月没有集中服务；每月至少一次"),
    ("exempt", Level.DONE): _l("服务中心同意本月不搞集中服务：%(reason)s"),
    ("training", Level.DONE): _l("有培训 %(count)s 次"),
    ("summary", Level.BLOCKS): _l("情况汇报是空的"),
    ("uncaptioned", Level.BLOCKS): _l("%(count)s 张照片都没有说明"),
    ("uncaptioned", Level.WARNS): _l("%(count)s 张照片没有说明"),
    ("photo", Level.BLOCKS): _l("还没有照片；加一张，或写明没有的原因"),
    ("photo", Level.DONE): _l("照片 %(count)s 张，都有说明"),
    ("no_photo", Level.DONE): _l("没有照片：%(reason)s"),
    ("year_not_over", Level.BLOCKS): _l("这一年还没结束，%(day)s 起可以封存"),
    ("months", Level.BLOCKS): _l("%(count)s 个月的月报服务中心还没通过：%(months)s"),
    ("months", Level.DONE): _l("十二个月的月报都通过了"),
    ("amendments", Level.WARNS): _l("%(count)s 个月有改动还没补报：%(months)s"),
    ("year_certifier", Level.WARNS): _l("%(count)s 条记录还没认定，不计入全年"),
    ("year_second_officer", Level.WARNS): _l("%(count)s 条等复核，不计入全年"),
    ("year_signature", Level.WARNS): _l("%(count)s 条等签字，不计入全年"),
    ("year_unevaluated", Level.WARNS): _l("%(count)s 条（%(hours)s 小时）还没评价，不计积分"),
    ("contests", Level.WARNS): _l("%(count)s 件异议还没答复"),
    ("seal", Level.DONE): _l("%(year)s 年已封存"),
    ("seal", Level.WARNS): _l("等站长封存 %(year)s 年"),
    ("returned", Level.BLOCKS): _l("年报被退回：%(reason)s"),
}


@dataclass(frozen=True)
class Said:
    """A check in the reader's words, and the address where it is settled ("" for none)."""

    sentence: str
    href: str


def said(check: Check, month: Month | None = None) -> Said:
    """The sentence of a check; its link leads to the month's own rows where there is a month."""
    template = _SENTENCES[(check.code, check.level)]
    return Said(str(gettext(template, **check.values)), _address(check.link, month))


def _address(link: str, month: Month | None) -> str:
    make = _LINKS.get(link)
    return make(str(month) if month else "") if make else ""


_LINKS: Final[Mapping[str, Callable[[str], str]]] = {
    "certification": lambda _m: url_for("certification_page.list_waiting"),
    "second": lambda _m: url_for("certification_page.list_waiting"),
    "slip": lambda month: url_for("record_page.list_records", month=month, waits="signature"),
    "evaluation": lambda month: url_for(
        "record_page.list_records", month=month, waits="evaluation"
    ),
    "late": lambda month: url_for("record_page.list_records", month=month, waits="late"),
    "attendance": lambda _m: url_for("activity_page.list_activities", status="planned"),
    "activity": lambda _m: url_for("activity_page.new_activity"),
    "summary": lambda month: url_for("month_draft_page.edit_draft", month=month),
    "photo": lambda month: url_for("month_draft_page.edit_draft", month=month),
    "month": lambda _m: url_for("month_page.list_months"),
    "contest": lambda _m: url_for("contest_page.list_contests"),
}
