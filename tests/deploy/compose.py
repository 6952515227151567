"""The compose file as Docker would read it, and its services as processes of this machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def example() -> dict[str, str]:
    """The variables of env.example with their values."""
    lines = (ROOT / "deploy/env.example").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return {name: value for name, value in pairs}


def read(variables: dict[str, str]) -> dict[str, Any]:
    """The file with its variables filled in; KeyError for a needed one that is empty."""
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")

    def fill(found: re.Match[str]) -> str:
        name, kind, rest = found.groups()
        value = variables.get(name, "")
        if kind == "?" and not value:
            raise KeyError(f"{name}: {rest}")
        return value or (rest if kind == "-" else "")

    def walk(node: Any) -> Any:
        # as Docker does: after parsing, so that 01 stays text
        if isinstance(node, dict):
            return {name: walk(value) for name, value in node.items()}
        if isinstance(node, list):
            return [walk(value) for value in node]
        return VARIABLE.sub(fill, node) if isinstance(node, str) else node

    loaded: dict[str, Any] = walk(yaml.safe_load(text))
    return loaded


def needed() -> set[str]:
    """Every variable that the file names."""
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    return {found[1] for found in VARIABLE.finditer(text)}


@dataclass
class Service:
    """A service's very command line, environment and health check, run as a local process.

    `mapped` replaces what only a container has: paths, host names, its own port.
    """

    name: str
    form: dict[str, Any]
    mapped: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        given = {name: str(value) for name, value in self.form["environment"].items()}
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        self.environment = {**given, **self.mapped, "PATH": path, "PYTHONUNBUFFERED": "1"}

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.form["command"],
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def is_healthy(self) -> bool:
        """What the health check's own command says."""
        kind, *command = self.form["healthcheck"]["test"]
        assert kind == "CMD"
        return self._run(command).returncode == 0

    def wait_healthy(self, seconds: float = 90) -> None:
        end = time.monotonic() + seconds
        while not self.is_healthy():
            assert self.process is not None
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            assert time.monotonic() < end, self.log.read_text(encoding="utf-8")
            time.sleep(0.5)

    def exec(self, *command: str) -> str:
        """As `docker compose exec` runs a command beside the service."""
        done = self._run(command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def stop(self) -> int:
        """SIGTERM, as Docker stops a container; the status it ends with."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(20)

    def _run(self, command: list[str] | tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
