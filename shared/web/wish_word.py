"""Wished times and slots of a week in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from shared.web.today import short_day
from shared.web.word import slot, word


def slots_said(slots: Sequence[str]) -> str:
    """周三下午、周四下午."""
    return str(_("、")).join(slot(one) for one in slots)


def wishes_said(wishes: Sequence[str], today: date) -> str:
    """周三下午、2月6日上午; "" for any time."""
    return str(_("、")).join(_wish(one, today) for one in wishes)


def _wish(text: str, today: date) -> str:
    if not text[:4].isdigit():
        return slot(text)
    part = text[11:]
    day = short_day(date.fromisoformat(text[:10]), today)
    return day + word(f"part:{part}") if part else day
