"""How members stood before and after a roster, so that all of it can be taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

Stays = tuple[tuple[date, date | None], ...]


class Kind(StrEnum):
    """What the roster did to a member."""

    JOINED = "joined"
    LEFT = "left"
    CHANGED = "changed"


@dataclass(frozen=True)
class State:
    """A member: the row's columns as text, None for nobody, and the days on the roster."""

    row: Mapping[str, str] | None = field(default=None, repr=False)
    stays: Stays = ()

    @property
    def is_on(self) -> bool:
        """Whether they stand on the roster today."""
        return any(last is None for _, last in self.stays)


@dataclass(frozen=True)
class Undo:
    """Members by the digest of their number, before and after."""

    before: Mapping[str, State]
    after: Mapping[str, State]

    def kind(self, digest: str) -> Kind:
        """Whether a member joined, left, or stayed with another row."""
        was_on, is_on = self.before[digest].is_on, self.after[digest].is_on
        if was_on == is_on:
            return Kind.CHANGED
        return Kind.JOINED if is_on else Kind.LEFT

    def joined(self) -> list[str]:
        """Those who joined by it."""
        return [digest for digest in self.before if self.kind(digest) is Kind.JOINED]

    def since(self) -> date | None:
        """The first day whose roster is another one; None where rows alone changed."""
        days = [
            day
            for digest, after in self.after.items()
            for day in _differing(dict(self.before[digest].stays), dict(after.stays))
        ]
        return min(days, default=None)

    def to_json(self) -> str:
        """As it is kept, encrypted."""
        return json.dumps({"before": _plain(self.before), "after": _plain(self.after)})

    @classmethod
    def from_json(cls, text: str) -> Undo:
        """Reads what `to_json` wrote."""
        both = json.loads(text)
        return cls(_states(both["before"]), _states(both["after"]))


def _differing(was: Mapping[date, date | None], now: Mapping[date, date | None]) -> list[date]:
    days = [*(was.keys() ^ now.keys())]
    for first in was.keys() & now.keys():
        if was[first] != now[first]:
            ended = [last for last in (was[first], now[first]) if last is not None]
            days.append(min(ended) + timedelta(days=1))
    return days


def _plain(states: Mapping[str, State]) -> dict[str, object]:
    return {
        digest: [
            None if state.row is None else dict(state.row),
            [[first.isoformat(), last and last.isoformat()] for first, last in state.stays],
        ]
        for digest, state in states.items()
    }


def _states(
    plain: Mapping[str, tuple[Mapping[str, str] | None, list[list[str]]]],
) -> dict[str, State]:
    return {
        digest: State(
            row,
            tuple(
                (date.fromisoformat(first), date.fromisoformat(last) if last else None)
                for first, last in stays
            ),
        )
        for digest, (row, stays) in plain.items()
    }
