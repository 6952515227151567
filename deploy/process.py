"""One node of the district as real processes: its home, its web server, its agent."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

STOP_SECONDS = 10


def free_ports(n: int) -> list[int]:
    """`n` different loopback ports that nobody listens on; all are held while they are picked."""
    sockets = [socket.socket() for _ in range(n)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def yigong(*words: str) -> list[str]:
    """The command line of `yigong`, by the interpreter that runs this."""
    return [sys.executable, "-m", "shared.command", *words]


@dataclass
class NodeProcess:
    """A node `<tier>-<code>` under `root`; ends by process id alone what it started.

    `workers` of its web server: one is enough for a trial; a node that is installed has two.
    """

    root: Path
    tier: str
    code: str
    title: str
    port: int
    environment: dict[str, str] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    workers: int = 1

    @property
    def name(self) -> str:
        return f"{self.tier}:{self.code}"

    @property
    def home(self) -> Path:
        return self.root / f"{self.tier}-{self.code}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, *words: str) -> str:
        """Runs `yigong <tier> --home … WORDS` to its end and returns what it printed.

        Raises RuntimeError with the command's own words where it fails.
        """
        done = subprocess.run(
            yigong(self.tier, "--home", str(self.home), *words),
            env=self._environment(),
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            raise RuntimeError(f"{self.name} {words[0]}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self, *parts: str) -> None:
        """Starts `web` and `agent`, or the parts named."""
        web = ("serve", "--workers", str(self.workers), "--port", str(self.port))
        lines = {"web": web, "agent": ("agent",)}
        for part in parts or tuple(lines):
            with self._log(part) as log:
                self.running[part] = subprocess.Popen(
                    yigong(self.tier, "--home", str(self.home), *lines[part]),
                    env=self._environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )

    def kill(self, part: str) -> None:
        """SIGKILL to a part and to the workers that it started; returns once it is gone."""
        process = self.running.pop(part)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(STOP_SECONDS)

    def stop(self) -> None:
        """SIGTERM to every part, SIGKILL to what is still there after 10 s."""
        for process in self.running.values():
            process.terminate()
        for part, process in list(self.running.items()):
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill(part)
        self.running.clear()

    def died(self) -> str | None:
        """Which part ended by itself, or None."""
        return next((part for part, p in self.running.items() if p.poll() is not None), None)

    def _log(self, part: str) -> IO[bytes]:
        folder = self.root / "logs"
        folder.mkdir(exist_ok=True)
        return (folder / f"{self.tier}-{self.code}-{part}.log").open("ab")

    def _environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}
