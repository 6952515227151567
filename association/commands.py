"""The commands of the association: `yigong association …`."""

from __future__ import annotations

from datetime import datetime

import click
from sqlalchemy.orm import Session

from association.actions.center import Approval, Invitation, approve_center, invite_center
from association.app import TIER, create_app
from association.database import db
from association.models.search import index_people
from shared.account import Actor
from shared.home import read_district_word
from shared.index_command import index_command
from shared.node_command import Node, node_group
from shared.upper_command import upper_commands

cli = node_group(TIER, create_app)
cli.add_command(index_command(db, index_people, "姓名的各种读音"))


def _invite(session: Session, actor: Actor, now: datetime, invited: tuple[str, str, str]) -> str:
    return invite_center(session, actor, now, Invitation(*invited))


def _approve(session: Session, actor: Actor, now: datetime, node: str) -> None:
    approve_center(session, actor, now, Approval(node))


for command in upper_commands(_invite, _approve):
    cli.add_command(command)


@cli.command()
@click.pass_obj
def word(node: Node) -> None:
    """印出区字，直接交给工作站（init --word-file），不经服务中心。"""
    click.echo(read_district_word(node.settings().home.district_word))
