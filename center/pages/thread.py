"""What was done to a thing, for its page: stations by their titles, and what a form has seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared.web.edit import NOBODY, Past, history


@dataclass(frozen=True)
class Act:
    """Who did what, when."""

    business_at: datetime
    actor_name: str
    action: str


@dataclass(frozen=True)
class Told:
    """An act with what differs after it, as the macro `history` shows it."""

    line: Act
    changes: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Thread:
    """The acts, newest first; `seen` goes into the `_seen` of a form about the first subject."""

    lines: list[Told]
    seen: str = NOBODY


def thread(session: Session, titles: Mapping[str, str], *subjects: str) -> Thread:
    """In one query, however many the subjects."""
    found = history(session, *subjects)
    of_first = (str(past.line.id) for past in found if past.line.subject == subjects[0])
    return Thread([_told(past, titles) for past in found], next(of_first, NOBODY))


def _told(past: Past, titles: Mapping[str, str]) -> Told:
    name = past.line.actor_name
    act = Act(past.line.business_at, titles.get(name, name), past.line.action)
    changes = tuple(
        (field, titles.get(was, was), titles.get(now, now)) for field, was, now in past.changes
    )
    return Told(act, changes)
