"""The monthly group activity (五): held, missing, or waived by a dated exemption of the center."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from shared.domain.month import Month
from shared.errors import InvalidError


class GroupActivity(StrEnum):
    """Of a station's month; `unknown` while no report of it is here."""

    UNKNOWN = "unknown"
    HELD = "held"
    NONE = "none"
    EXEMPT = "exempt"


@dataclass(frozen=True)
class Exempted:
    """The months, both ends included, of one station or (None) of all."""

    first: Month
    last: Month
    station: str | None = None

    def covers(self, station: str, month: Month) -> bool:
        """Whether it waives that station's month."""
        return self.station in (None, station) and self.first <= month <= self.last


def check_months(first: Month, last: Month, reason: str) -> None:
    """Refuses months that end before they begin, and an exemption that nobody can explain."""
    if last < first:
        raise InvalidError("exemption.ends_before_beginning", field="last")
    if not reason.strip():
        raise InvalidError("exemption.no_reason", field="reason")


def mark(
    station: str, month: Month, group_activities: int | None, exempted: Iterable[Exempted]
) -> GroupActivity:
    """What is shown of a month; one that was held isn't called exempt.

    `group_activities` None: no report of it came.
    """
    if group_activities:
        return GroupActivity.HELD
    if any(one.covers(station, month) for one in exempted):
        return GroupActivity.EXEMPT
    return GroupActivity.UNKNOWN if group_activities is None else GroupActivity.NONE
