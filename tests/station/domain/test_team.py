"""What a team is called and who may belong to it."""

from __future__ import annotations

from uuid import UUID

import pytest

from shared.errors import ConflictError, InvalidError
from station.domain.team import MOST_MEMBERS, TeamForm, check_members, check_open, name_of

A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)


def test_a_leader_belongs_to_the_team() -> None:
    assert TeamForm("队", A, (B,)).people() == {A, B}
    assert TeamForm("队", None, (B, B)).people() == {B}


def test_a_name_loses_needless_spaces() -> None:
    assert name_of(" 青年  服务队 ") == "青年 服务队"


@pytest.mark.parametrize("name", ["", "  ", "队" * 61])
def test_no_name_and_one_too_long_are_refused(name: str) -> None:
    with pytest.raises(InvalidError, match="name_form"):
        name_of(name)


def test_only_who_serves_here_belongs() -> None:
    check_members([A, B], [A, B, C])
    with pytest.raises(InvalidError, match="not_serving") as refused:
        check_members([A, B, C], [A])
    assert refused.value.values["count"] == 2


def test_a_team_has_an_end() -> None:
    many = [UUID(int=number) for number in range(MOST_MEMBERS + 1)]
    check_members(many[1:], many)
    with pytest.raises(InvalidError, match="too_many"):
        check_members(many, many)


def test_a_closed_team_is_changed_no_more() -> None:
    check_open("队", active=True)
    with pytest.raises(ConflictError, match="closed"):
        check_open("队", active=False)
