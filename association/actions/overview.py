"""What the start page counts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from association.domain.year import Status as YearStatus
from association.models import card
from association.models.card import Card
from association.models.center import Center
from association.models.star import StarDecision
from association.models.station import Station
from association.models.volunteer import Volunteer
from association.models.year import StationYear
from shared.domain.card import Status as CardStatus
from shared.domain.star_decision import STANDING


def counts(session: Session) -> dict[str, int]:
    """Label to number, in the order in which they are shown."""
    return {
        "服务中心": _count(session, Center),
        "工作站": _count(session, Station),
        "在册义工": _count(session, Volunteer, Volunteer.left_on.is_(None)),
        "待制证": card.queue_length(session),
        "有效义工证": _count(session, Card, Card.status == CardStatus.VALID),
        "已报齐的年度": _count(session, StationYear, StationYear.status == YearStatus.IN),
        "星级决定": _count(session, StarDecision, StarDecision.decision.in_(sorted(STANDING))),
    }


def _count(session: Session, table: type[Any], *conditions: Any) -> int:
    query = select(func.count()).select_from(table).where(*conditions)
    return session.scalar(query) or 0
