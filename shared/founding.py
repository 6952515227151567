"""A node is founded: its home, keys, tables, its own row and the first administrator."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from shared.account import Actor
from shared.clock import business_now
from shared.database import transaction
from shared.errors import ConflictError, InvalidError
from shared.federation import witness
from shared.federation.name import is_practice, tier_of
from shared.home import (
    Home,
    Settings,
    new_district_word,
    with_environment,
    write_secret,
    write_settings,
)
from shared.sign_in import NewAccount, add_account
from shared.vault import make_vault
from shared.web.tier import Tier

COMMAND = Actor(UUID(int=0), "命令行", "administrator", "command")
UPPER = {"station": "center", "center": "association", "association": None}


@dataclass(frozen=True)
class Founding:
    """What is known of a node before it is; `word` is the district word, for stations alone.

    Without an administrator the set-up page makes the first account.
    """

    code: str
    title: str
    upper: str | None
    opened_on: date | None
    administrator: NewAccount | None
    word: str | None = field(default=None, repr=False)
    practice: bool = False


def found_node(
    tier: Tier,
    create_app: Callable[[Settings], Flask],
    home: Home,
    founding: Founding,
    make_tables: Callable[[Flask, SQLAlchemy], None],
) -> Flask:
    """The new node's app. Refuses a folder that is a home; leaves no half of one behind."""
    if home.settings.exists():
        raise ConflictError("home.exists", home=str(home.folder))
    _check_names(tier.package, founding)
    made_folder = not home.folder.exists()
    try:
        settings = make_home(tier.package, home, founding)
        app = create_app(settings)
        make_tables(app, tier.db)
        with app.app_context(), transaction(tier.db) as session:
            enter_node(session, tier, settings, founding)
    except BaseException:
        shutil.rmtree(home.folder if made_folder else home.keys, ignore_errors=True)
        raise
    write_settings(settings)
    return app


def _check_names(package: str, founding: Founding) -> None:
    name = f"{package}:{founding.code}"
    tier_of(name)
    if is_practice(name) != founding.practice:
        raise InvalidError("home.practice_code", field="code")
    if founding.upper is not None and tier_of(founding.upper) != UPPER[package]:
        raise InvalidError("home.upper_tier", upper=founding.upper, field="upper")
    if not founding.title.strip():
        raise InvalidError("home.title_missing", field="title")


def make_home(package: str, home: Home, founding: Founding) -> Settings:
    """Makes folder and keys; settings.json is left to the end, it says that there is a node."""
    home.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_vault(home.keys, founding.word)
    write_secret(home.cookie_key, secrets.token_hex(32))
    if package == "association":
        write_secret(home.district_word, new_district_word())
    kept = {
        "tier": package,
        "code": founding.code,
        "title": founding.title.strip(),
        "upper": founding.upper,
        "practice": founding.practice,
    }
    return with_environment(home, kept)


def enter_node(session: Session, tier: Tier, settings: Settings, founding: Founding) -> None:
    """The node's row and first account; the witness tells a restored database later (D10)."""
    session.add(
        tier.link.tables.node(
            id=1,
            name=settings.name,
            tier=settings.tier,
            code=settings.code,
            title=settings.title,
            upper=settings.upper,
            instance=uuid7(),
            opened_on=founding.opened_on,
        )
    )
    now = business_now()
    if founding.administrator is not None:
        add_account(session, tier.accounts, COMMAND, now, founding.administrator)
    if tier.founded is not None:
        session.flush()
        tier.founded(session, COMMAND, now)
    witness.write(settings.home.witness, witness.testimony(session, tier.link.tables))
