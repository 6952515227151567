"""The personal file that follows a volunteer to another station, sealed for it alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from shared.errors import UntrustedError


@dataclass(frozen=True)
class Person:
    """Dates as ISO text; all of it leaves the old station sealed, never in clear."""

    name: str
    id_number: str
    sex: str
    phone: str
    joined_party_on: str
    birth_date: str
    post: str


@dataclass(frozen=True)
class YearTotal:
    """A volunteer's certified year at one station."""

    station: str
    year: int
    hours: int
    satisfied_hours: int
    points_hours: int
    points: int


@dataclass(frozen=True)
class PersonalFile:
    """`registration` and `card` are the rows' fields in JSON's values; `years` by origin."""

    volunteer: UUID
    status: str
    approval_date: str
    approval_origin: str
    person: Person
    registration: Mapping[str, Any]
    card: Mapping[str, Any] | None
    years: tuple[YearTotal, ...]

    def to_json(self) -> str:
        """As it is sealed and kept."""
        return json.dumps({**asdict(self), "volunteer": str(self.volunteer)}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> PersonalFile:
        """Reads what another station sealed; UntrustedError where it is none."""
        try:
            data = json.loads(text)
            return cls(
                volunteer=UUID(data["volunteer"]),
                status=data["status"],
                approval_date=data["approval_date"],
                approval_origin=data["approval_origin"],
                person=Person(**data["person"]),
                registration=data["registration"],
                card=data["card"],
                years=tuple(YearTotal(**year) for year in data["years"]),
            )
        except (ValueError, KeyError, TypeError) as broken:
            raise UntrustedError("transfer.bad_file") from broken


def merged(earlier: Iterable[YearTotal], own: Iterable[YearTotal]) -> tuple[YearTotal, ...]:
    """Totals that came with an earlier transfer, and one's own, which replace older own ones."""
    totals = {(year.station, year.year): year for year in [*earlier, *own]}
    return tuple(totals[key] for key in sorted(totals))
