"""What is done to a node that is attacked, and seen of it, besides what it answers."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from deploy.district import Node


def an_hour_later(node: Node) -> None:
    """Nothing that was counted counts any more, as after the longest window of the limits."""
    process = node.process
    with closing(sqlite3.connect(process.home / f"{process.tier}.db", timeout=30)) as database:
        database.execute("DELETE FROM attempt")
        database.commit()


def log_is_quiet(node: Node) -> bool:
    """No fault stands in the server's log, nor a word of what was sent."""
    logs = (node.process.root / "logs").glob("*-web.log")
    text = "".join(log.read_text(encoding="utf-8", errors="replace") for log in logs)
    return "Traceback" not in text and "7K3M92QF" not in text and "育才里" not in text
