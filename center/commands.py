"""The commands of a center: `yigong center …`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from center.actions.station import Invitation, approve_station, invite_station
from center.app import TIER, create_app
from center.database import db
from center.models.search import index_people
from shared.account import Actor
from shared.index_command import index_command
from shared.node_command import node_group
from shared.upper_command import upper_commands

cli = node_group(TIER, create_app)
cli.add_command(index_command(db, index_people, "姓名的各种读音"))


def _invite(session: Session, actor: Actor, now: datetime, invited: tuple[str, str, str]) -> str:
    return invite_station(session, actor, now, Invitation(*invited))


def _approve(session: Session, actor: Actor, now: datetime, node: str) -> None:
    approve_station(session, actor, now, node, None)


for command in upper_commands(_invite, _approve):
    cli.add_command(command)
