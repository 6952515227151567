"""The two clocks of domain.md part 1: the business clock and the machine's."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def machine_now() -> datetime:
    """Instant in UTC for signatures, nonces, sessions, back-off and retention."""
    return datetime.now(UTC)


def business_now() -> datetime:
    """Instant in UTC that dates service, arrivals, deadlines and approvals.

    With YIGONG_CLOCK=FILE it is read from FILE (ISO 8601 with an offset) at each use.
    """
    file = os.environ.get("YIGONG_CLOCK")
    if not file:
        return machine_now()
    instant = datetime.fromisoformat(Path(file).read_text(encoding="ascii").strip())
    if instant.tzinfo is None:
        raise ValueError(f"{file}: an instant needs its offset")
    return instant.astimezone(UTC)


def is_simulated() -> bool:
    """Whether the business clock comes from a file; pages and start page say so."""
    return bool(os.environ.get("YIGONG_CLOCK"))


def local_day(instant: datetime) -> date:
    """The day in Asia/Shanghai on which an instant falls, wherever the server stands."""
    return instant.astimezone(ZONE).date()
