"""Talks noted: with whom, when, by whom, and what was said."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.errors import NotFoundError
from station.domain.talk import Note, check_needed
from station.models.audit import log
from station.models.member import Member, open_stay
from station.models.talk import Talk
from station.models.volunteer import volunteer_of


def note_talk(session: Session, actor: Actor, now: datetime, member_id: UUID, note: Note) -> Talk:
    """Notes a talk with a member of the roster who hasn't registered."""
    member = session.get(Member, member_id)
    if member is None or open_stay(session, member.id) is None:
        raise NotFoundError("member.unknown")
    volunteer = volunteer_of(session, member.id)
    check_needed(volunteer.status if volunteer else None, member.name)
    note.check(local_day(now))
    talk = Talk(
        member_id=member.id,
        held_on=note.held_on,
        words=note.words.strip(),
        held_by=actor.name,
        entered_by=actor.id,
        entered_at=now,
    )
    session.add(talk)
    session.flush()
    after = {"member": member.id, "held_on": talk.held_on}
    log(session, actor, now, Change("talk.noted", f"talk:{talk.id}", None, after))
    return talk
