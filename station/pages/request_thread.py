"""What happened to a request, newest first: steps, the requester's words, verdicts, showings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from shared.domain.service_request import Status
from shared.web.edit import Past
from shared.web.today import short_day
from shared.web.word import word
from station.models.contact_showing import SHOWN
from station.models.request_note import Kind, RequestNote
from station.models.request_step import RequestStep


@dataclass(frozen=True)
class Line:
    """When, who ("" the requester), what, and because of what; `words` are the requester's own."""

    at: datetime
    by: str
    what: str
    why: str = ""
    words: bool = False


def thread(
    steps: Iterable[RequestStep], notes: Iterable[RequestNote], past: Iterable[Past]
) -> list[Line]:
    """Everything that a clerk needs to know of it, the newest first."""
    lines = [*_steps(steps), *_notes(notes), *_showings(past)]
    return sorted(lines, key=lambda line: line.at)[::-1]


def judged(notes: Iterable[RequestNote]) -> dict[str, bool]:
    """The numbers of the requests that this one was compared with, and whether they are one."""
    verdicts = (note.text.split(" ", 1) for note in notes if note.kind == Kind.DOUBLE)
    return {number: verdict == "same" for verdict, number in verdicts}


def _steps(steps: Iterable[RequestStep]) -> Iterator[Line]:
    before = ""
    for step in steps:
        visit = ""
        if step.visit_on is not None:
            day = f"{short_day(step.visit_on)} {step.visit_time}".strip()
            visit = _("%(who)s %(day)s 上门", who=step.visitor, day=day)
        why = " · ".join(part for part in (step.reason, visit) if part)
        is_off = before == step.status == Status.DISPATCHED and not step.visitor
        what = _("约好的义工来不了了") if is_off else word(f"request.{step.status}")
        yield Line(step.at, step.by, what, why)
        before = step.status


def _notes(notes: Iterable[RequestNote]) -> Iterator[Line]:
    for note in notes:
        if note.kind == Kind.DOUBLE:
            verdict, number = note.text.split(" ", 1)
            same = _("和 %(number)s 是同一件", number=number)
            other = _("和 %(number)s 是两件事", number=number)
            yield Line(note.at, note.by, same if verdict == "same" else other)
        else:
            yield Line(note.at, note.by, word(f"note:{note.kind}"), note.text, words=True)


def _showings(past: Iterable[Past]) -> Iterator[Line]:
    for one in past:
        if one.line.action == SHOWN:
            reason = word((one.line.after or {}).get("reason", ""))
            yield Line(one.line.business_at, one.line.actor_name, word(SHOWN), reason)
