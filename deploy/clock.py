"""The business clock of a trial: a file that every node reads at each use."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

from shared.clock import ZONE


class ClockFile:
    """Written whole and renamed into place, so that nobody reads half an instant."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def set(self, day: date, hour: int = 9, minute: int = 0) -> None:
        """Moves the business clock to an hour of a day in Asia/Shanghai."""
        instant = datetime.combine(day, time(hour, minute), ZONE)
        draft = self.path.with_suffix(".new")
        draft.write_text(instant.isoformat(), encoding="ascii")
        draft.replace(self.path)
