"""Whether a tally that came in adds up: in itself, by the policy, and with its entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from shared.domain.policy import Policy
from shared.domain.tally import Cell, Entry, Figures, Tally, add_up

_SUMS = ("records", "hours", "satisfied_hours", "points_hours")


@dataclass(frozen=True)
class Difference:
    """Where two figures disagree: what the tally says and what the rest gives."""

    where: str
    told: int
    counted: int


def check_tally(
    tally: Tally, policy: Policy, entries: Iterable[Entry] | None = None
) -> list[Difference]:
    """Every disagreement, none when it adds up; without entries it is checked in itself alone.

    Activities can't be recounted above the station (places and contents don't leave it).
    """
    found = [*_sums(tally), *_orders(tally), *_points(tally, policy)]
    if entries is not None:
        found += _against(tally, add_up(entries, policy))
    return [difference for difference in found if difference.told != difference.counted]


def _sums(tally: Tally) -> Iterator[Difference]:
    for name in _SUMS:
        told = getattr(tally.total, name)
        cells = sum(getattr(cell, name) for cell in tally.table.values())
        people = sum(getattr(line, name) for line in tally.volunteers.values())
        yield Difference(f"table/{name}", told, cells)
        yield Difference(f"volunteers/{name}", told, people)


def _orders(tally: Tally) -> Iterator[Difference]:
    for key, cell in tally.table.items():
        yield from _order(f"{key[0]}/{key[1]}", cell)
        yield Difference(f"{key[0]}/{key[1]}/people", cell.people, min(cell.people, cell.records))
    for who, line in tally.volunteers.items():
        yield from _order(str(who), line)
    yield Difference("total/people", tally.total.people, _served(tally))


def _served(tally: Tally) -> int:
    return sum(line.records > 0 for line in tally.volunteers.values())


def _order(where: str, line: Cell | Figures) -> Iterator[Difference]:
    satisfied = min(line.satisfied_hours, line.hours)
    yield Difference(f"{where}/satisfied_hours", line.satisfied_hours, satisfied)
    yield Difference(
        f"{where}/points_hours", line.points_hours, min(line.points_hours, line.satisfied_hours)
    )


def _points(tally: Tally, policy: Policy) -> Iterator[Difference]:
    for who, line in tally.volunteers.items():
        counted = line.points_hours * policy.points_per_hour
        yield Difference(f"{who}/points", line.points, counted)


def _against(tally: Tally, counted: Tally) -> Iterator[Difference]:
    for key in tally.table.keys() | counted.table.keys():
        told_cell, own_cell = tally.table.get(key, Cell()), counted.table.get(key, Cell())
        yield from _fields(f"entries/{key[0]}/{key[1]}", told_cell, own_cell)
    for who in tally.volunteers.keys() | counted.volunteers.keys():
        told_line = tally.volunteers.get(who, Figures())
        yield from _fields(f"entries/{who}", told_line, counted.volunteers.get(who, Figures()))


def _fields(where: str, told: Cell | Figures, counted: Cell | Figures) -> Iterator[Difference]:
    for field in fields(told):
        if field.name != "activities":
            name = field.name
            yield Difference(f"{where}/{name}", getattr(told, name), getattr(counted, name))
