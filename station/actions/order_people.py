"""Who goes by an order: serves here, isn't of the household; one of several steps out."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from shared.audit import Change
from shared.domain.contact import Contact
from shared.domain.service_order import LONGEST_REASON, Status, step
from shared.domain.telephone import normalise
from shared.errors import ForbiddenError, InvalidError
from station.actions.order_step import Who, asker_of
from station.domain import service_order as rules
from station.models.audit import log
from station.models.member import Member
from station.models.service_order import OrderPerson, ServiceOrder, people_of
from station.models.volunteer import Volunteer, serves


@dataclass(frozen=True)
class Recipient:
    """Who is to be visited; `requester` where they are a volunteer themselves."""

    contact: Contact | None = field(repr=False)
    requester: UUID | None = None


def in_service(session: Session, volunteer_id: UUID, recipient: Recipient) -> Volunteer:
    """The volunteer, who serves here and is neither the recipient nor of their household."""
    volunteer = session.get(Volunteer, volunteer_id)
    if volunteer is None or not serves(volunteer):
        raise InvalidError("service_order.not_in_service", field="volunteer")
    contact = recipient.contact
    if contact is not None:
        own = normalise(session.get_one(Member, volunteer.member_id).phone)
        if rules.is_related(volunteer.id, own, recipient.requester, contact.phone):
            raise ForbiddenError("service_order.related", field="volunteer")
    return volunteer


def step_out(session: Session, who: Who, order: ServiceOrder, reason: str) -> bool:
    """One of several on their way to a paired household can't come: the others go without them.

    False where nobody else would go, or where the clerk says it of all.
    """
    volunteer = asker_of(session, who[0]).volunteer
    people = list(people_of(session, order.id))
    own = [one for one in people if one.volunteer_id == volunteer]
    if order.visit_id is None or order.status != Status.ACCEPTED or not own or len(people) == 1:
        return False
    step(Status.ACCEPTED, Status.REFUSED, reason)  # what a refusal must say
    leave(session, who, order, own[0])
    name = session.get_one(Volunteer, own[0].volunteer_id).name
    order.reason = f"{name}：{reason.strip()}"[:LONGEST_REASON]
    return True


def leave(session: Session, who: Who, order: ServiceOrder, person: OrderPerson) -> None:
    """Somebody goes no more; the order is another's then, if it was theirs."""
    gone = person.volunteer_id
    session.delete(person)
    session.flush()
    if order.volunteer_id == gone:
        stay = [one.volunteer_id for one in people_of(session, order.id)]
        order.volunteer_id = stay[0] if stay else gone
    log(session, *who, Change("order.left", f"order:{order.id}", {"volunteer": gone}))
