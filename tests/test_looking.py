"""Looking at pages: it writes nothing, asks little, and no more where there is more to show."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.seeds.size import TODAY
from tests.looking import Answer, Looked, look
from tests.test_architecture import PUBLIC, TIERS

MOST_QUERIES = 12
UNMET = {"set_up_page.show_set_up"}  # a node with users is set up

COUNTED = {
    "verification_page.show_found",
    "sign_page.show_signing",
    "sign_page.show_slip",
    "track.show_code",
}  # each try counts against the limit, in `attempt`


@pytest.fixture(scope="module", params=TIERS)
def looked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Looked]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp(request.param)
        clock = folder / "clock"
        clock.write_text(TODAY, encoding="ascii")
        patch.setenv("YIGONG_CLOCK", str(clock))
        yield look(request.param, folder)


def said(answer: Answer) -> str:
    return f"{answer.page.path} as {answer.role}: {answer.status}"


def test_every_page_is_looked_at(looked: Looked) -> None:
    assert not looked.unknown, f"give THINGS a value for {looked.unknown}"


def test_a_page_answers_whoever_may_see_it_and_nobody_else(looked: Looked) -> None:
    wrong = [said(answer) for answer in looked.small + looked.large if not is_right(answer)]
    assert not wrong, "\n".join(wrong)


def is_right(answer: Answer) -> bool:
    """A page where there is one, "no such thing" where the seeds have none, 403 for others."""
    if not answer.allowed:
        return answer.status == 403
    lacks = answer.page.endpoint in UNMET or needs_a_volunteer(answer)
    return answer.status < 400 or (lacks and answer.status == 404)


def needs_a_volunteer(answer: Answer) -> bool:
    """One's own pages are there for those whose account is a volunteer's."""
    own = answer.page.path.startswith("/my")
    return own and answer.role not in {"volunteer", "team_leader"}


def test_looking_writes_nothing(looked: Looked) -> None:
    writes = [
        f"{said(answer)} {written}"
        for answer in looked.small + looked.large
        for written in answer.writes
        if not (answer.page.endpoint in COUNTED and (" attempt" in written or "BEGIN" in written))
    ]
    assert not writes, "\n".join(writes)


def test_no_page_asks_the_database_more_than_twelve_questions(looked: Looked) -> None:
    many = [
        "\n    ".join([f"{said(answer)} {len(answer.queries)} queries", *answer.queries])
        for answer in looked.large
        if len(answer.queries) > MOST_QUERIES
    ]
    assert not many, "\n".join(many)


def test_no_page_asks_more_where_there_is_more_to_show(looked: Looked) -> None:
    grown = [
        f"{said(few)} {len(few.queries)} → {len(many.queries)} queries"
        for few, many in zip(looked.small, looked.large, strict=True)
        if len(few.queries) < len(many.queries)
    ]
    assert not grown, "\n".join(grown)


def test_a_page_without_a_permission_is_known_to_be_public(looked: Looked) -> None:
    open_to_all = {answer.page.endpoint for answer in looked.small if not answer.page.permission}
    assert open_to_all <= PUBLIC
