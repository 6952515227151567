"""Orders as pages and API show them: to whom, who goes, what for; the same questions for a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from shared.domain.contact import Contact
from shared.domain.service_order import SHOWING_CONTACT, Status
from station.models.district import District
from station.models.front_door import followed_at, reach_of
from station.models.order_contact import contact_of_order
from station.models.pairing import Pairing, PairingVisit
from station.models.service_item import ServiceItem
from station.models.service_order import OrderPerson, ServiceOrder
from station.models.service_request import ServiceRequest
from station.models.team import Team
from station.models.volunteer import Volunteer, serves


@dataclass(frozen=True)
class Person:
    """Who goes or went."""

    volunteer: UUID
    name: str


@dataclass(frozen=True)
class OrderView:
    """An order with what its row doesn't say; `what` is the item's name, "" for none.

    `visit` is the pairing's, where it is for one; `district` as much of an address as all may see.
    """

    order: ServiceOrder
    request: ServiceRequest | None
    what: str
    assignee: str
    people: Sequence[Person]
    visit: PairingVisit | None = None
    district: str = ""

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


Joined = Select[ServiceOrder, ServiceRequest, ServiceItem, Volunteer, Team, PairingVisit, District]


def joined() -> Joined:
    """Orders with request or visit, item and assignee, where they have them; for `views_of`."""
    return (
        select(ServiceOrder, ServiceRequest, ServiceItem, Volunteer, Team, PairingVisit, District)
        .outerjoin(ServiceRequest, ServiceRequest.id == ServiceOrder.request_id)
        .outerjoin(ServiceItem, ServiceItem.code == ServiceOrder.item_code)
        .outerjoin(Volunteer, Volunteer.id == ServiceOrder.volunteer_id)
        .outerjoin(Team, Team.id == ServiceOrder.team_id)
        .outerjoin(PairingVisit, PairingVisit.id == ServiceOrder.visit_id)
        .outerjoin(Pairing, Pairing.id == PairingVisit.pairing_id)
        .outerjoin(District, District.id == Pairing.district_id)
    )


def views_of(session: Session, query: Joined) -> list[OrderView]:
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
            request.item_name if request is not None else _name(item),
            _all(people[order.id]) if visit and order.id in people else _name(volunteer or team),
            people.get(order.id, []),
            visit,
            request.district if request is not None else _name(district),
        )
        for order, request, item, volunteer, team, visit, district in rows
    ]


def _name(row: ServiceItem | Volunteer | Team | District | None) -> str:
    return "" if row is None else row.name


def _all(people: Sequence[Person]) -> str:
    return "、".join(one.name for one in people)


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
    return contact_of_order(session, view.order) if view.shows_contact else None


def contact_for_own(session: Session, view: OrderView, who: Volunteer) -> Contact | None:
    """Likewise for one of them, as long as they are in service here."""
    return contact_for(session, view) if view.goes(who.id) and serves(who) else None


def reach_for(session: Session, view: OrderView) -> str:
    """The address under which its recipient finds pages: this station's, else the front door's.

    A requester knows that one already, where they asked there. "" where neither is known: paper
    is signed.
    """
    reach = reach_of(session)
    known = "" if view.request is None else followed_at(view.request, reach)
    return known or reach.own or reach.center
