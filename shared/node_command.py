"""The commands that every tier's node has: init, serve, agent, migrate, user."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask

from shared.clock import business_now
from shared.database import transaction
from shared.errors import RefusalError
from shared.federation.commands import run_agent, run_enrol
from shared.founding import COMMAND, Founding, found_node
from shared.home import Home, Settings, read_district_word, settings_of
from shared.migration import migrate_down, migrate_up
from shared.password import one_time_password, reset_password
from shared.serving import Serving, serve
from shared.sign_in import Credentials, NewAccount, add_account
from shared.web.sentences import sentence_of
from shared.web.tier import Tier


@dataclass(frozen=True)
class Node:
    """What a command works on: the tier, how its app is made, and the home folder."""

    tier: Tier
    create_app: Callable[[Settings], Flask]
    folder: Path

    def settings(self) -> Settings:
        return settings_of(self.folder, self.tier.package)

    def app(self) -> Flask:
        return self.create_app(self.settings())


class NodeGroup(click.Group):
    """Says refusals in a sentence and ends with status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except RefusalError as refusal:
            own = ctx.obj.tier.sentences if ctx.obj else {}
            raise click.ClickException(sentence_of(own, refusal.code, refusal.values)) from refusal


def node_group(tier: Tier, create_app: Callable[[Settings], Flask]) -> click.Group:
    """The group `yigong <tier>` with the shared commands; the tier adds its own."""

    @click.group(cls=NodeGroup, name=tier.package)
    @click.option(
        "--home",
        envvar="YIGONG_HOME",
        required=True,
        type=click.Path(file_okay=False, path_type=Path),
        help="节点的家目录（或 YIGONG_HOME）。",
    )
    @click.pass_context
    def group(ctx: click.Context, home: Path) -> None:
        os.umask(0o077)
        ctx.obj = Node(tier, create_app, home)

    for command in (init, run_server, run_agent, run_enrol, migrate, user):
        group.add_command(command)
    return group


@click.command()
@click.option("--code", required=True, help="节点代码，如 01-3301。")
@click.option("--title", required=True, help="节点名称，如 实验小学。")
@click.option("--upper", help="上级节点，如 center:01。")
@click.option("--opened-on", type=click.DateTime(["%Y-%m-%d"]), help="开站日期。")
@click.option("--word-file", type=click.Path(exists=True, path_type=Path), help="区字文件。")
@click.option("--admin-login", default="admin", show_default=True)
@click.option("--admin-password", envvar="YIGONG_ADMIN_PASSWORD", help="不给就印一次性密码。")
@click.pass_obj
def init(node: Node, /, **given: Any) -> None:
    """建立节点：家目录、密钥、数据库、首位管理员。"""
    password, word_file = given["admin_password"], given["word_file"]
    opened: datetime | None = given["opened_on"]
    first = _new_account(given["admin_login"], "管理员", "administrator", password)
    founding = Founding(
        code=given["code"],
        title=given["title"],
        upper=given["upper"],
        opened_on=opened.date() if opened else None,
        administrator=first,
        word=read_district_word(word_file) if word_file else None,
    )
    home = Home(node.folder.resolve())
    found_node(node.tier, node.create_app, home, founding, migrate_up)
    settings = node.settings()
    click.echo(f"{settings.name} {settings.title}：{node.folder}")
    _tell_password(first)


@click.command(name="serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1))
@click.pass_obj
def run_server(node: Node, host: str, port: int, workers: int, threads: int) -> None:
    """起动网页与接口。"""
    serve(node.app(), node.tier.db, Serving(host, port, workers, threads))


@click.command()
@click.option("--down-to", metavar="VERSION", help="退回到某一版；base 是全部退回。")
@click.pass_obj
def migrate(node: Node, down_to: str | None) -> None:
    """把数据库升到最新一版。"""
    app, db = node.app(), node.tier.db
    if down_to:
        migrate_down(app, db, down_to)
    else:
        migrate_up(app, db)


@click.group()
def user() -> None:
    """账号。"""


@user.command(name="add")
@click.argument("login")
@click.option("--role", required=True)
@click.option("--name", default="", help="姓名；不给就用登录名。")
@click.option("--password", envvar="YIGONG_PASSWORD", help="不给就印一次性密码。")
@click.pass_obj
def add(node: Node, login: str, role: str, name: str, password: str | None) -> None:
    """新增账号。"""
    new = _new_account(login, name, role, password)
    with node.app().app_context(), transaction(node.tier.db) as session:
        account = add_account(session, node.tier.accounts, COMMAND, business_now(), new)
        click.echo(f"{account.login} {account.role} {account.id}")
    _tell_password(new)


@user.command(name="reset")
@click.argument("login")
@click.pass_obj
def reset(node: Node, login: str) -> None:
    """重设密码：印一次性密码，原有登录全部失效。"""
    given = Credentials(login, one_time_password(), "command")
    with node.app().app_context(), transaction(node.tier.db) as session:
        reset_password(session, node.tier.accounts, COMMAND, business_now(), given)
    click.echo(f"{given.login} 的一次性密码：{given.password}")


def _new_account(login: str, name: str, role: str, password: str | None) -> NewAccount:
    """A given password is kept; one made here is for the first sign-in alone."""
    return NewAccount(login, name, role, password or one_time_password(), lasting=bool(password))


def _tell_password(new: NewAccount) -> None:
    if not new.lasting:
        click.echo(f"{new.login} 的一次性密码：{new.password}")
