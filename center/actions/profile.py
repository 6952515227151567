"""Volunteers' profiles as their stations keep them after the approval."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from center.actions.registration import PERSON
from center.actions.volunteer import announce, own
from center.models.audit import log
from center.models.registration import Registration
from center.models.volunteer import Volunteer
from shared.audit import Change
from shared.domain.registration import Status
from shared.federation.link import Message
from shared.federation.sender import sender_of

FIELDS = (*PERSON, "service_posts")


def on_profile(session: Session, message: Message, now: datetime) -> None:
    """Keeps the newest; the association learns another name and other consents.

    Waits where the volunteer isn't approved here yet. The form that was approved stays as it was.
    """
    data, found = message.data, own(session, message)
    registration = session.get_one(Registration, found.registration)
    before, known = _facts(found, registration), _announced(found, registration)
    found.name, found.profile_on = data["name"], data["changed_on"]
    found.profile = json.dumps({field: data[field] for field in FIELDS}, ensure_ascii=False)
    session.flush()
    if found.status != Status.LEFT and _announced(found, registration) != known:
        announce(session, sender_of(message), now, registration)
    after = _facts(found, registration)
    change = Change("volunteer.profile", f"volunteer:{found.id}", before, after)
    log(session, sender_of(message), now, change)


def person_of(found: Volunteer, registration: Registration) -> dict[str, Any]:
    """The person as the station told last: since the approval, or with the approved form."""
    return {"service_posts": [], **registration.person, **found.told}


def _announced(found: Volunteer, registration: Registration) -> tuple[str, Any]:
    return found.name, person_of(found, registration)["consents"]


def _facts(found: Volunteer, registration: Registration) -> dict[str, Any]:
    """What the log may show: no name."""
    person = person_of(found, registration)
    names = ("post", "service_posts", "specialties", "categories", "free_times", "consents")
    return {name: person[name] for name in names}
