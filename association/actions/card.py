"""Cards: issued in bulk with numbers from a locked counter, handed over, revoked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from association.domain.bulk import MOST, Result, checked
from association.domain.card import check_wanted, number
from association.models import card, station, volunteer
from association.models.audit import log
from association.models.card import Card, CardCounter
from association.models.federation import TABLES
from association.models.volunteer import Volunteer
from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.card import NEXT, Status
from shared.domain.life_cycle import move
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
    """A card for each volunteer who lacks a valid one, a result each; promised to the center."""
    counter = card.lock_counter(session, local_day(now).year)
    ids = checked(_whom(session, issue), issue.count)
    # locked: who leaves meanwhile leaves no valid card behind
    people = volunteer.among(session, ids, lock=True)
    valid = card.valid_of(session, ids)
    results = []
    for id in ids:
        try:
            with session.begin_nested():
                person = _wanted(id, people.get(id), valid.get(id))
                results.append(_issue(session, actor, now, person, counter))
        except RefusalError as refusal:
            results.append(Result.refused(id, refusal))
    return results


def revoke_card(session: Session, actor: Actor, now: datetime, id: UUID) -> None:
    """Ends the valid card of a volunteer who has one; its number is never given again."""
    found = card.valid_of(session, [id]).get(id)
    if found is None:
        return
    before = {"status": found.status}
    found.status = move(NEXT, Status(found.status), Status.REVOKED)
    after = {"status": found.status, "number": found.number}
    log(session, actor, now, Change("card.revoked", f"card:{found.id}", before, after))


def on_handed_over(session: Session, message: Message, now: datetime) -> None:
    """Notes that the volunteer has the card, and whether the badge went with it."""
    data = message.data
    found = card.by_id(session, data["card"])
    if found.center != message.sender:
        raise ForbiddenError("card.of_other_center", number=found.number)
    if found.volunteer != data["volunteer"]:
        raise InvalidError("card.of_other_volunteer", number=found.number)
    before = {"handed_on": found.handed_on, "badge": found.badge}
    found.handed_on, found.badge = data["handed_on"], data["badge"]
    after = {"handed_on": found.handed_on, "badge": found.badge}
    change = Change("card.handed_over", f"card:{found.id}", before, after)
    log(session, sender_of(message), now, change)


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


def _issue(
    session: Session, actor: Actor, now: datetime, person: Volunteer, counter: CardCounter
) -> Result:
    counter.last += 1
    code = this_node(session, TABLES).code
    issued = Card(
        number=number(code, counter.year, counter.last),
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
    }
    draft = Draft(ISSUED, f"card:{issued.id}", data, now, actor=actor.id)
    promise(session, TABLES, issued.center, draft)
    return Result(person.id, "done", values={"card": issued.id, "number": issued.number})
