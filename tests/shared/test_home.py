"""Homes: founded once, whole or not at all, readable by their owner alone; the district word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from association.app import TIER, create_app
from shared.errors import ConflictError, InvalidError, NotFoundError
from shared.founding import Founding, found_node
from shared.home import Home, new_district_word, read_district_word, settings_of
from tests.conftest import ADMINISTRATOR, MakeNode

FOUNDING = Founding("A", "区义工协会", None, None, ADMINISTRATOR)


def test_a_home_is_its_owner_s_alone_and_holds_no_secret_in_its_settings(
    make_node: MakeNode,
) -> None:
    home: Home = make_node("association", "A", title="协会").extensions["yigong_settings"].home
    assert home.folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in home.keys.iterdir()} == {0o600}
    assert json.loads(home.settings.read_text("utf-8")) == {
        "tier": "association",
        "code": "A",
        "title": "协会",
        "upper": None,
    }
    assert json.loads(home.witness.read_text("utf-8"))["instance"]


def test_the_association_alone_keeps_the_word_and_a_station_is_handed_it(
    make_node: MakeNode, tmp_path: Path
) -> None:
    association = make_node("association", "A").extensions["yigong_settings"].home
    center = make_node("center", "01").extensions["yigong_settings"].home
    word = read_district_word(association.district_word)
    assert not (association.keys / "word").exists()
    assert not center.district_word.exists() and not (center.keys / "word").exists()
    station = make_node("station", "01-1", word=word).extensions["yigong_settings"].home
    assert (station.keys / "word").read_text() == word
    assert not station.district_word.exists()
    bad = tmp_path / "word"
    bad.write_text(new_district_word()[:-1], encoding="ascii")
    with pytest.raises(InvalidError):
        read_district_word(bad)


def test_a_folder_is_founded_once(make_node: MakeNode) -> None:
    home = make_node("association", "A").extensions["yigong_settings"].home
    before = (home.keys / "data.key").read_bytes()
    with pytest.raises(ConflictError):
        found_node(TIER, create_app, home, FOUNDING, _broken)
    assert (home.keys / "data.key").read_bytes() == before


def test_what_fails_half_way_leaves_no_home(tmp_path: Path) -> None:
    home, kept = Home(tmp_path / "new"), Home(tmp_path / "kept")
    kept.folder.mkdir()
    (kept.folder / "note").write_text("mine")
    for each in (home, kept):
        with pytest.raises(RuntimeError):
            found_node(TIER, create_app, each, FOUNDING, _broken)
    assert not home.folder.exists()
    assert [file.name for file in kept.folder.iterdir()] == ["note"]


def _broken(_app: Flask, _db: SQLAlchemy) -> None:
    raise RuntimeError("no database")


@pytest.mark.parametrize(
    ("code", "title", "upper"),
    [("A/..", "x", None), ("A", " ", None), ("A", "x", "center:01"), ("A", "x", "nobody")],
)
def test_names_are_checked_before_anything_is_made(
    tmp_path: Path, code: str, title: str, upper: str | None
) -> None:
    home = Home(tmp_path / "home")
    founding = Founding(code, title, upper, None, ADMINISTRATOR)
    with pytest.raises(InvalidError):
        found_node(TIER, create_app, home, founding, _broken)
    assert not home.folder.exists()


def test_a_home_is_opened_by_its_own_tier(
    make_node: MakeNode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_node("center", "01").extensions["yigong_settings"].home.folder
    own = settings_of(folder, "center")
    assert (own.name, own.is_sqlite, own.proxies, own.https) == ("center:01", True, 0, False)
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@h/d")
    assert settings_of(folder, "center").database_url == "postgresql+psycopg2://u:p@h/d"
    assert "u:p" not in repr(settings_of(folder, "center"))
    with pytest.raises(ConflictError):
        settings_of(folder, "station")
    with pytest.raises(NotFoundError):
        settings_of(tmp_path / "nowhere", "center")
