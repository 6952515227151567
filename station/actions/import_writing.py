"""What writing an import in needs to know besides its judged rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.account import Actor
from station.models.workbook_import import WorkbookImport


def no_progress(_done: int, _total: int) -> None:
    """For whoever shows none."""


@dataclass(frozen=True)
class Writing:
    """Who writes which import in and when; `progress` hears rows done and rows in all."""

    actor: Actor
    now: datetime
    upload: WorkbookImport
    late_reason: str = ""
    progress: Callable[[int, int], None] = no_progress
