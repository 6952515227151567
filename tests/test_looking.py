"""Looking at pages: it writes nothing, asks little, and no more where there is more to show."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.seeds.size import TODAY
from tests.looking import Answer, Looked, look
from tests.test_architecture import PUBLIC, TIERS

MOST_QUERIES = 12


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


def test_a_page_answers_whoever_may_see_it_and_nobody_else(looked: Looked) -> None:
    wrong = [
        said(answer)
        for answer in looked.small + looked.large
        if (answer.status >= 400 if answer.allowed else answer.status != 403)
    ]
    assert not wrong, "\n".join(wrong)


def test_looking_writes_nothing(looked: Looked) -> None:
    writes = [f"{said(a)} {a.writes[0]}" for a in looked.small + looked.large if a.writes]
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
        if len(few.queries) != len(many.queries)
    ]
    assert not grown, "\n".join(grown)


def test_a_page_without_a_permission_is_known_to_be_public(looked: Looked) -> None:
    open_to_all = {answer.page.endpoint for answer in looked.small if not answer.page.permission}
    assert open_to_all <= PUBLIC
