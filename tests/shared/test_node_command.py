"""The commands of a node, as they are typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shared.command import main
from shared.password import SLIP_LENGTH, SLIP_SIGNS

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """`yigong TIER --home … WORDS`; every tier's node has the one database of this test."""
    monkeypatch.setenv("DATABASE_URL", database_url)

    def typed(tier: str, *words: str) -> Result:
        return CliRunner().invoke(main, [tier, "--home", str(tmp_path / tier), *words])

    yield typed


def code_in(output: str) -> str:
    found = output.strip().splitlines()[-1].rpartition("：")[2]
    parts = found.split("-")
    assert [len(part) for part in parts] == [4, 4, 4] and set("".join(parts)) <= set(SLIP_SIGNS)
    return found


def password_in(output: str) -> str:
    found = output.strip().splitlines()[-1].rpartition("：")[2]
    assert len(found) == SLIP_LENGTH and set(found) <= set(SLIP_SIGNS)
    return found


WORDS = ("init", "--code", "01-3301", "--title", "实验小学", "--upper", "center:01")


def test_init_makes_a_node_and_shows_once_the_code_that_opens_its_set_up_page(
    run: Run, tmp_path: Path
) -> None:
    done = run("station", *WORDS, "--opened-on", "2025-01-01")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("station:01-3301 实验小学：")
    first = code_in(done.output)
    again = run("station", *WORDS)
    assert (again.exit_code, "已经有一个节点" in again.output) == (1, True)
    kept = tmp_path / "station" / "set-up-code"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert first not in kept.read_text() and first.replace("-", "") not in kept.read_text()


def test_a_lost_code_is_printed_anew_until_there_is_an_account(run: Run, tmp_path: Path) -> None:
    first = code_in(run("station", *WORDS).output)
    assert code_in(run("station", "set-up-code").output) != first
    assert run("station", "user", "add", "wang", "--role", "administrator").exit_code == 0
    assert not (tmp_path / "station" / "set-up-code").exists()
    late = run("station", "set-up-code")
    assert (late.exit_code, "已经设置过了" in late.output) == (1, True)


def test_init_with_a_password_makes_the_administrator_and_no_code(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YIGONG_ADMIN_PASSWORD", "a-long-password")
    done = run("station", *WORDS, "--admin-login", "wang")
    assert done.exit_code == 0 and "设置码" not in done.output
    assert not (tmp_path / "station" / "set-up-code").exists()
    slip = run("station", "user", "reset", "wang")
    assert slip.exit_code == 0 and password_in(slip.output)


def test_a_station_gets_the_word_that_it_was_founded_without(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("association", "init", "--code", "A", "--title", "协会")
    file = tmp_path / "word"
    file.write_text(run("association", "word").output, encoding="ascii")
    monkeypatch.delenv("DATABASE_URL")
    run("station", *WORDS)
    assert run("station", "word", str(file)).exit_code == 0
    kept = tmp_path / "station" / "keys" / "word"
    assert kept.read_text() == file.read_text().strip()
    assert kept.stat().st_mode & 0o777 == 0o600
    twice = run("station", "word", str(file))
    assert (twice.exit_code, "已有区字" in twice.output) == (1, True)
    file.write_text("w1:short", encoding="ascii")
    assert run("station", "word", str(file)).exit_code == 1


def test_users_are_added_with_a_role_that_the_tier_has(run: Run) -> None:
    done = run("association", "init", "--code", "A", "--title", "协会", "--admin-password", "x" * 9)
    assert done.exit_code == 0 and "密码" not in done.output
    added = run("association", "user", "add", "li", "--role", "officer", "--name", "李")
    assert added.exit_code == 0 and password_in(added.output)
    wrong = run("association", "user", "add", "wang", "--role", "head")
    assert (wrong.exit_code, "没有“head”这个角色" in wrong.output) == (1, True)
    twice = run("association", "user", "add", "LI", "--role", "officer")
    assert (twice.exit_code, "已经有人用了" in twice.output) == (1, True)
    nobody = run("association", "user", "reset", "nobody")
    assert nobody.exit_code == 1
    changed = run("association", "user", "role", "li", "card_maker")
    assert (changed.exit_code, changed.output) == (0, "li card_maker\n")


def test_the_association_prints_its_word_and_invites_a_center(run: Run) -> None:
    run("association", "init", "--code", "A", "--title", "协会")
    word = run("association", "word").output.strip()
    assert word.startswith("w1:") and len(word) == 67
    string = run(
        "association", "enrolment-string", "center:01", "中心", "--url", "https://a.example"
    )
    assert string.exit_code == 0 and string.output.startswith("yg1.")
    wrong = run("association", "enrolment-string", "station:1", "站", "--url", "https://a.example")
    assert wrong.exit_code == 1
    early = run("association", "approve", "center:01")
    assert early.exit_code == 1


def test_migrate_goes_down_and_up(run: Run) -> None:
    run("center", "init", "--code", "01", "--title", "中心", "--upper", "association:A")
    assert run("center", "migrate", "--down-to", "base").exit_code == 0
    assert run("center", "migrate").exit_code == 0


def test_a_home_that_is_not_there_is_said_so(run: Run) -> None:
    done = run("center", "migrate")
    assert (done.exit_code, "先运行 init" in done.output) == (1, True)


def test_the_command_knows_the_tiers_and_no_other_word() -> None:
    listed = CliRunner().invoke(main, ["--help"]).output
    assert all(tier in listed for tier in ("station", "center", "association"))
    assert CliRunner().invoke(main, ["province"]).exit_code == 2
