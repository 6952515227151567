"""The public notice (公示) of proposed stars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from association.actions.proposal import Dossier, dossiers, proposed
from association.domain.notice import period
from association.models import policy, year
from association.models.audit import log
from association.models.notice import Notice, NoticeLine
from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.star_decision import Status
from shared.errors import ConflictError, InvalidError


@dataclass(frozen=True)
class Announcement:
    """Of which year, and under which telephone objections are heard."""

    year: int
    telephone: str


def start_notice(
    session: Session, actor: Actor, now: datetime, announcement: Announcement
) -> Notice:
    """Publishes every proposal that is ripe, undecided and not yet public with that star.

    Who comes in later, or changes, stands on a later notice with a period of its own.
    """
    if not announcement.telephone.strip():
        raise InvalidError("notice.telephone_missing", field="telephone")
    rule = policy.by_year(session, announcement.year, lock=True).value
    year.of_year(session, rule.year, lock=True)
    span = period(local_day(now), rule, policy.working_days(session))
    ripe = [
        found for found in dossiers(session, rule, proposed(session, rule)) if _is_to_publish(found)
    ]
    if not ripe:
        raise ConflictError("notice.nothing_new", year=rule.year)
    started = Notice(
        year=rule.year,
        started_on=span.first,
        last_day=span.last,
        working_days=span.working_days,
        without_table=span.without_table,
        telephone=announcement.telephone.strip(),
        started_by=actor.name[:60],
    )
    session.add(started)
    session.flush()
    session.add_all(_line(started, found) for found in ripe)
    session.flush()
    after = {"year": rule.year, "lines": len(ripe), "last_day": span.last}
    log(session, actor, now, Change("notice.started", f"notice:{started.id}", None, after))
    return started


def _is_to_publish(found: Dossier) -> bool:
    if found.person is None or found.missing_stations:
        return False
    if found.status not in (Status.PROPOSED, Status.HELD):
        return False
    return found.publication is None or found.publication.star != found.total.proposed


def _line(started: Notice, found: Dossier) -> NoticeLine:
    return NoticeLine(
        notice=started.id,
        volunteer=found.id,
        station=found.station,
        hours=found.total.hours,
        star=found.total.proposed,
    )
