"""What residents' pages and Open311 ask of a tier: the values, and the acts it hands in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import takewhile
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.domain.contact import Contact
from shared.domain.front_door import Entry, Possible
from shared.domain.geo_report import Query
from shared.domain.promise import Closing, Promise
from shared.domain.service_item import Item
from shared.domain.service_request import Channel, Status
from shared.domain.working_day import WorkingDays

RESIDENT: Final = "resident"
ADD, WITHDRAW, REOPEN = "add", "withdraw", "reopen"
MOST_LISTED: Final = 1000


def resident(channel: str) -> Actor:
    """Whoever does something without a login; `channel` is page, api or federation."""
    return Actor(UUID(int=0), "居民", RESIDENT, channel)


@dataclass(frozen=True)
class Desk:
    """A station in a list of those to choose from, and whom to call.

    `elsewhere` is the address of its own pages, where they alone receive for it.
    """

    node: str
    title: str
    phone: str
    elsewhere: str = ""


@dataclass(frozen=True)
class Reception:
    """A station that receives here: its node's name, title, telephone and what it offers.

    `reach` is the address that links and codes on paper carry, "" for none.
    """

    node: str
    title: str
    phone: str
    items: Sequence[Item]
    promise: Promise = field(default_factory=Promise)
    days: WorkingDays = field(default_factory=WorkingDays)
    closings: Sequence[Closing] = ()
    reach: str = ""


@dataclass(frozen=True)
class Wish:
    """What somebody asks of the station `node`; the same `request` twice is one request.

    `reach` is the address under which it was asked, `account` whoever is signed in here and asks as
    themselves.
    """

    node: str
    contact: Contact
    channel: Channel
    item: str | None = None
    account: UUID | None = None
    wished: tuple[str, ...] = ()
    consent_version: str = ""
    language: str = ""
    request: UUID | None = None
    reach: str = ""


@dataclass(frozen=True)
class Given:
    """What was given out for a wish."""

    request: UUID
    code: str


@dataclass(frozen=True)
class Line:
    """A step: `title` had it from then on; `visitor` is a masked name. Not a clerk's own name."""

    at: datetime
    status: Status
    title: str
    by_requester: bool = False
    reason: str = ""
    visitor: str = ""
    visit_on: date | None = None
    visit_time: str = ""


@dataclass(frozen=True)
class Followed:
    """A request as its requester sees it: no name, telephone, address, nor their own words.

    `node` received it; `title` and `phone` are whom to call. `last_day` is the last one on which
    the next step keeps the promise, `visit` the latest line that says when somebody comes,
    `may` holds ADD, WITHDRAW and REOPEN where they are possible, `added` when words were added.
    At a front door `waits` is what `node` hasn't fetched yet, `refused` what it couldn't enter.
    `taker_phone` is whom to call where another one serves. `is_erased`: nothing says whose it was.
    """

    request: UUID
    node: str
    number: str
    item: str
    status: Status
    since: datetime
    holder: str
    title: str
    phone: str
    last_day: date | None
    pending: str
    lines: Sequence[Line]
    may: frozenset[str]
    added: Sequence[datetime] = ()
    waits: Entry | None = None
    refused: Entry | None = None
    taker_phone: str = ""
    is_erased: bool = False

    @property
    def visit(self) -> Line | None:
        """What was agreed upon last, while somebody is on the way.

        A line of dispatching without a visitor ends it: whoever was to come doesn't.
        """
        if self.status is not Status.DISPATCHED:
            return None
        sent = takewhile(
            lambda line: line.status is Status.DISPATCHED and line.visitor, reversed(self.lines)
        )
        return next((line for line in sent if line.visit_on is not None), None)


@dataclass(frozen=True)
class Found:
    """What a lost code is found again as: never the code itself, nor what was asked for."""

    number: str
    status: Status
    since: datetime
    received: datetime


@dataclass(frozen=True)
class Listed:
    """A request as anybody may list it: nothing that its requester said."""

    request: UUID
    item: str
    item_name: str
    status: Status
    agency: str
    received: datetime
    since: datetime
    promised: datetime | None


Say = Callable[[Session, datetime, str, str], object]


@dataclass(frozen=True)
class Residents:
    """A tier's acts for those without a login.

    `knows` says whether the wish of an id stands already, `days` which days work. `desks` are all
    stations on a day, `reception` is the one of a node's name that receives here,
    else None. `follow` finds by a tracking code in its normal form; `add`, `withdraw` and `reopen`
    get the code and words; `find` gets the station's node and a telephone's last four, None where
    the node knows no telephones. `is_relay`: stations fetch what is said here with their next
    exchange.
    """

    desks: Callable[[Session, date], Sequence[Desk]]
    reception: Callable[[Session, str, date], Reception | None]
    knows: Callable[[Session, UUID], bool]
    ask: Callable[[Session, datetime, Wish], Given]
    follow: Callable[[Session, str], Followed | None]
    find: Callable[[Session, str, str], Sequence[Found]] | None
    add: Say
    withdraw: Say
    reopen: Say
    list: Callable[[Session, Query, str], Sequence[Listed]]
    days: Callable[[Session], WorkingDays]
    is_relay: bool = False


def acts_of(may: Possible) -> frozenset[str]:
    """What is possible, as pages ask for it."""
    found = {ADD: may.add, WITHDRAW: may.withdraw, REOPEN: may.reopen}
    return frozenset(act for act, is_possible in found.items() if is_possible)
