"""A month's requests and visits in figures, as reports carry them, and what several come to (三).

A month's requests are those of its last moment: what happens later changes none of them. Its
visits are those of the signature, since one that is due on the last day may be signed for later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Final, TypeVar

from shared.domain.month import Month


@dataclass(frozen=True)
class RequestFigures:
    """What a station made of residents' requests in a month; each request once in a figure.

    `received`: came to this station first, by the day of receiving; never again when reopened.
    `served`: stands closed here at the month's end, by the day of the last signature; of these
    `for_others` came from another station, whose own report doesn't count them as served.
    `escalated`: was passed up from here, also where it came back. `declined`: here, by this
    station's word. `open`: in this station's hands at the end, the longest asked for
    `oldest_days` ago. `promised`: times at which the next step was promised until a day of the
    month, or made in it before; `kept` of them were made in time. What its requester, or a node
    above, took away before the day is in neither.
    """

    received: int = 0
    served: int = 0
    for_others: int = 0
    escalated: int = 0
    declined: int = 0
    open: int = 0
    oldest_days: int = 0
    promised: int = 0
    kept: int = 0


@dataclass(frozen=True)
class VisitFigures:
    """Visits due in a month and those of them that were made: of pairings, to star holders."""

    pairing_due: int = 0
    pairing_made: int = 0
    benefit_due: int = 0
    benefit_made: int = 0


@dataclass(frozen=True)
class Told:
    """What one report says; None where it says nothing: unknown, not zero."""

    requests: RequestFigures | None = None
    visits: VisitFigures | None = None

    def to_dict(self) -> dict[str, Any]:
        """As it travels and is kept."""
        return {
            "requests": None if self.requests is None else asdict(self.requests),
            "visits": None if self.visits is None else asdict(self.visits),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Told:
        """Read back; reports of before have neither."""
        requests, visits = data.get("requests"), data.get("visits")
        return cls(
            None if requests is None else _read(RequestFigures, requests),
            None if visits is None else _read(VisitFigures, visits),
        )


UNKNOWN: Final = Told()


@dataclass(frozen=True)
class Sum:
    """Several reports together; `requests_of` and `visits_of`: how many of them said anything."""

    requests: RequestFigures
    visits: VisitFigures
    requests_of: int
    visits_of: int


@dataclass(frozen=True)
class Standing:
    """What is in a node's hands: how many, since when the oldest was asked, how many are late."""

    open: int
    since: datetime | None
    past: int


F = TypeVar("F", RequestFigures, VisitFigures)


def add_up(reports: Mapping[tuple[str, Month], Told]) -> Sum:
    """The sums of reports by station and month.

    What is open is that at the end of each station's newest month; of ages the oldest counts.
    """
    asked = {key: told.requests for key, told in reports.items() if told.requests is not None}
    visited = [told.visits for told in reports.values() if told.visits is not None]
    return Sum(
        _requests(asked), VisitFigures(**_sums(VisitFigures, visited)), len(asked), len(visited)
    )


def _requests(asked: Mapping[tuple[str, Month], RequestFigures]) -> RequestFigures:
    last: dict[str, Month] = {}
    for station, month in asked:
        last[station] = max(month, last.get(station, month))
    ends = [asked[key] for key in last.items()]
    at_end = {
        "open": sum(one.open for one in ends),
        "oldest_days": max((one.oldest_days for one in ends), default=0),
    }
    return RequestFigures(**(_sums(RequestFigures, asked.values()) | at_end))


def _sums(of: type[F], told: Iterable[F]) -> dict[str, int]:
    some = list(told)
    return {one.name: sum(getattr(figures, one.name) for figures in some) for one in fields(of)}


def _read(of: type[F], data: Mapping[str, Any]) -> F:
    return of(**{one.name: data[one.name] for one in fields(of)})
