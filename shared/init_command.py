"""The command that founds a node."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from shared.founding import Founding, found_node
from shared.home import Home, read_district_word
from shared.migration import migrate_up
from shared.node_command import Node
from shared.user_command import new_account, tell_password


@click.command()
@click.option("--code", required=True, help="节点代码，如 01-3301。")
@click.option("--title", required=True, help="节点名称，如 实验小学。")
@click.option("--upper", help="上级节点，如 center:01。")
@click.option("--opened-on", type=click.DateTime(["%Y-%m-%d"]), help="开站日期。")
@click.option("--word-file", type=click.Path(exists=True), help="区字文件。")
@click.option("--admin-login", default="admin", show_default=True)
@click.option("--admin-password", envvar="YIGONG_ADMIN_PASSWORD", help="不给就印一次性密码。")
@click.pass_obj
def init(node: Node, /, **given: Any) -> None:
    """建立节点：家目录、密钥、数据库、首位管理员。"""
    opened: datetime | None = given["opened_on"]
    word_file: str | None = given["word_file"]
    first = new_account(given["admin_login"], "管理员", "administrator", given["admin_password"])
    founding = Founding(
        code=given["code"],
        title=given["title"],
        upper=given["upper"],
        opened_on=opened.date() if opened else None,
        administrator=first,
        word=read_district_word(Path(word_file)) if word_file else None,
    )
    home = Home(node.folder.resolve())
    found_node(node.tier, node.create_app, home, founding, migrate_up)
    settings = node.settings()
    click.echo(f"{settings.name} {settings.title}：{node.folder}")
    tell_password(first)
