"""Open311 GeoReport v2: what may be asked of its list, and what a posted request says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from shared.domain.contact import Contact
from shared.domain.month import ZONE
from shared.errors import InvalidError

MOST_NAMED: Final = 50
SPAN: Final = timedelta(days=90)
STATUSES: Final = frozenset({"open", "closed"})
_YEARS: Final = range(2000, 2100)
_LOST_PLUS = re.compile(r"(:[0-9.]+) ([0-9]{2}:?[0-9]{2})$")
_LATIN = re.compile(r"[\x20-\u024f]+")


@dataclass(frozen=True)
class Query:
    """Which requests: of these ids alone, or of items (none: all) in a span, open, closed or all.

    Ids that can be none of ours are left out; `ids` is None where none were named.
    """

    ids: tuple[UUID, ...] | None
    items: frozenset[str]
    start: datetime
    end: datetime
    statuses: frozenset[str] = STATUSES


def query_of(asked: Mapping[str, str], now: datetime) -> Query:
    """Reads GET requests; ids make all else unread, as the standard says."""
    named = _listed(asked.get("service_request_id", ""))
    if named:
        ids = tuple(found for text in named if (found := id_of(text)) is not None)
        return Query(ids, frozenset(), now, now)
    statuses = frozenset(_listed(asked.get("status", "").casefold())) or STATUSES
    if not statuses <= STATUSES:
        raise InvalidError("open311.status", field="status")
    items = frozenset(_listed(asked.get("service_code", "")))
    return Query(None, items, *_span(asked, now), statuses)


def id_of(text: str) -> UUID | None:
    """A `service_request_id`; None for what can be none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def contact_of(form: Mapping[str, str]) -> Contact:
    """Whom to visit, where, what for; the address may be a place on earth, kept as words."""
    said = {name: value.strip() for name, value in form.items()}
    address = said.get("address_string") or said.get("address_id") or _point(said)
    if not address:
        raise InvalidError("open311.no_place", field="address_string")
    if not said.get("description"):
        raise InvalidError("open311.no_words", field="description")
    name = _name(said.get("first_name", ""), said.get("last_name", ""))
    return Contact(name, said.get("phone", ""), address, said["description"])


def _point(said: Mapping[str, str]) -> str:
    lat, long = said.get("lat", ""), said.get("long", "")
    return f"{lat}, {long}" if lat and long else ""


def _name(first: str, last: str) -> str:
    """Family name first, as in 郑桂芳; letters as their writers put them."""
    if first and last and _LATIN.fullmatch(first + last):
        return f"{first} {last}"
    return last + first


def _listed(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(one for part in text.split(",") if (one := part.strip())))
    if len(found) > MOST_NAMED:
        raise InvalidError("open311.many_named", most=MOST_NAMED)
    return found


def _span(asked: Mapping[str, str], now: datetime) -> tuple[datetime, datetime]:
    """Ninety days at most, both ends included; an end left out lies as far off as it may."""
    start, end = (_instant(asked, name) for name in ("start_date", "end_date"))
    if start is None:
        end = end or now
        start = end - SPAN
    end = end or start + SPAN
    if not timedelta(0) <= end - start <= SPAN:
        raise InvalidError("open311.span", days=SPAN.days, field="start_date")
    return start, end


def _instant(asked: Mapping[str, str], name: str) -> datetime | None:
    """W3C's form; without an offset it is the district's time."""
    text = asked.get(name, "").strip()[:40]
    if not text:
        return None
    try:
        found = datetime.fromisoformat(_LOST_PLUS.sub(r"\1+\2", text))
    except ValueError:
        raise InvalidError("open311.date", field=name) from None
    if found.year not in _YEARS:
        raise InvalidError("open311.date", field=name)
    return found if found.tzinfo else found.replace(tzinfo=ZONE)
