"""Decisions on stars, singly and in bulk: written beside the proposal, sent down under seal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from association.actions.certificate import follow_decision
from association.actions.proposal import Dossier, dossiers
from association.actions.verification import proof_of
from association.domain.bulk import Result, checked
from association.domain.star_decision import Wish, check_version, decide
from association.models import policy, station, year
from association.models.audit import log
from association.models.certificate import Certificate
from association.models.federation import TABLES
from association.models.star import StarDecision
from association.models.year import StationYear
from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.policy import Policy
from shared.domain.star_decision import Status
from shared.errors import NotFoundError, RefusalError
from shared.federation.outbox import Draft, promise
from shared.wire.star import DECIDED


@dataclass(frozen=True)
class Order:
    """One decision for these volunteers' year; `count` must agree with the ids.

    `versions` are how many decisions the officer saw on each: who decided meanwhile is told of.
    """

    year: int
    ids: Sequence[UUID]
    count: int
    wish: Wish
    versions: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Act:
    """What all rows of one act share."""

    actor: Actor
    now: datetime
    rule: Policy
    wish: Wish
    years: dict[str, StationYear]


def decide_stars(session: Session, actor: Actor, now: datetime, order: Order) -> list[Result]:
    """Decides for each volunteer or says why not; the station's year is closed by a final word."""
    ids = checked(order.ids, order.count)
    rule = policy.by_year(session, order.year, lock=True).value
    # locked first: no year changes, and nobody else decides, between reading and writing
    years = year.of_year(session, order.year, lock=True)
    act = _Act(actor, now, rule, order.wish, years)
    results = []
    for dossier in dossiers(session, rule, ids):
        try:
            with session.begin_nested():
                check_version(order.versions.get(dossier.id), len(dossier.decisions))
                results.append(_decide(session, act, dossier))
        except RefusalError as refusal:
            results.append(Result.refused(dossier.id, refusal))
    return results


def _decide(session: Session, act: _Act, dossier: Dossier) -> Result:
    if dossier.person is None or dossier.station is None:
        raise NotFoundError("volunteer.unknown", volunteer=str(dossier.id))
    star = decide(dossier.case(act.rule), act.wish, local_day(act.now))
    last = dossier.decisions[-1] if dossier.decisions else None
    decision = _decision(act, dossier, dossier.station, star)
    session.add(decision)
    held = follow_decision(session, act.actor, act.now, decision)
    _write(session, act, (last, decision), held)
    if act.wish.decision is not Status.HELD:
        _close(act, dossier)
    values = {"star": star, "decision": decision.decision}
    return Result(
        dossier.id, "done", values=values | ({"certificate": held.number} if held else {})
    )


def _decision(act: _Act, dossier: Dossier, station_name: str, star: int) -> StarDecision:
    return StarDecision(
        volunteer=dossier.id,
        year=act.rule.year,
        n=len(dossier.decisions) + 1,
        decision=act.wish.decision,
        proposed=dossier.total.proposed,
        star=star,
        points=dossier.total.points,
        reason=act.wish.reason.strip(),
        station=station_name,
        basis=[_basis(dossier, name, act.years) for name in dossier.stations],
        decided_on=local_day(act.now),
        by=act.actor.name[:60],
    )


def _write(
    session: Session,
    act: _Act,
    decisions: tuple[StarDecision | None, StarDecision],
    held: Certificate | None,
) -> None:
    last, decision = decisions
    before = {"decision": last.decision, "star": last.star} if last else None
    after = {
        name: getattr(decision, name)
        for name in ("decision", "proposed", "star", "points", "reason")
    }
    subject = f"star:{decision.volunteer}:{decision.year}"
    log(session, act.actor, act.now, Change("star.decided", subject, before, after))
    data = after | {
        name: getattr(decision, name)
        for name in ("volunteer", "station", "year", "decided_on", "by")
    }
    if held is not None:
        data |= {"certificate": held.number, "proof": proof_of(session, held)}
    draft = Draft(DECIDED, subject, data, act.now, actor=act.actor.id)
    promise(session, TABLES, station.by_name(session, decision.station).center, draft)


def _close(act: _Act, dossier: Dossier) -> None:
    """From a final decision on, the years it rests on stay as they are (domain.md part 5)."""
    for name in dossier.stations:
        if act.years[name].closed_on is None:
            act.years[name].closed_on = local_day(act.now)


def _basis(dossier: Dossier, name: str, years: dict[str, StationYear]) -> dict[str, Any]:
    row = next(row for row in dossier.parts if row.station == name)
    return {
        "station": name,
        "version": years[name].version,
        "hours": row.hours,
        "satisfied_hours": row.satisfied_hours,
        "points_hours": row.points_hours,
    }
