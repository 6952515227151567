"""The commands of nodes that others enrol at: enrolment-string and approve."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import click
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.clock import business_now
from shared.database import transaction
from shared.founding import COMMAND
from shared.node_command import Node

Invite = Callable[[Session, Actor, datetime, tuple[str, str, str]], str]
Approve = Callable[[Session, Actor, datetime, str], object]


def upper_commands(invite: Invite, approve: Approve) -> list[click.Command]:
    """`invite` gets (node, title, url) and gives the string; `approve` gets the node."""

    @click.command(name="enrolment-string")
    @click.argument("node_name", metavar="NODE")
    @click.argument("title")
    @click.option("--url", required=True, help="下级到本节点的地址，如 https://…。")
    @click.pass_obj
    def enrolment_string(node: Node, node_name: str, title: str, url: str) -> None:
        """给下级一个一次性注册串，72 小时有效。"""
        with node.app().app_context(), transaction(node.tier.db) as session:
            string = invite(session, COMMAND, business_now(), (node_name, title, url))
        click.echo(string)

    @click.command(name="approve")
    @click.argument("node_name", metavar="NODE")
    @click.pass_obj
    def approve_node(node: Node, node_name: str) -> None:
        """批准接入：先与下级核对首页上的指纹。"""
        with node.app().app_context(), transaction(node.tier.db) as session:
            approve(session, COMMAND, business_now(), node_name)
        click.echo(f"{node_name} 已批准。")

    return [enrolment_string, approve_node]
