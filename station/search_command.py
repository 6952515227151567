"""`yigong station index`: the index of people written anew."""

from __future__ import annotations

import click

from shared.database import transaction
from shared.node_command import Node
from station.database import db
from station.models.search import index_members


@click.command(name="index")
@click.pass_obj
def index_people(node: Node) -> None:
    """重建人员检索：姓名读音、证号、证件后四位。"""
    with node.app().app_context(), transaction(db) as session:
        click.echo(f"已重建 {index_members(session)} 人。")
