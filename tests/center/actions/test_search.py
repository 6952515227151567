"""Applicants and volunteers found by name in any reading, by card and certificate."""

from __future__ import annotations

from datetime import date

from click.testing import CliRunner
from sqlalchemy import delete, func, select

from center.commands import cli
from center.database import db
from center.models.search import Found, NameMark, search_people
from tests.center.actions.test_volunteer import issue
from tests.center.bureau import ASSOCIATION, A, B, Bureau


def find(typed: str, limit: int = 20) -> list[Found]:
    session = db.session()
    found = search_people(session, typed, limit)
    session.rollback()
    return found


def test_who_applied_and_who_serves_are_found_by_pinyin_and_initials(bureau: Bureau) -> None:
    who = bureau.volunteer(name="曾丽")
    bureau.register(B, name="曾丽娜")
    for typed in ("zengli", "cengli", "cl", "曾丽", "丽"):
        assert find(typed)[0].name == "曾丽", typed
    first, second = find("zengli")
    assert (first.volunteer, first.status, first.title) == (who, "approved", "站01")
    assert (second.name, second.volunteer, second.status) == ("曾丽娜", None, "submitted")
    assert len(find("zengli", 1)) == 1
    assert find("zang") == find("z") == find("") == []


def test_a_card_leads_to_its_holder_an_old_one_too(bureau: Bureau) -> None:
    who = bureau.volunteer(name="曾丽")
    issue(bureau, who)
    [found] = find("13-2025-00001")
    assert (found.volunteer, found.card) == (who, "13-2025-00001")
    assert find("1") == find("00001") == [found]
    assert find("2") == []


def test_a_certificate_leads_to_its_holder(bureau: Bureau) -> None:
    who = bureau.volunteer(name="曾丽")
    data = {
        "volunteer": who,
        "station": A,
        "year": 2025,
        "points": 640,
        "proposed": 2,
        "star": 2,
        "decision": "approved",
        "reason": "",
        "decided_on": date(2026, 1, 28),
        "by": "协会",
        "certificate": "13-S2025-00009",
    }
    bureau.receive("star.decided", ASSOCIATION, data, subject=f"star:{who}:2025")
    assert [one.volunteer for one in find("13-s2025-00009")] == [who]


def test_a_mended_name_is_found_anew(bureau: Bureau) -> None:
    id = bureau.register(name="曾丽")
    bureau.decide(id, "returned", "姓名有误")
    bureau.register(registration=id, version=2, name="单丽")
    assert [one.registration for one in find("shanli")] == [id]
    assert find("zengli") == []


def test_the_marks_say_nothing_without_the_key_and_are_made_anew_by_a_command(
    bureau: Bureau,
) -> None:
    bureau.register(name="曾丽")
    with bureau.writing() as session:
        stored = set(session.scalars(select(NameMark.mark)))
        session.execute(delete(NameMark))
    assert find("zengli") == []
    home = bureau.app.extensions["yigong_settings"].home.folder
    url = db.engine.url.render_as_string(hide_password=False)
    done = CliRunner().invoke(
        cli, ["--home", str(home), "index"], env={"DATABASE_URL": url}, catch_exceptions=False
    )
    assert done.output.strip() == "已重建 1 人。"
    with bureau.writing() as session:
        assert set(session.scalars(select(NameMark.mark))) == stored
        assert session.scalar(select(func.count()).select_from(NameMark)) == len(stored)


def test_the_search_is_for_officers(bureau: Bureau) -> None:
    bureau.register(name="曾丽")
    status, found = bureau.client("officer").post("/api/people/search", {"typed": "zeng li"})
    assert (status, found["total"], found["items"][0]["name"]) == (200, 1, "曾丽")
    assert bureau.client("viewer").post("/api/people/search", {"typed": "zeng"})[0] == 403
