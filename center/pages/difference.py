"""What the check of a monthly report found, in the officer's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from flask_babel import gettext as _

from shared.domain.tally_check import Difference
from shared.web.language import marked as _l
from shared.web.word import word

WHOLE: Final[Mapping[str, str]] = {
    "entries/count": _l("月报说有 %(told)s 条明细，收到 %(counted)s 条"),
    "entries/of_other_months": _l("明细里有 %(counted)s 条不在这个月"),
    "entries/digest": _l("明细的校验码和月报写的不一样"),
    "entries/before_approval": _l("有 %(counted)s 条早于本人的批准日"),
    "entries/hours_exceed_time": _l("有 %(counted)s 条的小时多过起止时间"),
    "volunteers/unknown": _l("有 %(counted)s 人本中心没有批准过"),
    "total/people": _l("参加服务的人数写 %(told)s 人，按明细是 %(counted)s 人"),
}


def said(difference: Difference) -> str:
    """One sentence: where, what the report says, what the rest comes to."""
    values = {"told": difference.told, "counted": difference.counted}
    whole = WHOLE.get(difference.where)
    if whole is not None:
        return str(_(whole, **values))
    place, _slash, figure = difference.where.rpartition("/")
    named = {"place": _place(place), "figure": word(f"figure:{figure}"), **values}
    return str(_("%(place)s的%(figure)s写 %(told)s，算出来是 %(counted)s", **named))


def _place(text: str) -> str:
    """A cell, a volunteer (by the last places of the UUID) or the whole table."""
    parts = text.removeprefix("entries/").split("/")
    if parts == ["table"]:
        return str(_("统计表合计"))
    if parts == ["requests"]:
        return str(_("居民需求"))
    if parts == ["visits"]:
        return str(_("走访"))
    if parts == ["volunteers"]:
        return str(_("各人合计"))
    if len(parts) == 2:
        return f"{word(parts[0])} · {word(parts[1])}"
    return anonymous(UUID(parts[0]))


def anonymous(who: UUID) -> str:
    """A volunteer without a name: by the last six places of the UUID."""
    return str(_("义工 …%(end)s", end=str(who)[-6:]))
