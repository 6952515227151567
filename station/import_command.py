"""`yigong station import`: a workbook previewed, then written, with a progress bar."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.clock import business_now
from shared.database import transaction
from shared.domain.month import Month
from shared.errors import ForbiddenError, NotFoundError
from shared.founding import COMMAND
from shared.node_command import Node
from shared.sign_in import account_by_login, actor_of, plain_login
from station.actions.workbook_import import (
    Confirmation,
    Upload,
    confirm_import,
    preview_of,
    preview_workbook,
)
from station.database import db
from station.domain.outcome import Outcome, Reason
from station.domain.permission import PERMISSIONS
from station.domain.preview import count_to_write
from station.models.account import ACCOUNTS
from station.models.workbook_import import Kind, WorkbookImport
from station.workbooks.reasons import sentence
from station.workbooks.upload import AUTO, open_file, read_upload

OUTCOMES = {
    Outcome.ACCEPTED: "可写入",
    Outcome.HELD: "待复核",
    Outcome.REFUSED: "不接受",
    Outcome.ALREADY_THERE: "已有",
}
BESIDE = {"joined": "新增", "left": "离开", "changed": "变更"}


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--kind",
    type=click.Choice([*(kind.value for kind in Kind), AUTO]),
    default=AUTO,
    show_default=True,
)
@click.option("--month", type=Month.parse, help="只导入这个月的服务记录，如 2025-03。")
@click.option("--login", help="以哪个账号的名义导入；不给就记为命令行。")
@click.option("--late-reason", default="", help="有补录时的原因。")
@click.option("--yes", is_flag=True, help="不再询问，直接写入。")
@click.pass_obj
def import_workbook(node: Node, /, file: Path, **asked: str | bool | Month | None) -> None:
    """导入花名册、登记表或服务记录：先预览，确认后一次写入。"""
    console = Console()
    month = asked["month"]
    with console.status("正在读取……"):
        only = month if isinstance(month, Month) else None
        upload = read_upload(open_file(file, str(asked["kind"]), only))
    with node.app().app_context():
        _run(console, upload, asked)


def _run(console: Console, upload: Upload, asked: dict[str, str | bool | Month | None]) -> None:
    with transaction(db) as session:
        actor = _actor(session, str(asked["login"] or ""))
        with console.status("正在核对……"):
            kept = preview_workbook(session, actor, business_now(), upload)
        import_id = kept.id
        _show(console, kept)
        to_write = count_to_write(kept.counts)
    if not asked["yes"] and not click.confirm(f"写入 {to_write} 行？"):
        console.print("没有写入。")
        return
    with _bar(console) as bar, transaction(db) as session:
        task = bar.add_task("正在写入", total=to_write)
        confirmation = Confirmation(
            upload.rows,
            to_write,
            str(asked["late_reason"]),
            lambda done, total: bar.update(task, completed=done, total=total),
        )
        confirm_import(session, actor, business_now(), import_id, confirmation)
    console.print(f"已写入 {to_write} 行。")


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console
    )


def _actor(session: Session, login: str) -> Actor:
    if not login:
        return COMMAND
    account = account_by_login(session, ACCOUNTS, plain_login(login))
    if account is None or not account.active:
        raise NotFoundError("account.unknown", login=login)
    if account.role not in PERMISSIONS["import.write"]:
        raise ForbiddenError("permission.denied", role=account.role, permission="import.write")
    return actor_of(account, "command")


def _show(console: Console, kept: WorkbookImport) -> None:
    """Counts, and a line for each reason with its rows."""
    table = Table(title=f"{kept.file_name}（{kept.id}）", show_header=False)
    for outcome, says in OUTCOMES.items():
        table.add_row(says, str(kept.counts[outcome]))
    for name, says in BESIDE.items():
        if name in kept.counts:
            table.add_row(says, str(kept.counts[name]))
    console.print(table)
    rows = [row for row in preview_of(kept)["rows"] if row["reason"]]
    for reason, number in Counter(row["reason"] for row in rows).items():
        where = [f"{row['sheet']}第{row['row']}行" for row in rows if row["reason"] == reason]
        shown = "、".join(where[:8]) + ("……" if number > 8 else "")
        console.print(f"{sentence(Reason(reason))} {number} 行：{shown}")
