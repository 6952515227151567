"""What a station adds to the plan's catalogue."""

from __future__ import annotations

import pytest

from shared.errors import InvalidError
from station.domain.service_item import LONGEST_DISTRICT, district_name, own_code


def test_a_code_of_ones_own_says_its_place() -> None:
    assert own_code(20) == "own_20"


def test_a_districts_name_has_no_outer_spaces() -> None:
    assert district_name("  东 片 ") == "东 片"
    assert district_name("长" * LONGEST_DISTRICT)


@pytest.mark.parametrize("text", ["", "  ", "长" * (LONGEST_DISTRICT + 1)])
def test_no_name_and_too_long_a_one_are_refused(text: str) -> None:
    with pytest.raises(InvalidError):
        district_name(text)
