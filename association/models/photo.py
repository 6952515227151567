"""Photos at the association: those of volunteers, for their cards."""

from __future__ import annotations

from sqlalchemy.orm import Session

from association.models.federation import TABLES
from association.models.volunteer import Volunteer
from shared.federation.blob import content_of


def portrait_of(session: Session, volunteer: Volunteer) -> bytes | None:
    """A JPEG of 350 × 490; None for who has none, and while it is on its way."""
    return None if volunteer.photo is None else content_of(session, TABLES, volunteer.photo)
