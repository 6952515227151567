"""The commands that found a node and open its set-up page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from shared.errors import ConflictError
from shared.founding import Founding, found_node
from shared.home import Home, read_district_word
from shared.migration import migrate_up
from shared.node_command import Node
from shared.set_up import has_accounts, new_code
from shared.user_command import new_account


@click.command()
@click.option("--code", required=True, help="节点代码，如 01-3301。")
@click.option("--title", required=True, help="节点名称，如 实验小学。")
@click.option("--upper", help="上级节点，如 center:01。")
@click.option("--opened-on", type=click.DateTime(["%Y-%m-%d"]), help="开站日期。")
@click.option("--word-file", type=click.Path(exists=True), help="区字文件。")
@click.option("--admin-login", default="admin", show_default=True, help="与密码一起给才用得上。")
@click.option("--admin-password", envvar="YIGONG_ADMIN_PASSWORD", help="不给就印一次性设置码。")
@click.pass_obj
def init(node: Node, /, **given: Any) -> None:
    """建立节点：家目录、密钥、数据库；首位管理员在设置页上建，或在这里给密码。"""
    opened: datetime | None = given["opened_on"]
    word_file: str | None = given["word_file"]
    password: str | None = given["admin_password"]
    first = new_account(given["admin_login"], "管理员", "administrator", password)
    founding = Founding(
        code=given["code"],
        title=given["title"],
        upper=given["upper"],
        opened_on=opened.date() if opened else None,
        administrator=first if password else None,
        word=read_district_word(Path(word_file)) if word_file else None,
    )
    home = Home(node.folder.resolve())
    found_node(node.tier, node.create_app, home, founding, migrate_up)
    settings = node.settings()
    click.echo(f"{settings.name} {settings.title}：{node.folder}")
    if not password:
        _tell_code(home)


@click.command(name="set-up-code")
@click.pass_obj
def renew_code(node: Node) -> None:
    """再印一个一次性设置码：还没有账号的节点，凭它在网页上建第一个账号。"""
    home = node.settings().home
    with node.app().app_context():
        if has_accounts(node.tier.db.session(), node.tier):
            raise ConflictError("set_up.done")
    _tell_code(home)


def _tell_code(home: Home) -> None:
    """Prints the code, this once: on the console alone, into no log."""
    click.echo("用浏览器打开本节点，凭一次性设置码建第一个管理员账号。")
    click.echo(f"一次性设置码：{new_code(home)}")
