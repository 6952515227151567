"""The months that centers accepted: their sums kept by station, the year judged anew by them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from association.actions.policy import seed_policies
from association.actions.year import judge
from association.models import station, year
from association.models.audit import log
from association.models.tally import TallyTotal
from shared.audit import Change
from shared.federation.link import Message
from shared.federation.sender import sender_of

FIGURES = ("records", "hours", "satisfied_hours", "points_hours", "points")


def on_total(session: Session, message: Message, now: datetime) -> None:
    """Keeps the newest accepted revision's sums of a month; an older revision changes nothing.

    The monthly arrival is also when the coming year gets its policy.
    """
    data = message.data
    station.of_center(session, data["station"], message.sender)
    actor, month = sender_of(message), data["month"]
    seed_policies(session, actor, now)
    found = session.get(TallyTotal, (data["station"], str(month)), with_for_update=True)
    if found is None:
        found = TallyTotal(station=data["station"], month=str(month), revision=0)
        session.add(found)
    if found.revision > data["revision"]:
        return
    before = {"revision": found.revision}
    found.revision, found.content = data["revision"], data["content"]
    for name in FIGURES:
        setattr(found, name, data[name])
    found.requests, found.visits = data["requests"], data["visits"]
    after = {name: data[name] for name in ("revision", *FIGURES)}
    log(session, actor, now, Change("tally.total", f"tally:{found.station}:{month}", before, after))
    session.flush()
    if (reported := year.find(session, found.station, month.year)) is not None:
        judge(session, actor, now, reported)
