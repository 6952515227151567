"""The command that opens a node to practise at, and takes it away again."""

from __future__ import annotations

import os

import click

from shared.home import Home
from shared.migration import migrate_up
from shared.node_command import Node
from shared.practice import PASSWORD, found_practice, remove_practice
from shared.serving import Server, Serving

TITLE = "练习站"


@click.command(name="practice")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8090, show_default=True, type=click.IntRange(1, 65535))
@click.option("--prepare", is_flag=True, help="只建好，不起动网页。")
@click.option("--remove", is_flag=True, help="整个删掉，真的节点不受影响。")
@click.pass_obj
def practise(node: Node, host: str, port: int, prepare: bool, remove: bool) -> None:
    """练习：另起一个全是假数据的节点，和真的节点不相通。"""
    home = Home(node.folder.resolve())
    if remove:
        remove_practice(node.tier, home)
        click.echo("练习节点已删掉。")
        return
    if not home.practice.settings.exists():
        title = node.settings().title if home.settings.exists() else TITLE
        found_practice(node.tier, node.create_app, home, title, migrate_up)
    click.echo(f"练习节点：http://{host}:{port}")
    for login, who in node.tier.practice.logins if node.tier.practice else ():
        click.echo(f"{who}　登录名 {login}　密码 {PASSWORD}")
    if not prepare:
        _serve(Node(node.tier, node.create_app, home.practice.folder), host, port)


def _serve(practice: Node, host: str, port: int) -> None:
    """By the practice's own clock, in a process that knows no other database."""
    settings = practice.settings()
    os.environ.pop("DATABASE_URL", None)
    os.environ["YIGONG_CLOCK"] = str(settings.home.clock)
    Server(practice.app(), practice.tier.db, Serving(host, port, 1, 4)).run()
