"""What the served said of a service: entered once, singly or for many; late ones beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.domain.month import Month
from shared.domain.service_record import Evaluation, Status
from station.actions.bulk import Bulk, Result, act_on_each, named, picked
from station.actions.certification import standing_of
from station.actions.officer import identity_of
from station.actions.service_record import log_record, reopen_months
from station.domain.certification import CERTIFIER, check_evaluator, check_not_beside
from station.models.evaluation import LateEvaluation
from station.models.ledger import Line
from station.models.officer import officer_of
from station.models.participant import people_beside


def evaluate_record(
    session: Session, actor: Actor, now: datetime, record_id: UUID, evaluation: Evaluation
) -> Line:
    """Into the record until it is signed, beside it ever after."""
    lines = picked(session, Bulk([record_id], 1))
    line = named(lines, record_id)
    _Evaluator(session, (actor, now), evaluation, lines).evaluate(line)
    if line.record.status == Status.CERTIFIED:
        reopen_months(session, (actor, now), [Month.parse(line.record.month)])
    return replace(line, evaluation=evaluation)


def evaluate_records(
    session: Session, actor: Actor, now: datetime, bulk: Bulk, evaluation: Evaluation
) -> list[Result]:
    """The same for many, a result per record; refused as a whole where the count differs."""
    lines = picked(session, bulk)
    evaluator = _Evaluator(session, (actor, now), evaluation, lines)
    return act_on_each(session, (actor, now), bulk, lines, evaluator.evaluate)


class _Evaluator:
    """Who evaluates, and who took part beside each of the records."""

    def __init__(
        self,
        session: Session,
        who: tuple[Actor, datetime],
        evaluation: Evaluation,
        lines: dict[UUID, Line],
    ) -> None:
        actor, self.now = who
        self.session, self.actor, self.evaluation = session, actor, evaluation
        self.identity = identity_of(session, actor, officer_of(session, actor.id))
        self.beside = people_beside(session, [line.record for line in lines.values()])

    def evaluate(self, line: Line) -> None:
        """Refused where there is an evaluation, or by whoever took part."""
        record, standing = line.record, standing_of(line)
        check_evaluator(standing, self.identity, line.evaluation)
        check_not_beside(self.identity, self.beside.get(record.id, ()))
        if standing.status is Status.SUBMITTED and standing.waits_for == CERTIFIER:
            record.evaluation = self.evaluation
        else:
            self.session.add(
                LateEvaluation(
                    record_id=record.id,
                    evaluation=self.evaluation,
                    entered_by=self.actor.id,
                    entered_at=self.now,
                )
            )
        who, verb = (self.actor, self.now), f"evaluated_{self.evaluation}"
        log_record(self.session, who, record, verb, record.status)
