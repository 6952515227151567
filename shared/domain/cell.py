"""What a workbook's cell can hold."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | time | datetime | timedelta | None


def is_blank(value: Cell) -> bool:
    """Whether nothing but spaces stands in the cell."""
    return value is None or (isinstance(value, str) and not value.strip())
