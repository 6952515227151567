"""A node to practise at: apart from every real one, full of false people, wiped by one press."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

import station.app
from deploy.process import free_ports
from shared.clock import business_now, local_day, machine_now
from shared.command import main
from shared.database import transaction
from shared.domain import id_number
from shared.domain.month import Month
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, UntrustedError
from shared.federation import schedule
from shared.federation.application import enrol
from shared.federation.enrolment import Applicant, accept, make_string, read_string
from shared.federation.node_key import public_keys
from shared.founding import Founding, found_node
from shared.home import Home, settings_of
from shared.practice import PASSWORD, found_practice, next_day, remove_practice, wipe
from shared.vault import vault_of
from station.actions.practice_center import answer
from station.models.chore import done_on
from station.models.federation import TABLES
from station.models.member import Member
from station.models.registration import Registration
from station.models.service_record import ServiceRecord
from station.models.volunteer import Volunteer
from tests.conftest import ADMINISTRATOR, MakeNode
from tests.reader import Reader, words

TIER = station.app.TIER
ROOT = Path(__file__).parents[2]


def make_tables(app: Flask, db: Any) -> None:
    with app.app_context():
        db.metadata.create_all(db.engine)


@pytest.fixture
def real(tmp_path: Path) -> Home:
    """A real station's home."""
    home = Home(tmp_path / "real")
    founding = Founding("01-3301", "实验小学", "center:01", None, ADMINISTRATOR)
    app = found_node(TIER, station.app.create_app, home, founding, make_tables)
    with app.app_context():
        TIER.db.engine.dispose()
    return home


