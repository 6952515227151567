"""`yigong association index`: the index of people written anew."""

from __future__ import annotations

import click

from association.database import db
from association.models.search import index_people
from shared.database import transaction
from shared.node_command import Node


@click.command(name="index")
@click.pass_obj
def index(node: Node) -> None:
    """重建人员检索：姓名的各种读音。"""
    with node.app().app_context(), transaction(db) as session:
        click.echo(f"已重建 {index_people(session)} 人。")
