"""How far a new association has come, in one query."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from association.models.card import Card
from association.models.center import Center
from association.models.policy import PolicyOfYear
from association.models.volunteer import Volunteer


def reached(session: Session, year: int) -> tuple[bool, ...]:
    """Whether there is a center, the year's policy, an approved volunteer, a card."""
    first = (
        exists().where(Center.name.is_not(None)),
        exists().where(PolicyOfYear.year == year),
        exists().where(Volunteer.id.is_not(None)),
        exists().where(Card.id.is_not(None)),
    )
    return tuple(bool(each) for each in session.execute(select(*first)).one())
