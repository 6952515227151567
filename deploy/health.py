"""Whether a container's part works: the web server answers, the agent has turned lately."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path

from shared.home import Home

LATEST_SECONDS = 90  # an exchange may take its 35 s twice, and the back-off of a broken database
ANSWER_SECONDS = 5


def main(words: Sequence[str]) -> int:
    """`web` or `agent`; status 0 is healthy."""
    try:
        healthy = {"web": answers, "agent": turns}[words[0]]()
    except OSError as error:
        print(error, file=sys.stderr)
        healthy = False
    return 0 if healthy else 1


def answers() -> bool:
    """Whether /health on this machine says 200: it asks the database too."""
    port = int(os.environ.get("YIGONG_PORT", "8000"))
    connection = HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    finally:
        connection.close()


def turns() -> bool:
    """Whether the agent touched its sign of life within a minute and a half."""
    sign = Home(Path(os.environ["YIGONG_HOME"])).alive
    return time.time() - sign.stat().st_mtime < LATEST_SECONDS


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
