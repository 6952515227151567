"""Orders as pages and API show them: to whom, who goes, what for; the same questions for a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from shared.domain.contact import Contact
from shared.domain.service_order import SHOWING_CONTACT, Status
from station.models.service_item import ServiceItem
from station.models.service_order import OrderPerson, ServiceOrder
from station.models.service_request import RequestContact, ServiceRequest
from station.models.station_state import station_state
from station.models.team import Team
from station.models.volunteer import Volunteer


@dataclass(frozen=True)
class Person:
    """Who goes or went."""

    volunteer: UUID
    name: str


@dataclass(frozen=True)
class OrderView:
    """An order with what its row doesn't say; `what` is the item's name, "" for none."""

    order: ServiceOrder
    request: ServiceRequest | None
    what: str
    assignee: str
    people: Sequence[Person]

    @property
    def awaits_answer(self) -> bool:
        """Whether it was offered, and nobody has said yes or no."""
        return self.order.status == Status.OFFERED

    @property
    def shows_contact(self) -> bool:
        """Whether those who go may see the contact now."""
        return self.order.status in SHOWING_CONTACT

    def goes(self, volunteer: UUID) -> bool:
        """Whether somebody is one of those who go."""
        return any(one.volunteer == volunteer for one in self.people)


def joined() -> Select[ServiceOrder, ServiceRequest, ServiceItem, Volunteer, Team]:
    """Orders with request, item and assignee, where they have them; for `views_of`."""
    return (
        select(ServiceOrder, ServiceRequest, ServiceItem, Volunteer, Team)
        .outerjoin(ServiceRequest, ServiceRequest.id == ServiceOrder.request_id)
        .outerjoin(ServiceItem, ServiceItem.code == ServiceOrder.item_code)
        .outerjoin(Volunteer, Volunteer.id == ServiceOrder.volunteer_id)
        .outerjoin(Team, Team.id == ServiceOrder.team_id)
    )


def views_of(
    session: Session,
    query: Select[ServiceOrder, ServiceRequest, ServiceItem, Volunteer, Team],
) -> list[OrderView]:
    """Two questions, however many orders there are."""
    rows = session.execute(query).all()
    people: dict[UUID, list[Person]] = {}
    who = (
        select(OrderPerson.order_id, Volunteer.id, Volunteer.name)
        .join(Volunteer, Volunteer.id == OrderPerson.volunteer_id)
        .where(OrderPerson.order_id.in_([order.id for order, *_ in rows]))
        .order_by(Volunteer.name, Volunteer.id)
    )
    for order_id, volunteer, name in session.execute(who):
        people.setdefault(order_id, []).append(Person(volunteer, name))
    return [
        OrderView(
            order,
            request,
            request.item_name if request is not None else item.name if item is not None else "",
            volunteer.name if volunteer is not None else team.name if team is not None else "",
            people.get(order.id, []),
        )
        for order, request, item, volunteer, team in rows
    ]


def view_of(session: Session, order_id: UUID) -> OrderView | None:
    """One order; None for none of that id."""
    found = views_of(session, joined().where(ServiceOrder.id == order_id))
    return found[0] if found else None


def views_of_request(session: Session, request_id: UUID) -> list[OrderView]:
    """A request's orders, the newest first."""
    query = joined().where(ServiceOrder.request_id == request_id)
    return views_of(session, query.order_by(ServiceOrder.id.desc()))


def own_views(session: Session, volunteer: UUID, most: int) -> list[OrderView]:
    """What was offered to a volunteer or to a team they lead, and where they go, the newest."""
    led = select(Team.id).where(Team.leader_id == volunteer, Team.active)
    goes = select(OrderPerson.order_id).where(OrderPerson.volunteer_id == volunteer)
    mine = (
        (ServiceOrder.volunteer_id == volunteer)
        | ServiceOrder.team_id.in_(led)
        | ServiceOrder.id.in_(goes)
    )
    return views_of(session, joined().where(mine).order_by(ServiceOrder.id.desc()).limit(most))


def contact_for(session: Session, view: OrderView) -> Contact | None:
    """Whom to visit and where, for those who go, from their yes until it is signed."""
    if view.request is None or not view.shows_contact:
        return None
    row = session.get(RequestContact, view.request.id)
    return None if row is None else Contact(row.name, row.phone, row.address, row.words)


def reach_for(session: Session, view: OrderView) -> str:
    """The address under which its recipient finds pages: this station's, or the front door's.

    "" where neither is known: paper is signed.
    """
    request = view.request
    front = "" if request is None or not request.front_door else request.front_reach
    return station_state(session).reach or front
