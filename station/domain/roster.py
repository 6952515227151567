"""The member roster: its workbook rows judged, and what a new one changes (domain.md 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shared.domain import id_number
from shared.domain.id_number import Sex
from station.domain import cell
from station.domain.cell import Cell
from station.domain.outcome import Judged, Outcome, Place, Reason
from station.domain.word import LONGEST

_SEXES: Mapping[str, Sex] = {
    "男": Sex.MALE,
    "女": Sex.FEMALE,
    "男性": Sex.MALE,
    "女性": Sex.FEMALE,
}


@dataclass(frozen=True)
class RosterRow:
    """A row as the workbook has it."""

    place: Place
    name: Cell = None
    sex: Cell = None
    id_number: Cell = None
    joined: Cell = None
    post: Cell = None
    phone: Cell = None
    remark: Cell = None


@dataclass(frozen=True)
class Member:
    """A party member; sex and joining date are None where the cell says nothing readable."""

    name: str
    id_number: str
    sex: Sex | None
    joined: date | None
    post: str
    phone: str
    remark: str = ""


@dataclass(frozen=True)
class Changes:
    """A new roster against today's."""

    joined: tuple[Member, ...]
    left: tuple[Member, ...]
    changed: tuple[tuple[Member, Member], ...]  # before, now


def judge_roster(rows: Iterable[RosterRow], today: date) -> list[Judged[Member]]:
    """Each row accepted or refused, in the order of the sheet; the first of a number counts."""
    seen: set[str] = set()
    judged = []
    for row in rows:
        reason = _reason(row, seen, today)
        if reason:
            judged.append(Judged[Member](row.place, Outcome.REFUSED, reason=reason))
            continue
        member = _member(row)
        seen.add(member.id_number)
        judged.append(Judged(row.place, Outcome.ACCEPTED, member))
    return judged


def compare(before: Iterable[Member], now: Iterable[Member]) -> Changes:
    """Who joined, left and changed, by ID number."""
    old = {member.id_number: member for member in before}
    new = {member.id_number: member for member in now}
    return Changes(
        tuple(member for number, member in new.items() if number not in old),
        tuple(member for number, member in old.items() if number not in new),
        tuple((old[n], new[n]) for n in new if n in old and old[n] != new[n]),
    )


def _reason(row: RosterRow, seen: set[str], today: date) -> Reason | None:
    if not cell.name(row.name):
        return Reason.NO_NAME
    if not id_number.is_valid(row.id_number, today):
        return Reason.BAD_ID_NUMBER
    if id_number.normalise(row.id_number) in seen:
        return Reason.DUPLICATE_ID_NUMBER
    return None


def _member(row: RosterRow) -> Member:
    return Member(
        name=cell.name(row.name),
        id_number=id_number.normalise(row.id_number),
        sex=_SEXES.get(cell.word(row.sex)),
        joined=cell.day(row.joined),
        post=cell.text(row.post)[:LONGEST],
        phone=cell.word(row.phone),
        remark=cell.text(row.remark),
    )
