"""What happens when in a trial year: steps in the order of the business clock."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import count


@dataclass(order=True)
class Step:
    """Something to do at an hour of a day; at the same hour, in the order of adding."""

    day: date
    hour: int
    number: int
    says: str = field(compare=False)
    do: Callable[[], None] = field(compare=False)


class Agenda:
    """Steps may add later steps while they run; one added for the past runs next."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._numbers = count()
        self.added = 0

    def add(self, day: date, hour: int, says: str, do: Callable[[], None]) -> None:
        self.added += 1
        heapq.heappush(self._steps, Step(day, hour, next(self._numbers), says, do))

    def next(self) -> Step | None:
        return heapq.heappop(self._steps) if self._steps else None
