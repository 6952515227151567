"""The web server of a node: gunicorn, set up from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from gunicorn.app.base import BaseApplication

if TYPE_CHECKING:
    from shared.node_command import Node


@dataclass(frozen=True)
class Serving:
    """Where it listens and with how many processes and threads."""

    host: str
    port: int
    workers: int
    threads: int


class Server(BaseApplication):  # type: ignore[misc]
    """One app, made before the workers are forked: they share its memory, not its connections."""

    def __init__(self, app: Flask, db: SQLAlchemy, serving: Serving) -> None:
        self.app = app
        self.db = db
        self.serving = serving
        super().__init__()

    def load_config(self) -> None:
        """Sets gunicorn's options; no control socket, no log of who asked for what."""
        for name, value in self._options().items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app

    def _options(self) -> dict[str, Any]:
        return {
            "bind": f"{self.serving.host}:{self.serving.port}",
            "workers": self.serving.workers,
            "threads": self.serving.threads,
            "worker_class": "gthread",
            "preload_app": True,
            "timeout": 120,
            "graceful_timeout": 10,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_fork": lambda _server, _worker: self._let_go(),
        }

    def _let_go(self) -> None:
        with self.app.app_context():
            self.db.engine.dispose(close=False)


@click.command(name="serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1))
@click.pass_obj
def run_server(node: Node, host: str, port: int, workers: int, threads: int) -> None:
    """起动网页与接口，直到 SIGTERM。"""
    Server(node.app(), node.tier.db, Serving(host, port, workers, threads)).run()
