"""/oddities: what looks impossible, for a person to look into (domain.md part 11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from center.database import db
from center.models import station, volunteer
from center.models.entry import Entry, crossings
from center.pages.difference import anonymous
from shared.asked import year_in
from shared.clock import business_now, local_day
from shared.web.export import excel
from shared.web.language import marked as _l
from shared.web.listing import PAGE_SIZE, Asked, Column, Listing, Rows
from shared.web.login import needs
from shared.web.word import word

blueprint = Blueprint("oddity_page", __name__, url_prefix="/oddities")


@dataclass(frozen=True)
class Side:
    """One of two entries that can't both be true, with its station's title."""

    title: str
    entry: Entry

    def __str__(self) -> str:
        one = self.entry
        return f"{self.title} {one.start}–{one.end} {word(one.category)} {word(one.form)}"


@dataclass(frozen=True)
class Crossing:
    """One volunteer at two stations at one time; both entries are marked, neither is cut."""

    who: str
    sides: tuple[Side, Side]


LISTED = Listing(
    "oddities",
    (
        Column("day", _l("日期"), lambda row: row.sides[0].entry.day),
        Column("who", _l("义工"), lambda row: row.who),
        Column("first", _l("一处"), lambda row: str(row.sides[0])),
        Column("second", _l("另一处"), lambda row: str(row.sides[1])),
    ),
    ("year",),
)


@blueprint.get("")
@needs("oddity.list")
def list_oddities() -> str | Response:
    """The year's overlaps of one person's entries at two stations, by day."""
    asked = LISTED.ask()
    year = _year(asked)
    found = list(crossings(db.session(), year))
    first = 0 if asked.excel else (asked.page - 1) * PAGE_SIZE
    page = found[first:] if asked.excel else found[first : first + PAGE_SIZE]
    rows = Rows(asked, _shown(page), len(found))
    if asked.excel:
        return excel(rows)
    return render_template("oddity/list.html", rows=rows, year=year)


def _shown(pairs: list[Any]) -> list[Crossing]:
    session = db.session()
    titles = station.titles(session)
    cards = volunteer.cards(session, list({pair[0][1].volunteer for pair in pairs}))
    return [_crossing(pair, titles, cards) for pair in pairs]


def _crossing(pair: Any, titles: Mapping[str, str], cards: Mapping[Any, Any]) -> Crossing:
    (here, one), (there, other) = pair
    who = one.volunteer
    name = cards[who].number if who in cards else anonymous(who)
    return Crossing(name, (Side(titles[here], one), Side(titles[there], other)))


def _year(asked: Asked) -> int:
    return year_in(asked.filters.get("year", ""), local_day(business_now()).year)
