"""What was done to a thing, for its page: stations by their titles, and what a form has seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared.web.edit import NOBODY, history


@dataclass(frozen=True)
class Line:
    """One act: who, when, what, before and after."""

    business_at: datetime
    actor_name: str
    action: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True)
class Thread:
    """The acts, newest first; `seen` goes into a form's `_seen`."""

    lines: list[Line]
    seen: str = NOBODY


def thread(session: Session, titles: Mapping[str, str], *subjects: str) -> Thread:
    """One query; `seen` is of the newest act on any of the subjects."""
    found = history(session, *subjects)
    lines = [
        Line(
            line.business_at,
            titles.get(line.actor_name, line.actor_name),
            line.action,
            line.before,
            line.after,
        )
        for line in found
    ]
    return Thread(lines, str(found[0].id) if found else NOBODY)
