"""Queries on the requests that a center or the association keeps, over its own two tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from shared.domain.request_figures import Standing
from shared.domain.service_request import ABOVE, Status, Urgency
from shared.errors import NotFoundError
from shared.service_request import RequestMixin, RequestStepMixin

HERE, ASKED, SERVED, ABOVE_US, OVER = "here", "asked", "served", "above", "over"
QUEUES: Final = (HERE, ASKED, SERVED, ABOVE_US, OVER)
"""To be routed here; waiting for whom it was given to; served there; with the tier above; over."""

R = TypeVar("R", bound=RequestMixin)
S = TypeVar("S", bound=RequestStepMixin)


@dataclass(frozen=True)
class Requests(Generic[R, S]):
    """A tier's concrete tables."""

    table: type[R]
    step: type[S]

    def in_queue(self, name: str, own: str) -> ColumnElement[bool]:
        """The requests of a queue; one that its first station has again counts as over."""
        table = self.table
        is_back = and_(table.holder == table.first_station, table.first_station != own)
        elsewhere = and_(table.holder.is_not(None), table.holder != own, ~is_back)
        is_above = table.status.in_(ABOVE)
        kinds = {
            HERE: and_(table.holder == own, is_above),
            ASKED: and_(elsewhere, ~table.passed_up, is_above),
            SERVED: and_(or_(elsewhere, table.holder == own), ~table.passed_up, ~is_above),
            ABOVE_US: and_(elsewhere, table.passed_up),
            OVER: or_(table.holder.is_(None), is_back),
        }
        return kinds[name]

    def queue(self, name: str, own: str, now: datetime) -> Select[R]:
        """A queue in the order of 六.6, as `queue_key` gives it; what is over newest first."""
        query = select(self.table).where(self.in_queue(name, own))
        if name == OVER:
            return query.order_by(self.table.status_since.desc(), self.table.id)
        return query.order_by(*self.in_order(now))

    def in_order(self, now: datetime) -> tuple[ColumnElement[Any], ...]:
        """Urgent first, then past their promise, then star holders, then by waiting time."""
        table = self.table
        return (
            case((table.urgency == Urgency.URGENT, 0), else_=1),
            case((table.promised_at <= now, 0), else_=1),
            case((table.has_stars, 0), else_=1),
            table.received_at.asc(),
            table.id.asc(),
        )

    def lengths(self, session: Session, own: str) -> dict[str, int]:
        """Queue → how many stand in it; one query."""
        counts = [func.count(case((self.in_queue(name, own), 1))) for name in QUEUES]
        row = session.execute(select(*counts)).one()
        return dict(zip(QUEUES, row, strict=True))

    def standing(self, session: Session, own: str, now: datetime) -> Standing:
        """What waits to be routed here, as of now; one query."""
        table = self.table
        late = func.count(case((table.promised_at <= now, 1)))
        query = select(func.count(), func.min(table.received_at), late)
        return Standing(*session.execute(query.where(self.in_queue(HERE, own))).one())

    def by_id(self, session: Session, id: UUID) -> R:
        """The request, to be shown; NotFoundError `service_request.unknown`."""
        return _known(session.get(self.table, id), id)

    def find(self, session: Session, id: UUID) -> R | None:
        """The request, locked; None where it never came here."""
        return session.get(self.table, id, with_for_update=True, populate_existing=True)

    def locked(self, session: Session, id: UUID) -> R:
        """The request, locked to decide on it; NotFoundError `service_request.unknown`."""
        return _known(self.find(session, id), id)

    def steps(self, session: Session, id: UUID) -> Sequence[S]:
        """What became of it, newest first."""
        query = select(self.step).where(self.step.request_id == id)
        return session.scalars(query.order_by(self.step.at.desc(), self.step.id.desc())).all()

    def had(self, session: Session, id: UUID, node: str) -> bool:
        """Whether a node was ever given this request."""
        mine = (self.step.request_id == id, self.step.holder == node)
        return session.scalar(select(self.step.id).where(*mine).limit(1)) is not None

    def loads(self, session: Session) -> dict[str, int]:
        """Node → how many requests it still has that others could not serve."""
        table = self.table
        given = (table.holder.is_not(None), table.holder != table.first_station)
        query = select(table.holder, func.count()).where(*given).group_by(table.holder)
        return {str(node): count for node, count in session.execute(query)}

    def served_in(self, session: Session, district: str) -> dict[str, int]:
        """Station → how many requests of a first station's district it has served."""
        table = self.table
        served = (table.district == district, table.status.in_((Status.DONE, Status.CLOSED)))
        query = select(table.taker, func.count()).where(*served, table.taker.is_not(None))
        return {str(node): count for node, count in session.execute(query.group_by(table.taker))}


def given_back(steps: Iterable[RequestStepMixin]) -> dict[str, str]:
    """Node → why it gave this very request back; `steps` newest first, the last word counts."""
    back = [step for step in steps if step.status == Status.RETURNED and not step.is_note]
    return {step.sender: step.reason for step in reversed(back) if step.sender}


def _known(row: R | None, id: UUID) -> R:
    if row is None:
        raise NotFoundError("service_request.unknown", id=str(id))
    return row
