"""Lists: filter, sort, page and columns all stand in the address; Excel gets what is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVarTuple
from urllib.parse import urlencode
from uuid import UUID

from flask import request, url_for
from sqlalchemy import Select, SQLColumnExpression, func, literal, select
from sqlalchemy.orm import Session

from shared.asked import number_in

PAGE_SIZE = 50
MOST_EXPORTED = 100_000
Ts = TypeVarTuple("Ts")
Value = str | int | float | date | datetime | None


@dataclass(frozen=True)
class Column:
    """A column: its key in the address, heading, what a row shows there, what it is sorted by.

    `cell` takes a row as the query gives it. `start` says whether it is shown unasked.
    """

    key: str
    label: Any
    cell: Callable[[Any], Value]
    sort: SQLColumnExpression[Any] | None = None
    start: bool = True
    number: bool = False


@dataclass(frozen=True)
class Listing:
    """What a list can show: its columns, the names of its filters, and how it is sorted unasked.

    `name` keeps saved filters apart; `filters` are the query's other names. `sort` is a column's
    key, with a minus for falling. `endpoint` is the list's own, where other views show it too.
    """

    name: str
    columns: Sequence[Column]
    filters: Sequence[str] = ()
    sort: str = ""
    endpoint: str = ""

    def ask(self) -> Asked:
        """What the address asks for; what it can't mean counts as not asked."""
        found = {name: request.args.get(name, "").strip() for name in self.filters}
        keys = [column.key for column in self.columns]
        picked = request.args.getlist("column") or request.args.get("columns", "").split(",")
        wanted = [key for key in picked if key in keys]
        sort = request.args.get("sort", "")
        known = {column.key for column in self.columns if column.sort is not None}
        return Asked(
            listing=self,
            filters={name: value for name, value in found.items() if value},
            sort=sort if sort.removeprefix("-") in known else self.sort,
            page=_page(request.args.get("page", "")),
            shown=tuple(wanted),
            excel=request.args.get("format") == "xlsx",
        )


@dataclass(frozen=True)
class Asked:
    """One reading of a list: filters that are set, order, page, columns chosen."""

    listing: Listing
    filters: Mapping[str, str]
    sort: str
    page: int
    shown: tuple[str, ...] = ()
    excel: bool = False

    @property
    def columns(self) -> list[Column]:
        """The columns to show, in the list's order."""
        chosen = self.shown or tuple(c.key for c in self.listing.columns if c.start)
        return [column for column in self.listing.columns if column.key in chosen]

    def shows(self, key: str) -> bool:
        """Whether a column is to be shown."""
        return any(column.key == key for column in self.columns)

    def order(self) -> list[Any]:
        """For `order_by`; add the table's key, or pages could overlap."""
        key = self.sort.removeprefix("-")
        by = next((c.sort for c in self.listing.columns if c.key == key), None)
        if by is None:
            return []
        return [by.desc() if self.sort.startswith("-") else by.asc()]

    def address(self, **changes: Any) -> str:
        """The same list's address with something else; None takes a name out.

        A change of anything but the page goes back to the first page.
        """
        query: dict[str, Any] = {**self.filters}
        if self.sort != self.listing.sort:
            query["sort"] = self.sort
        if self.shown:
            query["columns"] = ",".join(self.shown)
        query |= changes
        kept = {name: value for name, value in query.items() if value not in (None, "")}
        path = url_for(request.endpoint or "", **(request.view_args or {}))
        if self.listing.endpoint:
            path = url_for(self.listing.endpoint)
        return f"{path}?{urlencode(kept)}" if kept else path

    def turned(self, key: str) -> str:
        """The address with the order turned by a column: rising, then falling."""
        return self.address(sort=f"-{key}" if self.sort == key else key)

    def sorted_by(self, key: str) -> str:
        """What `aria-sort` says of a column."""
        if self.sort.removeprefix("-") != key:
            return "none"
        return "descending" if self.sort.startswith("-") else "ascending"

    @property
    def query(self) -> str:
        """The address's query without the page: what a saved filter keeps."""
        return self.address().partition("?")[2]


@dataclass(frozen=True)
class Rows:
    """A page of a list: the rows, how many there are in all, and which of them these are."""

    asked: Asked
    items: Sequence[Any]
    total: int

    @property
    def first(self) -> int:
        return (self.asked.page - 1) * PAGE_SIZE + 1 if self.items else 0

    @property
    def last(self) -> int:
        return self.first + len(self.items) - 1 if self.items else 0

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def near(self) -> list[int]:
        """Pages to link: the first, the last, and those around this one."""
        around = range(self.asked.page - 2, self.asked.page + 3)
        return sorted({1, self.pages, *(n for n in around if 1 <= n <= self.pages)})


def rows_of(session: Session, query: Select[*Ts], asked: Asked, total: int | None = None) -> Rows:
    """The page that was asked for and the count: two queries, however long the list is.

    For Excel all rows of the filter come, bounded. `query` gives entities or tuples of them;
    `total` is the count, where the caller has a cheaper way to it than the whole query.
    """
    if total is None:
        one = query.with_only_columns(literal(1), maintain_column_froms=True)  # nothing is read
        total = session.scalar(select(func.count()).select_from(one.order_by(None).subquery())) or 0
    first, most = (0, MOST_EXPORTED) if asked.excel else ((asked.page - 1) * PAGE_SIZE, PAGE_SIZE)
    found: Sequence[Any] = session.execute(query.offset(first).limit(most)).all()
    items = [row[0] if len(row) == 1 else row for row in found]
    return Rows(asked, items, total)


def _page(text: str) -> int:
    return min(max(number_in(text, 7) or 1, 1), 1_000_000)


def around(ids: Sequence[UUID], chosen: UUID | None) -> tuple[UUID | None, UUID | None]:
    """Those before and after one of a queue; its first where the one isn't in it."""
    if chosen not in ids:
        return None, next(iter(ids), None)
    at = ids.index(chosen)
    return (ids[at - 1] if at else None, next(iter(ids[at + 1 :]), None))
