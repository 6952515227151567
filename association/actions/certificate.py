"""Certificates of stars: they follow the decisions on them, numbers burnt for ever."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from association.actions.verification import proofs
from association.domain import certificate as rule
from association.models import certificate, counter
from association.models.audit import log
from association.models.certificate import Certificate
from association.models.federation import TABLES
from association.models.star import StarDecision
from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.card import NEXT, Status
from shared.domain.life_cycle import move
from shared.domain.star_decision import Status as Decision
from shared.federation.outbox import this_node


@dataclass(frozen=True)
class CertificateRow:
    """What is printed on a certificate; `proof` is the text of its QR."""

    number: str
    volunteer: UUID
    name: str
    station: str
    year: int
    star: int
    points: int
    issued_on: date
    status: str
    proof: str


def follow_decision(
    session: Session, actor: Actor, now: datetime, decision: StarDecision
) -> Certificate | None:
    """The certificate that holds after a decision, if any: new, as it was, or ended."""
    held = certificate.valid_of(session, decision.volunteer, decision.year)
    certified = None if held is None else held.star
    word = Decision(decision.decision)
    if held is not None and rule.ends(word, decision.star, certified):
        _end(session, actor, now, held, decision)
    if not rule.is_wanted(word, decision.star, certified):
        return held if held is not None and held.status == Status.VALID else None
    issued = _issue(session, actor, now, decision)
    if held is not None:
        held.replaced_by = issued.id
    return issued


def certificate_rows(
    session: Session, year: int, ids: Iterable[UUID] | None = None
) -> list[CertificateRow]:
    """The data of a year's certificates by number: all, or those of these volunteers."""
    proof = proofs(session)
    return [
        CertificateRow(
            number=found.number,
            volunteer=person.id,
            name=person.name,
            station=home.title,
            year=found.year,
            star=found.star,
            points=found.points,
            issued_on=found.issued_on,
            status=found.status,
            proof=proof(found),
        )
        for found, person, home in certificate.of_year(session, year, ids)
    ]


def _end(
    session: Session, actor: Actor, now: datetime, held: Certificate, decision: StarDecision
) -> None:
    to = Status.REVOKED if decision.star == 0 else Status.REPLACED
    before = {"status": held.status}
    held.status = move(NEXT, Status(held.status), to)
    held.ended_on, held.ended_reason = local_day(now), decision.reason
    session.flush()
    after = {"status": held.status, "reason": held.ended_reason}
    log(session, actor, now, Change("certificate.ended", f"certificate:{held.id}", before, after))


def _issue(session: Session, actor: Actor, now: datetime, decision: StarDecision) -> Certificate:
    count = counter.lock(session, "certificate", decision.year)
    count.last += 1
    code = this_node(session, TABLES).code
    issued = Certificate(
        number=rule.number(code, decision.year, count.last),
        volunteer=decision.volunteer,
        year=decision.year,
        star=decision.star,
        points=decision.points,
        station=decision.station,
        status=Status.VALID,
        issued_on=local_day(now),
    )
    session.add(issued)
    session.flush()
    after = {"number": issued.number, "year": issued.year, "star": issued.star}
    log(session, actor, now, Change("certificate.issued", f"certificate:{issued.id}", None, after))
    return issued