@pytest.fixture
def practice(real: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A practice beneath it, by its own clock, while the real one's database is in sight."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/real")
    app = found_practice(TIER, station.app.create_app, real, "实验小学", make_tables)
    monkeypatch.setenv("YIGONG_CLOCK", str(real.practice.clock))
    yield app
    with app.app_context():
        TIER.db.engine.dispose()


def settings(app: Flask) -> Any:
    return app.extensions["yigong_settings"]


def contents(home: Home) -> dict[str, bytes]:
    """Every file of the real home, the practice's left out."""
    files = (f for f in home.folder.rglob("*") if f.is_file())
    apart = home.practice.folder
    return {str(f): f.read_bytes() for f in files if not f.is_relative_to(apart)}


def test_it_has_keys_and_a_database_of_its_own_whatever_the_environment_says(
    practice: Flask, real: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YIGONG_HTTPS", "1")
    monkeypatch.setenv("YIGONG_PROXIES", "2")
    kept = settings_of(real.practice.folder, "station")
    assert kept.practice and kept.name == "station:practice"
    assert kept.database_url == f"sqlite:///{real.practice.folder / 'station.db'}"
    assert (kept.https, kept.proxies) == (False, 0)
    for key in ("data.key", "sign.key", "seal.key", "search.key", "cookie.key"):
        assert (real.keys / key).read_bytes() != (real.practice.keys / key).read_bytes()
    assert settings_of(real.folder, "station").practice is False


def test_practising_and_wiping_leave_the_real_home_as_it_was(practice: Flask, real: Home) -> None:
    before = contents(real)
    head = Reader(practice, "head", PASSWORD)
    head.post("/practice/day", {})
    head.post("/practice/wiping", {})
    assert contents(real) == before


def test_no_node_can_be_called_practice_nor_practice_by_another_name(tmp_path: Path) -> None:
    for code, is_practice in (("practice", False), ("Practice", False), ("01-3301", True)):
        founding = Founding(code, "站", None, None, ADMINISTRATOR, practice=is_practice)
        with pytest.raises(InvalidError, match="practice_code"):
            found_node(TIER, station.app.create_app, Home(tmp_path / "x"), founding, make_tables)
        assert not (tmp_path / "x").exists()


def test_no_node_invites_or_takes_one_that_practises(make_node: MakeNode) -> None:
    app = make_node("center", "01", upper="association:13")
    parts = app.extensions["yigong"]
    with app.app_context(), transaction(parts.db) as session:
        for name in ("station:practice", "station:PRACTICE"):
            with pytest.raises(ForbiddenError, match="practice"):
                make_string(session, parts.link.tables, name, "站", "https://c.example")
        string = make_string(session, parts.link.tables, "station:01", "站", "https://c.example")
        table = parts.link.tables.enrolment
        session.scalars(select(table)).one().node = "station:practice"
        session.flush()
        sign, seal = public_keys(vault_of(session))
        applicant = Applicant("station:practice", sign, seal, uuid4())
        with pytest.raises(UntrustedError, match="unknown"):
            accept(session, parts.link.tables, read_string(string).token, applicant)


def test_it_joins_nobody_and_its_agent_has_nobody_to_call(
    practice: Flask, make_node: MakeNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    center = make_node("center", "practice2", upper="association:13")
    parts = center.extensions["yigong"]
    with center.app_context(), transaction(parts.db) as session:
        string = make_string(session, parts.link.tables, "station:01", "站", "http://127.0.0.1:1")
    with practice.app_context():
        with pytest.raises(ForbiddenError, match="practice"):
            enrol(TIER.db, TIER.link, string)
        assert not schedule.is_due(TIER.db.session(), TABLES)
        assert TIER.db.session().scalars(select(TABLES.peer)).all() == []
    page = Reader(practice, "admin", PASSWORD).post("/link/enrolment", {"string": string})
    assert page.status_code == 422 and "练习节点不与任何节点相通" in words(page)


def test_its_agent_is_refused_and_the_federation_has_no_address_there(
    practice: Flask, real: Home
) -> None:
    folder = str(real.practice.folder)
    done = CliRunner().invoke(main, ["station", "--home", folder, "agent"])
    assert (done.exit_code, "不与任何节点相通" in done.output) == (1, True)
    rules = {rule.rule for rule in practice.url_map.iter_rules()}
    assert not {rule for rule in rules if rule.startswith("/federation")}


def test_a_real_node_has_no_wiping(real: Home) -> None:
    app = station.app.create_app(settings_of(real.folder, "station"))
    with app.app_context():
        assert not [r for r in app.url_map.iter_rules() if r.rule.startswith("/practice")]
        with pytest.raises(RuntimeError, match="not a home to practise at"):
            wipe(TIER, settings(app))
        TIER.db.engine.dispose()


def test_the_people_are_false(practice: Flask) -> None:
    with practice.app_context():
        members = TIER.db.session().scalars(select(Member)).all()
        assert len(members) == 24
        for member in members:
            assert member.id_number.startswith("000000")
            assert id_number.is_valid(member.id_number, machine_now().date())
            assert member.phone.startswith("1000000")


def test_there_is_something_to_do_at_each_desk(practice: Flask) -> None:
    with practice.app_context():
        session = TIER.db.session()
        states = dict(
            session.execute(
                select(Registration.status, func.count()).group_by(Registration.status)
            ).all()
        )
        assert states == {"approved": 18, "returned": 1, "submitted": 2}
        records = dict(
            session.execute(
                select(ServiceRecord.status, func.count()).group_by(ServiceRecord.status)
            ).all()
        )
        assert records == {"certified": 24, "submitted": 24}
    head = Reader(practice, "head", PASSWORD)
    before = Month.at(business_now()).previous.previous
    assert "通过" in head.page(f"/link?year={before.year}")
    for path in ("/today", "/volunteers", "/registrations", "/records", "/months"):
        assert head.get(path).status_code in (200, 404), path


def test_a_day_goes_by_and_the_center_answers(practice: Flask) -> None:
    head, was = Reader(practice, "head", PASSWORD), business_now()
    said = head.follow(head.post("/practice/day", {"_next": "/me"}))
    assert "过了一天" in said and (business_now() - was).days in (0, 1)
    assert business_now() > was
    with practice.app_context():
        session = TIER.db.session()
        waiting = select(func.count()).where(Registration.status == "submitted")
        assert session.scalar(waiting) == 0
        table = TABLES.outbox
        assert session.scalar(select(func.count()).where(table.acked_at.is_(None))) == 0
        assert done_on(session, "visits") == local_day(business_now())  # as by an agent


def test_one_press_wipes_what_was_practised(practice: Flask) -> None:
    admin, head = Reader(practice, "admin", PASSWORD), Reader(practice, "head", PASSWORD)
    head.post("/practice/day", {})
    moved = business_now()
    new = {"name": "练手", "login": "extra", "role": "clerk"}
    assert admin.post("/accounts/new", new).status_code == 200
    answer = head.post("/practice/wiping", {})
    assert answer.location == "/login"
    assert "练习的都清空了" in words(head.get("/login"))
    assert head.get("/today").status_code == 302
    assert business_now() < moved
    admin = Reader(practice, "admin", PASSWORD)
    assert "练手" not in admin.page("/accounts")
    with practice.app_context():
        assert TIER.db.session().scalar(select(func.count()).select_from(Volunteer)) == 21


def test_every_page_says_that_it_is_practice(practice: Flask) -> None:
    client = practice.test_client()
    page = client.get("/login")
    assert "这里都是假数据" in page.text and 'class="public practice"' in page.text
    assert all(login in page.text for login, _ in TIER.practice.logins)
    head = Reader(practice, "head", PASSWORD)
    for path in ("/today", "/link", "/me"):
        answer = head.get(path)
        assert "这里都是假数据" in answer.text and " practice" in answer.text
        assert "清空，从头来" in answer.text and "演练时钟" not in answer.text
    assert "练习节点不与任何节点相通" in head.page("/link")
    volunteer = Reader(practice, "clerk", PASSWORD, "en")
    assert "no other node hears them" in volunteer.page("/me")


def test_what_is_exported_says_so_in_its_name(practice: Flask) -> None:
    answer = Reader(practice, "head", PASSWORD).get("/history?format=xlsx")
    assert "filename=practice-" in answer.headers["Content-Disposition"]


def test_only_who_works_there_wipes_and_never_without_the_token(practice: Flask) -> None:
    client = practice.test_client()
    assert client.post("/practice/wiping").status_code == 403
    head = Reader(practice, "head", PASSWORD)
    assert head.post("/practice/wiping", {}, token=False).status_code == 403
    assert head.get("/practice/wiping").status_code == 405


def test_it_is_removed_whole_and_the_real_home_stays(practice: Flask, real: Home) -> None:
    before = contents(real)
    with practice.app_context():
        TIER.db.engine.dispose()
    remove_practice(TIER, real)
    assert not real.practice.folder.exists() and contents(real) == before
    with pytest.raises(NotFoundError, match="practice_missing"):
        remove_practice(TIER, real)


def test_a_folder_that_is_no_practice_is_never_removed(real: Home, tmp_path: Path) -> None:
    inner = Home(real.folder / "practice")
    founding = Founding("01-3302", "别的", "center:01", None, ADMINISTRATOR)
    app = found_node(TIER, station.app.create_app, inner, founding, make_tables)
    with app.app_context():
        TIER.db.engine.dispose()
    with pytest.raises(ConflictError, match="practice_missing"):
        remove_practice(TIER, real)
    assert inner.settings.exists()


def test_tiers_without_false_data_say_so(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["center", "--home", str(tmp_path), "practice", "--prepare"])
    assert (done.exit_code, "没有练习节点" in done.output) == (1, True)


def test_the_command_prepares_and_removes_one(
    tmp_path: Path, clock: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.practice_command.migrate_up", make_tables)
    words_ = ["station", "--home", str(tmp_path / "h"), "practice"]
    made = CliRunner().invoke(main, [*words_, "--prepare"])
    assert made.exit_code == 0 and "登录名 clerk　密码 practice" in made.output
    kept = json.loads((tmp_path / "h" / "practice" / "settings.json").read_text("utf-8"))
    assert (kept["practice"], kept["title"]) == (True, "练习站")
    assert CliRunner().invoke(main, [*words_, "--prepare"]).exit_code == 0
    assert CliRunner().invoke(main, [*words_, "--remove"]).exit_code == 0
    assert not (tmp_path / "h" / "practice").exists()
    gone = CliRunner().invoke(main, [*words_, "--remove"])
    assert (gone.exit_code, "没有练习节点" in gone.output) == (1, True)


def test_nothing_is_wiped_or_answered_where_nobody_practises(
    practice: Flask, station_node: Flask
) -> None:
    with practice.app_context():
        with transaction(TIER.db) as session:
            session.get_one(TABLES.node, 1).name = "station:01-3301"
        with pytest.raises(RuntimeError, match="not a home to practise at"):
            wipe(TIER, settings(practice))
        assert TIER.db.session().scalar(select(func.count()).select_from(Member)) == 24
    with station_node.app_context(), transaction(TIER.db) as session:
        with pytest.raises(ForbiddenError, match="practice"):
            answer(session, business_now())
        with pytest.raises(RuntimeError, match="not a home to practise at"):
            next_day(session, TIER, settings(station_node), business_now())


@pytest.fixture
def station_node(real: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    app = station.app.create_app(settings_of(real.folder, "station"))
    yield app
    with app.app_context():
        TIER.db.engine.dispose()


@pytest.mark.processes
def test_the_command_serves_it_by_a_process_of_its_own(tmp_path: Path) -> None:
    [port] = free_ports(1)
    command = [sys.executable, "-m", "shared.command", "station", "--home", str(tmp_path / "h")]
    command += ["practice", "--port", str(port)]
    environment = os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/real"}
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE) as process:
        try:
            page = wait_for(port)
        finally:
            process.terminate()
            process.wait(20)
    assert "这里都是假数据" in page and "练习用的账号" in page


def wait_for(port: int) -> str:
    """The door's page, once somebody listens."""
    for _ in range(300):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/login")
            return connection.getresponse().read().decode()
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nobody listens")
