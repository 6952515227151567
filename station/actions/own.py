"""Whoever is signed in, as a volunteer."""

from __future__ import annotations

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.errors import NotFoundError
from station.models.account import volunteer_of_account
from station.models.volunteer import Volunteer


def own_volunteer(session: Session, actor: Actor) -> Volunteer:
    """The volunteer to whom the actor's account is linked; NotFoundError `own.not_linked`."""
    volunteer = volunteer_of_account(session, actor.id)
    if volunteer is None:
        raise NotFoundError("own.not_linked")
    return volunteer
