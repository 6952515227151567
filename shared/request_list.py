"""Which requests a list open to all holds: the same words of Open311 at each tier that answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import InstrumentedAttribute

from shared.domain.geo_report import Query
from shared.domain.service_request import OPEN, Status
from shared.resident import MOST_LISTED

OPEN_ONES: Final = tuple(sorted(OPEN))
CLOSED_ONES: Final = tuple(sorted(set(Status) - OPEN))
T = TypeVar("T")
Column = InstrumentedAttribute[Any] | ColumnElement[Any]


@dataclass(frozen=True)
class Columns:
    """Where a table of requests has what is asked by."""

    id: Column
    item: Column
    status: Column
    received_at: Column


def narrowed(found: Select[T], query: Query, by: Columns) -> Select[T]:
    """The newest first, a thousand at most: the ids that were asked for, or all of a span."""
    found = found.order_by(by.received_at.desc(), by.id).limit(MOST_LISTED)
    if query.ids is not None:
        return found.where(by.id.in_(query.ids))
    found = found.where(by.received_at.between(query.start, query.end))
    if query.items:
        found = found.where(by.item.in_(query.items))
    if len(query.statuses) == 1:
        found = found.where(by.status.in_(OPEN_ONES if "open" in query.statuses else CLOSED_ONES))
    return found
