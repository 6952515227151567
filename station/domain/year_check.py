"""What a station's year still lacks before the head seals it, and whether it is sealed (六.5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from shared.domain.month import Month
from shared.domain.year import Status
from station.domain.month_check import Check, Level, Waiting

SIGNED = (Status.SEALED, Status.REPORTED, Status.FORWARDED, Status.CLOSED)


@dataclass(frozen=True)
class YearDraft:
    """What is looked at: `open_months` are owed or reported and not accepted, `amendments` those
    whose ledger stands otherwise than it was reported.

    Nothing but the open months stops the seal; the rest stays out of the year's points.
    """

    year: int
    status: Status
    is_over: bool
    open_months: Sequence[Month] = field(default=())
    waiting: Waiting = field(default_factory=Waiting)
    amendments: Sequence[Month] = field(default=())
    contests: int = 0
    return_reason: str = ""


def year_checks(draft: YearDraft) -> list[Check]:
    """Every point in the order in which it is settled; the seal itself is the last one."""
    return [*_months(draft), *_records(draft), *_contests(draft), *_seal(draft)]


def _months(draft: YearDraft) -> Iterator[Check]:
    if not draft.is_over:
        yield Check("year_not_over", Level.BLOCKS, {"day": f"{draft.year + 1}-01-01"})
    if draft.open_months:
        months = "、".join(str(month) for month in draft.open_months)
        count = len(draft.open_months)
        yield Check("months", Level.BLOCKS, {"count": count, "months": months}, "month")
    elif draft.is_over:
        yield Check("months", Level.DONE)
    if draft.amendments:
        months = "、".join(str(month) for month in draft.amendments)
        values: dict[str, int | str] = {"count": len(draft.amendments), "months": months}
        yield Check("amendments", Level.WARNS, values, "month")


def _records(draft: YearDraft) -> Iterator[Check]:
    waiting = draft.waiting
    for code, count, link in (
        ("year_certifier", waiting.certifier + waiting.held, "certification"),
        ("year_second_officer", waiting.second_officer, "second"),
        ("year_signature", waiting.signature, "slip"),
    ):
        if count:
            yield Check(code, Level.WARNS, {"count": count}, link)
    if waiting.unevaluated:
        values: dict[str, int | str] = {
            "count": waiting.unevaluated,
            "hours": waiting.unevaluated_hours,
        }
        yield Check("year_unevaluated", Level.WARNS, values, "evaluation")


def _contests(draft: YearDraft) -> Iterator[Check]:
    if draft.contests:
        yield Check("contests", Level.WARNS, {"count": draft.contests}, "contest")


def _seal(draft: YearDraft) -> Iterator[Check]:
    if draft.status in SIGNED:
        yield Check("seal", Level.DONE, {"year": draft.year})
    elif draft.status is Status.RETURNED:
        yield Check("returned", Level.BLOCKS, {"reason": draft.return_reason}, "year")
    else:
        yield Check("seal", Level.WARNS, {"year": draft.year}, "year")
