"""What waits at the station, kind by kind: how many, since when; one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from shared.clock import local_day
from shared.domain.card import Status as CardStatus
from shared.domain.month import Month
from shared.domain.registration import Status as RegistrationStatus
from shared.domain.service_order import Status as OrderStatus
from shared.domain.service_request import Status, Urgency
from shared.domain.transfer import Status as TransferStatus
from shared.domain.working_day import WorkingDays
from station.domain.contest import Status as ContestStatus
from station.domain.order_waiting import answers_late, signature_late
from station.models.benefit_view import is_open
from station.models.benefit_visit import BenefitVisit
from station.models.card import Card
from station.models.contest import Contest
from station.models.pairing import Pairing, PairingVisit
from station.models.pairing_need import is_overdue, wants_somebody
from station.models.registration import Registration
from station.models.request_queue import ABOVE, IS_HERE, in_part, is_past
from station.models.service_order import OrderPerson, ServiceOrder
from station.models.service_request import ServiceRequest
from station.models.transfer import Transfer
from station.models.volunteer import Volunteer, is_serving


@dataclass(frozen=True)
class Heap:
    """How many of a kind, and the oldest: the instant or day since which it waits."""

    count: int = 0
    since: datetime | date | None = None


def heaps(session: Session, now: datetime, days: WorkingDays) -> dict[str, Heap]:
    """Registrations `returned` and `submitted`; `contests`, since is when the first is due;
    `cards` to hand over, `lost` ones, volunteers with `no_card`; `moves` that were asked for;
    requests `urgent`, past the promise (`overdue`), else `asked`, `accepted` or `refused` by all
    who were asked, and those `above`; orders `unanswered` and `unsigned` too long, `disputed` ones,
    those of a request for which somebody goes who serves no more (`stranded`), or whose day has
    gone by (`unreported`);
    visits of pairings (`visits_late`) and to holders of stars (`benefits_late`, `benefits` of the
    month), `pairings` that want somebody.
    """
    registration = (Registration, Registration.entered_at)
    card, due = (Card, Card.issued_on), (Contest, Contest.due_on)
    valid = Card.status == CardStatus.VALID
    here = and_(valid, Card.handed_on.is_(None), Card.lost_on.is_(None))
    kinds: dict[str, tuple[tuple[Any, Any], ColumnElement[bool]]] = {
        "returned": (registration, Registration.status == RegistrationStatus.RETURNED),
        "submitted": (registration, Registration.status == RegistrationStatus.SUBMITTED),
        "cards": (card, here),
        "lost": (card, and_(valid, Card.lost_on.is_not(None))),
        "contests": (due, Contest.status == ContestStatus.OPEN),
        "moves": ((Transfer, Transfer.asked_on), Transfer.status == TransferStatus.ASKED),
        "no_card": ((Volunteer, Volunteer.approval_date), _without_card()),
        **_requests(now),
        **_orders(now, days),
        **_visits(local_day(now)),
    }
    columns = [
        select(figure).select_from(table).where(condition).scalar_subquery()
        for (table, since), condition in kinds.values()
        for figure in (func.count(), func.min(since))
    ]
    row = session.execute(select(*columns)).one()
    return {name: Heap(row[2 * n] or 0, row[2 * n + 1]) for n, name in enumerate(kinds)}


def _requests(now: datetime) -> dict[str, tuple[tuple[Any, Any], ColumnElement[bool]]]:
    """Each request in one heap alone: what is urgent isn't told again as overdue."""
    request = (ServiceRequest, ServiceRequest.status_since)
    here = and_(IS_HERE, ServiceRequest.status.in_((Status.RECEIVED, Status.ACCEPTED)))
    urgent, past = ServiceRequest.urgency == Urgency.URGENT, is_past(now)
    quiet, refused = and_(~urgent, ~past), _all_refused()
    return {
        "urgent": (request, and_(here, urgent)),
        "overdue": (request, and_(here, ~urgent, past)),
        "asked": (request, and_(in_part("received"), quiet)),
        "accepted": (request, and_(in_part("accepted"), quiet, ~refused)),
        "refused": (request, and_(in_part("accepted"), quiet, refused)),
        "above": (request, in_part(ABOVE)),
    }


def _all_refused() -> ColumnElement[bool]:
    """Whether a request is to be given to somebody since an order for it was refused."""
    order = select(ServiceOrder.id).where(
        ServiceOrder.request_id == ServiceRequest.id,
        ServiceOrder.status == OrderStatus.REFUSED,
        ServiceOrder.answered_at >= ServiceRequest.status_since,
    )
    return order.exists()


def _orders(
    now: datetime, days: WorkingDays
) -> dict[str, tuple[tuple[Any, Any], ColumnElement[bool]]]:
    status, late = ServiceOrder.status, answers_late(local_day(now), days)
    offered, done = ServiceOrder.offered_at, ServiceOrder.done_at
    unsigned = and_(status == OrderStatus.DONE, done < signature_late(now))
    agreed = and_(status == OrderStatus.ACCEPTED, ServiceOrder.request_id.is_not(None))
    stranded = _somebody_left()
    gone_by = ServiceOrder.visit_on < local_day(now)
    return {
        "unanswered": (
            (ServiceOrder, offered),
            and_(status == OrderStatus.OFFERED, offered < late),
        ),
        "unsigned": ((ServiceOrder, done), unsigned),
        "disputed": ((ServiceOrder, done), status == OrderStatus.DISPUTED),
        "stranded": ((ServiceOrder, ServiceOrder.answered_at), and_(agreed, stranded)),
        "unreported": ((ServiceOrder, ServiceOrder.visit_on), and_(agreed, ~stranded, gone_by)),
    }


def _somebody_left() -> ColumnElement[bool]:
    """Whether one of those who go was suspended, left or moved away since they said yes."""
    people = select(OrderPerson.volunteer_id).join(
        Volunteer, Volunteer.id == OrderPerson.volunteer_id
    )
    return people.where(OrderPerson.order_id == ServiceOrder.id, ~is_serving()).exists()


def _visits(today: date) -> dict[str, tuple[tuple[Any, Any], ColumnElement[bool]]]:
    month = str(Month.of(today))
    benefit = (BenefitVisit, BenefitVisit.made_on)
    return {
        "visits_late": ((PairingVisit, PairingVisit.due), is_overdue(today)),
        "pairings": ((Pairing, Pairing.entered_at), wants_somebody(today)),
        "benefits_late": (benefit, and_(is_open(), BenefitVisit.month < month)),
        "benefits": (benefit, and_(is_open(), BenefitVisit.month == month)),
    }


def _without_card() -> ColumnElement[bool]:
    valid = select(Card.id).where(
        Card.volunteer_id == Volunteer.id, Card.status == CardStatus.VALID
    )
    return and_(
        Volunteer.status == RegistrationStatus.APPROVED,
        Volunteer.superseded_by.is_(None),
        Volunteer.transferred_to.is_(None),
        ~valid.exists(),
    )
