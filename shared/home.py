"""A node's home folder: settings, keys, witness, and the SQLite file unless DATABASE_URL is set."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shared.errors import ConflictError, InvalidError, NotFoundError

WORD = re.compile(r"w[0-9]+:[0-9a-f]{64}")
POSTGRES = re.compile(r"postgres(ql)?(\+psycopg2)?://")


@dataclass(frozen=True)
class Home:
    """Where a node's files lie."""

    folder: Path

    @property
    def settings(self) -> Path:
        return self.folder / "settings.json"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def cookie_key(self) -> Path:
        return self.keys / "cookie.key"

    @property
    def district_word(self) -> Path:
        """The association's: it hands the word to stations and never uses it (part 9)."""
        return self.keys / "district-word"

    @property
    def witness(self) -> Path:
        return self.folder / "witness.json"

    @property
    def practice(self) -> Home:
        """Where this node's people practise: a home with keys and database of its own."""
        return Home(self.folder / "practice")

    @property
    def clock(self) -> Path:
        """The business clock of a home to practise at."""
        return self.folder / "clock"

    @property
    def set_up_code(self) -> Path:
        """The hash of the code that opens the set-up page; gone once there is an account."""
        return self.folder / "set-up-code"

    @property
    def alive(self) -> Path:
        """Touched each time the agent has come round: what a health check asks."""
        return self.folder / "agent.alive"


@dataclass(frozen=True)
class Settings:
    """What an app is made from: the home's settings.json and the environment.

    `proxies` counts the trusted proxies before it (YIGONG_PROXIES, else none is believed);
    `https` makes cookies Secure and sends HSTS (YIGONG_HTTPS=1). A home to `practice` at knows
    neither: nothing of the environment, above all no DATABASE_URL, reaches it.
    """

    home: Home
    tier: str
    code: str
    title: str
    upper: str | None
    database_url: str = field(repr=False)
    proxies: int = 0
    https: bool = False
    practice: bool = False

    @property
    def name(self) -> str:
        return f"{self.tier}:{self.code}"

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def settings_of(folder: Path, tier: str) -> Settings:
    """Reads a home; refuses one that isn't there or is another tier's."""
    home = Home(folder.resolve())
    if not home.settings.exists():
        raise NotFoundError("home.missing", home=str(folder))
    kept = json.loads(home.settings.read_text(encoding="utf-8"))
    if kept["tier"] != tier:
        raise ConflictError("home.other_tier", home=str(folder), tier=kept["tier"], wanted=tier)
    return with_environment(home, kept)


def with_environment(home: Home, kept: Mapping[str, Any]) -> Settings:
    """Settings from what settings.json keeps, and DATABASE_URL and YIGONG_… of this process."""
    tier, practice = str(kept["tier"]), kept.get("practice") is True
    environment = {} if practice else os.environ
    given = environment.get("DATABASE_URL", "")
    own = f"sqlite:///{home.folder / tier}.db"
    return Settings(
        home=home,
        tier=tier,
        code=str(kept["code"]),
        title=str(kept["title"]),
        upper=kept.get("upper"),
        database_url=POSTGRES.sub("postgresql+psycopg2://", given) if given else own,
        proxies=int(environment.get("YIGONG_PROXIES", "0")),
        https=environment.get("YIGONG_HTTPS") == "1",
        practice=practice,
    )


def write_settings(settings: Settings) -> None:
    """Writes settings.json, which makes the folder a home; secrets and addresses stay out."""
    kept: dict[str, Any] = {
        "tier": settings.tier,
        "code": settings.code,
        "title": settings.title,
        "upper": settings.upper,
    }
    if settings.practice:
        kept["practice"] = True
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    # whoever reads meanwhile gets the old one or the new one
    fresh = settings.home.settings.with_suffix(".new")
    fresh.write_text(text + "\n", encoding="utf-8")
    fresh.replace(settings.home.settings)


def title_now(settings: Settings) -> str:
    """The node's name as people see it: another process may have changed it since the start."""
    try:
        kept = json.loads(settings.home.settings.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return settings.title
    return str(kept["title"])


def write_secret(file: Path, secret: str) -> None:
    """Writes a new file that only its owner reads; refuses to overwrite."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secret)


def new_district_word() -> str:
    """`w1:` and 256 random bits in hex."""
    return f"w1:{secrets.token_hex(32)}"


def read_district_word(file: Path) -> str:
    """A word as the association printed it; refuses any other text."""
    word = file.read_text(encoding="ascii").strip()
    if not WORD.fullmatch(word):
        raise InvalidError("home.word_form")
    return word
