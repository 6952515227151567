"""What residents do and see without a login: ask, follow by a code, add, withdraw, reopen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from shared import resident as shared
from shared.domain.geo_report import Query
from shared.domain.promise import kept_until
from shared.domain.service_request import Channel, Proof, Status
from shared.errors import NotFoundError
from shared.federation.outbox import own_name, this_node
from shared.resident import Desk, Followed, Found, Given, Listed, Reception, Wish, resident
from station.actions import service_request as acts
from station.domain.service_request import Asked, Said, possible
from station.models import resident as seen
from station.models.account import volunteer_of_account
from station.models.closing import closing_of, closings_from
from station.models.federation import TABLES
from station.models.front_door import reach_of
from station.models.policy import working_days
from station.models.request_note import added_at
from station.models.request_step import RequestStep, steps_of
from station.models.service_item import item_of, public_items
from station.models.service_request import ServiceRequest, by_code, passage_of
from station.models.station_state import promise_of, station_state

CHANNELS: Final = {Channel.PUBLIC: "page", Channel.OPEN311: "api"}


def desks(session: Session, _day: date) -> Sequence[Desk]:
    """This station alone."""
    node = this_node(session, TABLES)
    return [Desk(node.name, node.title, station_state(session).phone)]


def reception(session: Session, name: str, day: date) -> Reception | None:
    """This station, as residents find it on a day; none of another name."""
    node, state = this_node(session, TABLES), station_state(session)
    if name != node.name:
        return None
    return Reception(
        node=node.name,
        title=node.title,
        phone=state.phone,
        items=[item_of(row) for row in public_items(session)],
        promise=promise_of(state),
        days=working_days(session),
        closings=[closing_of(row) for row in closings_from(session, day)],
        reach=state.reach or reach_of(session).center,
    )


def knows(session: Session, request: UUID) -> bool:
    """Whether it stands here."""
    return session.get(ServiceRequest, request) is not None


def ask(session: Session, now: datetime, wish: Wish) -> Given:
    """Receives what somebody asks; of the items those alone that residents are offered."""
    if wish.item is not None and wish.item not in {one.code for one in public_items(session)}:
        raise NotFoundError("service_item.unknown", code=wish.item[:60], field="item")
    own = _own(session, wish.account)
    asked = Asked(
        contact=wish.contact,
        channel=wish.channel,
        item=wish.item,
        requester=own,
        proof=Proof.NONE if own is None else Proof.LOGIN,
        wished=wish.wished,
        consent_version=wish.consent_version,
        language=wish.language,
        request=wish.request,
    )
    row = acts.receive_request(session, resident(CHANNELS[wish.channel]), now, asked)
    return Given(row.id, row.tracking_code or "")


def follow(session: Session, code: str) -> Followed | None:
    """What whoever has the code sees; None for a code that nobody gave out."""
    row = by_code(session, code)
    if row is None:
        return None
    state = station_state(session)
    added = added_at(session, row.id)
    return Followed(
        request=row.id,
        node=row.first_station,
        number=row.number,
        item=row.item_name,
        status=Status(row.status),
        since=row.status_since,
        holder=row.holder_title,
        title=row.first_title,
        phone=state.phone,
        last_day=kept_until(row.promised_at),
        pending=row.pending,
        lines=[_line(step) for step in steps_of(session, row.id)],
        may=_may(session, row, len(added)),
        added=added,
        taker_phone=row.taker_phone,
        is_erased=row.erased_at is not None,
    )


def find(session: Session, node: str, four: str) -> Sequence[Found]:
    """The open requests of whoever has a telephone that ends so."""
    if node != own_name(session, TABLES):
        return []
    return [
        Found(row.number, Status(row.status), row.status_since, row.received_at)
        for row in seen.open_by_four(session, four)
    ]


def add(session: Session, now: datetime, code: str, words: str) -> None:
    """What the requester says besides."""
    row = _known(session, code)
    acts.add_words(session, resident("page"), now, row.id, words)


def withdraw(session: Session, now: datetime, code: str, words: str) -> None:
    """The requester wants nothing any more."""
    row = _known(session, code)
    acts.withdraw_request(session, resident("page"), now, row.id, words)


def reopen(session: Session, now: datetime, code: str, words: str) -> None:
    """The requester says that it isn't solved."""
    row = _known(session, code)
    acts.reopen_request(session, resident("page"), now, row.id, words)


def listed(session: Session, query: Query, node: str) -> Sequence[Listed]:
    """What anybody may list of this station: of public items, without a word of the requester's."""
    if node != own_name(session, TABLES):
        return []
    return [
        Listed(
            request=row.id,
            item=row.item_code or "",
            item_name=row.item_name,
            status=Status(row.status),
            agency=row.holder_title,
            received=row.received_at,
            since=row.status_since,
            promised=row.promised_at,
        )
        for row in seen.listed(session, query)
    ]


RESIDENTS: Final = shared.Residents(
    desks=desks,
    reception=reception,
    knows=knows,
    ask=ask,
    follow=follow,
    find=find,
    add=add,
    withdraw=withdraw,
    reopen=reopen,
    list=listed,
    days=working_days,
)


def _known(session: Session, code: str) -> ServiceRequest:
    row = by_code(session, code)
    if row is None:
        raise NotFoundError("service_request.unknown")
    return row


def _own(session: Session, account: UUID | None) -> UUID | None:
    """The volunteer who is signed in and asks as themselves: their stars count."""
    volunteer = None if account is None else volunteer_of_account(session, account)
    return None if volunteer is None else volunteer.id


def _may(session: Session, row: ServiceRequest, added: int) -> frozenset[str]:
    said = Said(added, row.pending, row.erased_at is not None)
    return shared.acts_of(possible(passage_of(row), own_name(session, TABLES), said))


def _line(step: RequestStep) -> shared.Line:
    return shared.Line(
        at=step.at,
        status=Status(step.status),
        title=step.holder_title,
        by_requester=not step.by,
        reason=step.reason,
        visitor=step.visitor,
        visit_on=step.visit_on,
        visit_time=step.visit_time,
    )
