"""Rounds of ours and the reference in turn, A B B A; the ratio of medians is what counts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

ROUNDS = 7
STEADY = 1.5


@dataclass(frozen=True)
class Reading:
    """Units a second of both; `scatter` is how far apart the reference's rounds lie.

    `most` is the ratio that a time may reach; None where more is better or nothing is asked.
    """

    name: str
    unit: str
    ours: float
    reference: float
    against: str
    scatter: float
    most: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.reference

    @property
    def is_steady(self) -> bool:
        """Whether the reference stayed within a factor of 1.5; else the ratio says little."""
        return self.scatter <= STEADY

    @property
    def is_too_slow(self) -> bool:
        """Whether it takes more than it may; an unsteady reference proves nothing."""
        return self.most is not None and self.is_steady and self.ratio > self.most


@dataclass(frozen=True)
class Work:
    """Prepares a round, unseen by the clock, and gives what the clock then sees."""

    prepare: Callable[[], Callable[[], None]]
    units: int

    def rate(self) -> float:
        """Units a second of one round."""
        run = self.prepare()
        start = time.perf_counter()
        run()
        return self.units / (time.perf_counter() - start)


def paired(
    name: str, unit: str, ours: Work, reference: tuple[str, Work], rounds: int = ROUNDS
) -> Reading:
    """Runs both `rounds` times, turning the order round by round."""
    against, bare = reference
    rates: dict[str, list[float]] = {"ours": [], "bare": []}
    for number in range(rounds):
        order = [("ours", ours), ("bare", bare)]
        for key, work in order if number % 2 == 0 else reversed(order):
            rates[key].append(work.rate())
    middle = {key: median(found) for key, found in rates.items()}
    scatter = max(rates["bare"]) / min(rates["bare"])
    return Reading(name, unit, middle["ours"], middle["bare"], against, scatter)
