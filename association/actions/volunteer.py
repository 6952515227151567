"""Volunteers as the centers announce them: approved, moved, gone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from association.actions.card_ending import revoke_card
from association.models import station, volunteer
from association.models.audit import log
from association.models.search import index_volunteer
from association.models.volunteer import Stay, Volunteer
from shared.audit import Change
from shared.clock import local_day
from shared.federation.link import Message
from shared.federation.sender import sender_of


def on_approved(session: Session, message: Message, now: datetime) -> None:
    """Takes a volunteer over for the card queue, at their station; coming back counts anew."""
    data = message.data
    station.of_center(session, data["station"], message.sender)
    person = session.get(Volunteer, data["volunteer"], with_for_update=True)
    before = None
    if person is None:
        person = Volunteer(id=data["volunteer"])
        session.add(person)
    else:
        # another center's volunteer is no center's to take
        station.of_center(session, person.station, message.sender)
        before = _facts(person)
    _write(person, data)
    index_volunteer(session, person)
    _stand(session, message, person)
    change = Change("volunteer.approved", f"volunteer:{person.id}", before, _facts(person))
    log(session, sender_of(message), now, change)


def on_left(session: Session, message: Message, now: datetime) -> None:
    """Marks a volunteer as gone and revokes the card; history stays."""
    data = message.data
    person = volunteer.by_id(session, data["volunteer"], lock=True)
    station.of_center(session, person.station, message.sender)
    before = _facts(person)
    person.left_on, person.left_reason = data["left_on"], data["reason"]
    actor = sender_of(message)
    change = Change("volunteer.left", f"volunteer:{person.id}", before, _facts(person))
    log(session, actor, now, change)
    revoke_card(session, actor, now, person.id)


def _write(person: Volunteer, data: dict[str, Any]) -> None:
    person.name, person.photo = data["name"], data["photo"]
    person.station, person.approval_date = data["station"], data["approval_date"]
    person.naming = data["consents"]["naming"]
    person.photos = data["consents"]["photos"]
    person.left_on = person.left_reason = None


def _stand(session: Session, message: Message, person: Volunteer) -> None:
    """The first stay runs from the approval, a later one from the day of the message."""
    stays = volunteer.stays(session, [person.id]).get(person.id, [])
    if stays and stays[-1].station == person.station:
        return
    since = local_day(message.occurred) if stays else person.approval_date
    if stays and stays[-1].since >= since:
        stays[-1].station = person.station
    else:
        session.add(Stay(volunteer=person.id, station=person.station, since=since))


def _facts(person: Volunteer) -> dict[str, Any]:
    """What the log may show: no name."""
    return {
        "station": person.station,
        "approval_date": person.approval_date,
        "naming": person.naming,
        "photos": person.photos,
        "left_on": person.left_on,
        "left_reason": person.left_reason,
    }
