"""Pages of long lists: `page` from 1, `page_size` rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVarTuple

from marshmallow import Schema, fields, validate
from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

Ts = TypeVarTuple("Ts")

PAGE_SIZE = 100
LARGEST_PAGE = 1000


class PageSchema(Schema):
    """The query of a list that comes in pages."""

    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=1_000_000))
    page_size = fields.Integer(
        load_default=PAGE_SIZE, validate=validate.Range(min=1, max=LARGEST_PAGE)
    )


def offset_of(asked: Mapping[str, Any]) -> int:
    """How many rows come before the page that was asked for."""
    before: int = (asked["page"] - 1) * asked["page_size"]
    return before


def page_of(
    session: Session, query: Select[*Ts], asked: Mapping[str, Any]
) -> tuple[Sequence[Row[*Ts]], int]:
    """The rows of the page that was asked for, and how many there are in all."""
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery()))
    rows = session.execute(query.offset(offset_of(asked)).limit(asked["page_size"])).all()
    return rows, total or 0
