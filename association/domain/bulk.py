"""Acts on many at once: by their ids and a count that must agree, one result a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shared.errors import InvalidError, RefusalError

MOST = 10_000


@dataclass(frozen=True)
class Result:
    """What became of one row: `outcome` done or refused, then with code and values."""

    id: UUID
    outcome: str
    code: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def refused(cls, id: UUID, refusal: RefusalError) -> Result:
        return cls(id, "refused", refusal.code, refusal.values)


def checked(ids: Sequence[UUID], count: int) -> list[UUID]:
    """The ids without repetition, if there are as many as the count says and not too many."""
    distinct = list(dict.fromkeys(ids))
    if len(distinct) != count:
        raise InvalidError("bulk.count_differs", count=count, found=len(distinct), field="count")
    if count > MOST:
        raise InvalidError("bulk.too_many", most=MOST, field="ids")
    return distinct
