"""What a workbook's cell says: text, names, dates, times and whole numbers out of typed values."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from shared.domain.cell import Cell as Cell
from shared.domain.cell import is_blank as is_blank
from shared.domain.person_name import name as name
from shared.domain.person_name import name_key as name_key
from shared.domain.service_record import MIDNIGHT

_DATE = re.compile(
    r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})[日号]?"
    r"(?:\(?(?:星期|周)[一二三四五六日天]\)?|T?0?0:00(?::00)?)?"
)
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME = re.compile(r"([0-9]{1,2})(?::([0-9]{2})(?::[0-9]{2})?|[时点](?:([0-9]{1,2})分?)?)")
_WHOLE = re.compile(r"([+-]?[0-9]{1,9})(?:\.0+)?")
_DAY = 24 * 60
_EXCELS_FIRST = date(1899, 12, 30)
_SERIALS = range(36526, 73051)  # 2000 to 2099 as Excel counts days


def text(value: Cell) -> str:
    """The cell as text, full-width signs narrowed, outer spaces off; whole numbers without .0."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFKC", str(value)).strip()


def word(value: Cell) -> str:
    """As `text`, without any space or line break: to be looked up."""
    return "".join(text(value).split())


def four(value: Cell) -> str:
    """The last four places of an ID number; leading zeros that a number lost come back."""
    found = word(value).upper()
    return found.zfill(4) if found else ""


def day(value: Cell) -> date | None:
    """The date, from a date, one of the ways of writing it, or a date cell without its format.

    None: no such date.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and value in _SERIALS:
        return _EXCELS_FIRST + timedelta(days=int(value))
    written = word(value)
    found = _DATE.fullmatch(written) or _DIGITS.fullmatch(written)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def clock(value: Cell) -> str | None:
    """The time of day as "HH:MM", up to 24:00; None: no time."""
    if isinstance(value, datetime | time | timedelta):
        return _clock(round(_seconds(value) / 60))
    if isinstance(value, float) and 0 < value < 1:  # a time cell that lost its format
        return _clock(round(value * _DAY))
    found = _TIME.fullmatch(word(value))
    if not found:
        return None
    minute = int(found[2] or found[3] or 0)
    return _clock(int(found[1]) * 60 + minute) if minute < 60 else None


def whole(value: Cell, seconds: int) -> int | None:
    """The whole number, or a duration's whole units of so many seconds; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, time | timedelta):
        units, rest = divmod(round(_seconds(value)), seconds)
        return None if rest else units
    found = _WHOLE.fullmatch(word(value))
    return int(found[1]) if found else None


def _seconds(value: datetime | time | timedelta) -> float:
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1_000_000


def _clock(minutes: int) -> str | None:
    if not 0 <= minutes <= _DAY:
        return None
    return MIDNIGHT if minutes == _DAY else f"{minutes // 60:02d}:{minutes % 60:02d}"
