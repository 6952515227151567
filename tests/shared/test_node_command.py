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


def password_in(output: str) -> str:
    found = output.strip().splitlines()[-1].rpartition("：")[2]
    assert len(found) == SLIP_LENGTH and set(found) <= set(SLIP_SIGNS)
    return found


def test_init_makes_a_node_with_an_administrator_whose_password_is_shown_once(run: Run) -> None:
    words = ("init", "--code", "01-3301", "--title", "实验小学", "--upper", "center:01")
    done = run("station", *words, "--opened-on", "2025-01-01")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("station:01-3301 实验小学：")
    first = password_in(done.output)
    again = run("station", *words)
    assert (again.exit_code, "已经有一个节点" in again.output) == (1, True)
    slip = run("station", "user", "reset", "admin")
    assert slip.exit_code == 0 and password_in(slip.output) != first


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
