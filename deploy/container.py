"""What a container runs: founds or migrates its node, then becomes its web server or its agent."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

GUNICORN_CONFIG = "deploy/gunicorn.conf.py"
# variable → option of `init`
FACTS = {
    "YIGONG_CODE": "--code",
    "YIGONG_TITLE": "--title",
    "YIGONG_UPPER": "--upper",
    "YIGONG_OPENED_ON": "--opened-on",
    "YIGONG_WORD_FILE": "--word-file",
}


def main(words: Sequence[str]) -> None:
    """`web <tier>` or `agent <tier>`; the web server alone founds and migrates."""
    part, tier = words
    if part == "web":
        prepare(tier)
        become("gunicorn", "--config", GUNICORN_CONFIG, f"{tier}.wsgi:app")
    become("yigong", tier, part)


def prepare(tier: str) -> None:
    """Brings the node of YIGONG_HOME to where this release works: made, or migrated.

    A one-time code for the set-up page is printed at the founding unless
    YIGONG_ADMIN_PASSWORD is set.
    """
    home = Path(os.environ["YIGONG_HOME"])
    words = ["migrate"] if (home / "settings.json").exists() else ["init", *facts(os.environ)]
    # compose hands on what .env leaves empty; an empty password is none
    given = {name: value for name, value in os.environ.items() if value}
    subprocess.run(["yigong", tier, *words], env=given, check=True)


def facts(environment: Mapping[str, str]) -> list[str]:
    """The options of `init` that the environment gives; empty ones are left out."""
    given = ((option, environment.get(name, "")) for name, option in FACTS.items())
    return [word for option, value in given if value for word in (option, value)]


def become(*words: str) -> None:
    """Replaces this process, so that signals reach the server itself."""
    sys.stdout.flush()
    os.execvp(words[0], words)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
