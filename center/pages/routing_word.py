"""Why a station is proposed for a request or isn't, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from center.domain.routing import Proposals, Reason, Why, WhyNot
from shared.web.wish_word import slots_said
from shared.web.word import word


@dataclass(frozen=True)
class Choice:
    """A station, why or why not, and whether it may be chosen."""

    station: str
    title: str
    why: str
    may: bool = True


def proposed_of(found: Proposals) -> list[Choice]:
    """The best first, each with its reasons."""
    return [
        Choice(one.station, one.title, " · ".join(_said(reason) for reason in one.reasons))
        for one in found.proposed
    ]


def left_out_of(found: Proposals) -> list[Choice]:
    """The others, by name."""
    return [
        Choice(one.station, one.title, _left(one.why, one.value), one.may) for one in found.left_out
    ]


def _said(reason: Reason) -> str:
    value = reason.value
    if isinstance(value, tuple):
        return slots_said(value) if reason.why is Why.FREE else str(_("、")).join(value)
    said = {
        Why.PEOPLE: _("%(n)s 位义工合适", n=value),
        Why.ANY_TIME: _("没说时间"),
        Why.DISTRICT: _("这一片办过 %(n)s 件", n=value),
        Why.LOAD: _("手上 %(n)s 件转来的", n=value),
    }
    return str(said[reason.why])


def _left(why: WhyNot, value: str) -> str:
    said = word(f"not_proposed:{why}")
    return str(_("%(why)s：%(reason)s", why=said, reason=value)) if value else said
