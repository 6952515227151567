"""Who came to an activity and for how long: one time for all, a line only where it differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.domain.canonical import digest
from shared.domain.service_record import Evaluation, clock_minutes
from shared.errors import InvalidError
from station.domain.activity import Plan
from station.domain.entered_record import NewRecord


@dataclass(frozen=True)
class Attendee:
    """Somebody ticked; what is None is as for everybody.

    `forgot` to sign out: the planned length is their cap. `carried` is the tick for the card
    carried and the badge worn (六.3).
    """

    volunteer: UUID
    start: str | None = None
    end: str | None = None
    break_minutes: int | None = None
    hours: int | None = None
    evaluation: Evaluation | None = None
    paid: bool | None = None
    forgot: bool = False
    carried: bool = True


@dataclass(frozen=True)
class Attendance:
    """A list that was taken: what holds for all (times as planned where None), and who came.

    `sheet` is the SHA-256 of the signed paper list where one was filed.
    """

    rows: Sequence[Attendee]
    start: str | None = None
    end: str | None = None
    break_minutes: int | None = None
    evaluation: Evaluation = Evaluation.NONE
    paid: bool = False
    certifier: UUID | None = None
    second_officer: UUID | None = None
    late_reason: str = ""
    sheet: str = ""


def check_attendance(attendance: Attendance) -> None:
    """Refuses a list of nobody: an activity to which nobody came is cancelled."""
    if not attendance.rows:
        raise InvalidError("attendance.nobody", field="rows")


def records_of(plan: Plan, attendance: Attendance) -> list[NewRecord]:
    """A record for each line, its evidence the digest of the whole list."""
    evidence = digest(list_of(plan, attendance))
    return [_record(plan, attendance, row, evidence) for row in attendance.rows]


def list_of(plan: Plan, attendance: Attendance) -> dict[str, Any]:
    """The list as it is kept: nobody's name, no place, each time as it was taken."""
    return {
        "day": plan.day.isoformat(),
        "rows": [_line(plan, attendance, row) for row in attendance.rows],
        "sheet": attendance.sheet,
    }


def capped(start: str, plan: Plan) -> str:
    """When whoever forgot to sign out is taken to have left: by the plan's end and its length."""
    length = clock_minutes(plan.end) - clock_minutes(plan.start)
    left = min(clock_minutes(start) + length, clock_minutes(plan.end))
    return f"{left // 60:02d}:{left % 60:02d}"


def filled_in(records: Iterable[NewRecord]) -> Attendance:
    """The list that gives these records again: what most have in common stands for all.

    Hours stand in a line only where the record names them.
    """
    lines = list(records)
    if not lines:
        return Attendance(())
    start, end, pause, evaluation, paid = (
        _commonest([getattr(line, name) for line in lines])
        for name in ("start", "end", "break_minutes", "evaluation", "paid")
    )
    common = Attendance((), start, end, pause, evaluation, paid)
    rows = tuple(_attendee(line, common) for line in lines)
    return Attendance(rows, start, end, pause, evaluation, paid)


def _record(plan: Plan, attendance: Attendance, row: Attendee, evidence: str) -> NewRecord:
    start, end, pause = _times(plan, attendance, row)
    return NewRecord(
        volunteer=row.volunteer,
        day=plan.day,
        start=start,
        end=end,
        category=plan.category,
        form=plan.form,
        place=plan.place,
        content=plan.content,
        break_minutes=pause,
        hours=row.hours,
        evaluation=attendance.evaluation if row.evaluation is None else row.evaluation,
        paid=attendance.paid if row.paid is None else row.paid,
        evidence=evidence,
        certifier=attendance.certifier,
        second_officer=attendance.second_officer,
        late_reason=attendance.late_reason,
    )


def _times(plan: Plan, attendance: Attendance, row: Attendee) -> tuple[str, str, int]:
    start = row.start or attendance.start or plan.start
    end = capped(start, plan) if row.forgot else row.end or attendance.end or plan.end
    pauses = (row.break_minutes, attendance.break_minutes, plan.break_minutes)
    return start, end, next(pause for pause in pauses if pause is not None)


def _line(plan: Plan, attendance: Attendance, row: Attendee) -> dict[str, Any]:
    start, end, pause = _times(plan, attendance, row)
    return {
        "volunteer": str(row.volunteer),
        "start": start,
        "end": end,
        "break": pause,
        "hours": row.hours,
        "forgot": row.forgot,
        "carried": row.carried,
    }


def _attendee(line: NewRecord, common: Attendance) -> Attendee:
    changes = {
        name: getattr(line, name)
        for name in ("start", "end", "break_minutes", "evaluation", "paid")
        if getattr(line, name) != getattr(common, name)
    }
    return Attendee(line.volunteer, hours=line.hours, **changes)


def _commonest(values: list[Any]) -> Any:
    """The first of those that come most often."""
    return max(values, key=values.count)
