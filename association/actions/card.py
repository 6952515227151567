"""Cards: issued in bulk with numbers from a locked counter, handed over, lost, found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from association.actions.verification import proof_of
from association.domain.bulk import MOST, Result, checked
from association.domain.card import check_wanted, number
from association.models import card, counter, station, volunteer
from association.models.audit import log
from association.models.card import Card
from association.models.counter import Counter
from association.models.federation import TABLES
from association.models.volunteer import Volunteer
from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.card import Status, takes_back
from shared.errors import ForbiddenError, InvalidError, NotFoundError, RefusalError
from shared.federation.link import Message
from shared.federation.outbox import Draft, promise, this_node
from shared.federation.sender import sender_of
from shared.wire.card import ISSUED


@dataclass(frozen=True)
class Issue:
    """To whom: these volunteers, or (ids None) the whole queue; `count` must agree."""

    ids: Sequence[UUID] | None
    count: int


def issue_cards(session: Session, actor: Actor, now: datetime, issue: Issue) -> list[Result]:
    """A card for each volunteer who lacks a valid one, a result each; promised to the center.

    By name whoever had one withheld gets another; with the whole queue they don't.
    """
    numbers = counter.lock(session, "card", local_day(now).year)
    ids = checked(_whom(session, issue), issue.count)
    # locked: who leaves meanwhile leaves no valid card behind
    people = volunteer.among(session, ids, lock=True)
    valid = card.valid_of(session, ids)
    results = []
    for id in ids:
        try:
            with session.begin_nested():
                person = _wanted(id, people.get(id), valid.get(id))
                card.end_withholding(session, person.id)
                issued = issue_one(session, actor, now, person, numbers)
                done = {"card": issued.id, "number": issued.number}
                results.append(Result(person.id, "done", values=done))
        except RefusalError as refusal:
            results.append(Result.refused(id, refusal))
    return results


def issue_one(
    session: Session, actor: Actor, now: datetime, person: Volunteer, numbers: Counter
) -> Card:
    """A card under the next number, promised to the center of the station."""
    numbers.last += 1
    code = this_node(session, TABLES).code
    issued = Card(
        number=number(code, numbers.year, numbers.last),
        volunteer=person.id,
        station=person.station,
        center=station.by_name(session, person.station).center,
        status=Status.VALID,
        issued_on=local_day(now),
        issued_by=actor.name[:60],
    )
    session.add(issued)
    session.flush()
    after = {"number": issued.number, "volunteer": person.id, "station": issued.station}
    log(session, actor, now, Change("card.issued", f"card:{issued.id}", None, after))
    data = {
        "card": issued.id,
        "number": issued.number,
        "volunteer": person.id,
        "station": issued.station,
        "issued_on": issued.issued_on,
        "proof": proof_of(session, issued),
    }
    draft = Draft(ISSUED, f"card:{issued.id}", data, now, actor=actor.id)
    promise(session, TABLES, issued.center, draft)
    return issued


def on_handed_over(session: Session, message: Message, now: datetime) -> None:
    """Notes that the volunteer has the card, and whether the badge went with it."""
    data, found = message.data, _told_of(session, message)
    before = {"handed_on": found.handed_on, "badge": found.badge}
    found.handed_on, found.badge = data["handed_on"], data["badge"]
    after = {"handed_on": found.handed_on, "badge": found.badge}
    change = Change("card.handed_over", f"card:{found.id}", before, after)
    log(session, sender_of(message), now, change)


def on_lost(session: Session, message: Message, now: datetime) -> None:
    """Puts the card among those that are wanted anew; it stays valid until it is replaced."""
    data, found = message.data, _told_of(session, message)
    before = {"lost_on": found.lost_on}
    found.lost_on, found.lost_reason = data["lost_on"], data["reason"]
    after = {"lost_on": found.lost_on, "reason": found.lost_reason}
    log(session, sender_of(message), now, Change("card.lost", f"card:{found.id}", before, after))


def on_found(session: Session, message: Message, now: datetime) -> None:
    """Takes the card off those that are wanted anew; one that was ended meanwhile stays so."""
    data, found = message.data, _told_of(session, message)
    if found.status == Status.VALID and takes_back(data["lost_on"], found.lost_on):
        found.lost_on = found.lost_reason = None
    before = {"lost_on": data["lost_on"]}
    after = {"found_on": data["found_on"], "reason": data["reason"], "status": found.status}
    log(session, sender_of(message), now, Change("card.found", f"card:{found.id}", before, after))


def _told_of(session: Session, message: Message) -> Card:
    """The card that a center speaks of, locked, if it is that center's and that volunteer's."""
    found = card.by_id(session, message.data["card"])
    if found.center != message.sender:
        raise ForbiddenError("card.of_other_center", number=found.number)
    if found.volunteer != message.data["volunteer"]:
        raise InvalidError("card.of_other_volunteer", number=found.number)
    return found


def _whom(session: Session, issue: Issue) -> Sequence[UUID]:
    if issue.ids is not None:
        return issue.ids
    if (waiting := card.queue_length(session)) != issue.count:
        raise InvalidError("bulk.count_differs", count=issue.count, found=waiting, field="count")
    return [person.id for person in session.scalars(card.queued().limit(MOST + 1))]


def _wanted(id: UUID, person: Volunteer | None, valid: Card | None) -> Volunteer:
    if person is None:
        raise NotFoundError("volunteer.unknown", volunteer=str(id))
    check_wanted(valid.number if valid else None, person.left_on)
    return person
