"""The command that installs the district's word at a station that was founded without it."""

from __future__ import annotations

from pathlib import Path

import click

from shared.errors import ConflictError
from shared.home import read_district_word, write_secret
from shared.node_command import Node


@click.command(name="word")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def install_word(node: Node, file: Path) -> None:
    """装上协会给的区字；装好后重启网页与收发进程。"""
    kept = node.settings().home.keys / "word"
    word = read_district_word(file)
    try:
        write_secret(kept, word)
    except FileExistsError as error:
        raise ConflictError("home.word_there") from error
    click.echo("区字已装好。请重启网页与收发进程，再删掉区字文件。")
