"""`yigong demo`: a district's year over real processes, shown step by step, left running."""

from __future__ import annotations

import json
import secrets
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy import district as districts
from deploy.district import District
from deploy.postgres import databases
from deploy.report import requests, table
from deploy.result import Result
from deploy.school import School, schools
from deploy.year import Year

EXAMPLES = Path(__file__).parent.parent / "examples"
BESIDE = ["农技推广站"]
"""A second center's stations: one request goes there."""


@click.command()
@click.option(
    "--input",
    "folder",
    default=EXAMPLES,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--home", default=Path("demo-home"), type=click.Path(path_type=Path))
@click.option("--once", is_flag=True, help="结果表之后即结束,不保持运行")
@click.option("--database", default="sqlite", type=click.Choice(["sqlite", "postgres"]))
def cli(folder: Path, home: Path, once: bool, database: str) -> None:
    """从各校工作簿到星级批准,再到居民的三件需求,都用真实进程走完。"""
    console = Console()
    found = schools(folder)
    if not found:
        raise click.ClickException(f"{folder} 里没有学校文件夹(缺“党员花名册”)")
    home = _empty(home)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ExitStack() as stack:
        titles = [school.title for school in found]
        addresses = None
        if database == "postgres":
            token = secrets.token_hex(4)
            count = len(titles) + len(BESIDE) + 3
            names = [f"yigong_{token}_{index}" for index in range(count)]
            addresses = stack.enter_context(databases(names))
        district = districts.plan(home, titles, addresses, BESIDE)
        stack.enter_context(_district(district, found, console))
        walked = _walk(district, found, console)
        _write_result(walked, home)
        _write_nodes(district, home, ready=True)
        console.print(table(walked))
        console.print(requests(walked))
        if not once:
            _stay(district, console)


@contextmanager
def _district(district: District, found: list[School], console: Console) -> Iterator[None]:
    opening = date(found[0].year, 1, 1)
    district.clock.set(opening, 7)
    console.print("建立各节点:密钥、数据库、管理员 …")
    districts.found(district, opening)
    console.print("启动各节点(网页与代理各一进程)…")
    with districts.running(district):
        districts.enrol(district)
        _write_nodes(district, district.clock.path.parent, ready=False)
        yield


def _walk(district: District, found: list[School], console: Console) -> Year:
    """Takes the agenda's steps one after the other; the clock moves when all links are quiet."""
    year = Year(district, found)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("", total=year.agenda.added)
        while (step := year.agenda.next()) is not None:
            district.clock.set(step.day, step.hour)
            progress.update(bar, description=str(step.day), total=year.agenda.added)
            step.do()
            district.settle()
            progress.console.print(f"{step.day} {step.hour:02}:00 {step.says}")
            progress.advance(bar)
    return year


def _write_result(walked: Year, home: Path) -> None:
    """The year by school in result.json, the requests in requests.json."""
    result = Result(walked.district, walked.year)
    parts = [result.of(clerk) for clerk in walked.clerks]
    for name, content in (("result", parts), ("requests", walked.requests.rows)):
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (home / f"{name}.json").write_text(text, encoding="utf-8")


def _write_nodes(district: District, home: Path, ready: bool) -> None:
    file = home / "nodes.json"
    file.touch(mode=0o600)
    facts = {"ready": ready, "nodes": [node.facts() for node in district.nodes]}
    draft = home / "nodes.json.new"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(file)


def _empty(home: Path) -> Path:
    """A home of our own: an earlier trial's is replaced, a folder with something else refused."""
    home = home.absolute()
    if (home / "nodes.json").exists():
        shutil.rmtree(home)
    if home.exists() and any(home.iterdir()):
        raise click.ClickException(f"{home} 里有别的东西;请换一个 --home")
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return home


def _stay(district: District, console: Console) -> None:
    for node in district.nodes:
        console.print(f"{node.process.title}  {node.process.url}")
        for each in node.logins:
            console.print(f"    {each.role:<14} {each.login:<20} {each.password}")
    console.print("各节点仍在运行,按 Ctrl-C 结束。")
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        console.print("正在结束 …")
