"""What a month's draft report still lacks, point by point, before the head signs it (三)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shared.domain.month import Month


class Level(StrEnum):
    """Whether a point stops the signature, is worth a look, or is in order."""

    BLOCKS = "blocks"
    WARNS = "warns"
    DONE = "done"


@dataclass(frozen=True)
class Check:
    """One point: `code` and `level` find its sentence, `values` fill it, `link` says what mends it.

    A link is the kind of list or form that settles the point; none where nothing is to be done.
    """

    code: str
    level: Level
    values: Mapping[str, int | str] = field(default_factory=dict)
    link: str = ""


@dataclass(frozen=True)
class Waiting:
    """Submitted records of a time, by what they wait for, and certified ones without evaluation.

    `held` need two officers and lack both: unlike the others that lack their certifier, they
    don't stop the signature.
    """

    certifier: int = 0
    held: int = 0
    second_officer: int = 0
    signature: int = 0
    unevaluated: int = 0
    unevaluated_hours: int = 0


@dataclass(frozen=True)
class Draft:
    """What is looked at: the ledger, the month's activities, the text, and the photos.

    `unattended` are planned activities whose day is past; `exempt` the center's reason for which
    the month needs no group activity.
    """

    month: Month
    is_over: bool
    waiting: Waiting
    group_activities: int
    records: int
    late: int
    unattended: int
    trainings: int
    summary: str
    photos: int = 0
    uncaptioned: int = 0
    no_photo_reason: str = ""
    exempt: str = ""


def month_checks(draft: Draft) -> list[Check]:
    """Every point in the order in which a clerk settles them."""
    return [*_over(draft), *_records(draft), *_activities(draft), *_text(draft), _photos(draft)]


def blocking(checks: list[Check]) -> list[Check]:
    """The points that stop the signature."""
    return [check for check in checks if check.level is Level.BLOCKS]


def _over(draft: Draft) -> Iterator[Check]:
    if not draft.is_over:
        day = draft.month.next.first_day.isoformat()
        yield Check("not_over", Level.BLOCKS, {"day": day})


def _records(draft: Draft) -> Iterator[Check]:
    waiting = draft.waiting
    values: dict[str, int | str] = {"count": waiting.certifier, "records": draft.records}
    level = Level.BLOCKS if waiting.certifier else Level.DONE
    yield Check("certifier", level, values, "certification" if waiting.certifier else "")
    if waiting.held:
        yield Check("held", Level.WARNS, {"count": waiting.held}, "certification")
    if waiting.second_officer:
        count: dict[str, int | str] = {"count": waiting.second_officer}
        yield Check("second_officer", Level.WARNS, count, "second")
    if waiting.signature:
        yield Check("signature", Level.WARNS, {"count": waiting.signature}, "slip")
    if waiting.unevaluated:
        lacking: dict[str, int | str] = {
            "count": waiting.unevaluated,
            "hours": waiting.unevaluated_hours,
        }
        yield Check("unevaluated", Level.WARNS, lacking, "evaluation")
    if draft.late:
        yield Check("late", Level.WARNS, {"count": draft.late}, "late")


def _activities(draft: Draft) -> Iterator[Check]:
    if draft.unattended:
        yield Check("unattended", Level.WARNS, {"count": draft.unattended}, "attendance")
    if draft.group_activities:
        yield Check("group", Level.DONE, {"count": draft.group_activities})
    elif draft.exempt:
        yield Check("exempt", Level.DONE, {"reason": draft.exempt})
    else:
        yield Check("group", Level.WARNS, {}, "activity")


def _text(draft: Draft) -> Iterator[Check]:
    if draft.trainings:
        yield Check("training", Level.DONE, {"count": draft.trainings})
    if not draft.summary.strip():
        yield Check("summary", Level.BLOCKS, {}, "summary")


def _photos(draft: Draft) -> Check:
    captioned = draft.photos - draft.uncaptioned
    if captioned <= 0 and not draft.no_photo_reason.strip():
        code = "uncaptioned" if draft.uncaptioned else "photo"
        return Check(code, Level.BLOCKS, {"count": draft.uncaptioned}, "photo")
    if draft.uncaptioned:
        return Check("uncaptioned", Level.WARNS, {"count": draft.uncaptioned}, "photo")
    if not draft.photos:
        return Check("no_photo", Level.DONE, {"reason": draft.no_photo_reason})
    return Check("photo", Level.DONE, {"count": draft.photos})
