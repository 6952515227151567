"""`yigong TIER index`: the index of people written anew."""

from __future__ import annotations

from collections.abc import Callable

import click
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Session

from shared.database import transaction
from shared.node_command import Node


def index_command(db: SQLAlchemy, index_people: Callable[[Session], int], by: str) -> click.Command:
    """The tier's command; `index_people` says how many there are, `by` what they are found by."""

    @click.command(name="index", help=f"重建人员检索：{by}。")
    @click.pass_obj
    def index(node: Node) -> None:
        with node.app().app_context(), transaction(db) as session:
            click.echo(f"已重建 {index_people(session)} 人。")

    return index
