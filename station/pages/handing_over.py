"""Who left: how the accounts page moves what waits for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.web.tier import HandOver
from station.actions.handing_over import hand_over_tasks
from station.domain.permission import WORKING


def _move(
    session: Session, actor: Actor, now: datetime, from_login: str, to_login: str
) -> tuple[int, int]:
    moved = hand_over_tasks(session, actor, now, from_login, to_login)
    return moved.certifier + moved.second_officer + moved.contests, moved.kept


HAND_OVER = HandOver(WORKING, _move)
