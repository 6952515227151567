"""How centers are let in at the association."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from association.actions.center import (
    Approval,
    Invitation,
    approve_center,
    invite_center,
    revoke_center,
)
from shared.account import Actor
from shared.web.tier import Gate


def _invite(session: Session, actor: Actor, now: datetime, invited: tuple[str, str, str]) -> str:
    return invite_center(session, actor, now, Invitation(*invited))


def _approve(
    session: Session, actor: Actor, now: datetime, node: str, fingerprint: str | None
) -> object:
    return approve_center(session, actor, now, Approval(node, fingerprint))


GATE = Gate("center", _invite, _approve, revoke_center)
