"""The ID number against python-stdnum's check digit and its traps."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from shared.domain import id_number
from shared.errors import InvalidError

TODAY = date(2026, 1, 5)
VALID = "130204197612160038"

numbers = st.builds(
    lambda county, born, order: f"{county:06d}{born:%Y%m%d}{order:03d}",
    st.integers(110000, 829999),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)


def is_refused(text: object) -> bool:
    with pytest.raises(InvalidError) as refused:
        id_number.check(text, TODAY)
    return refused.value.code == "id_number.bad"


@given(numbers)
def test_the_check_digit_is_the_oracles(first: str) -> None:
    assert id_number.check_digit(first) == ric.calc_check_digit(first + "0")
    number = first + id_number.check_digit(first)
    assert id_number.check(number, TODAY) == number


@given(numbers, st.integers(0, 16), st.integers(1, 9))
def test_any_one_wrong_digit_is_found(first: str, place: int, shift: int) -> None:
    number = first + id_number.check_digit(first)
    wrong = str((int(number[place]) + shift) % 10)
    assert not id_number.is_valid(number[:place] + wrong + number[place + 1 :], TODAY)


def test_full_width_signs_spaces_and_a_small_x_are_normalised() -> None:
    assert id_number.check(" 130204 197612160038\n", TODAY) == VALID
    assert id_number.check("１３０２０４１９７６１２１６００３８", TODAY) == VALID
    assert id_number.check("13020419761005088ｘ", TODAY) == "13020419761005088X"


def test_an_old_number_of_15_places_is_refused() -> None:
    assert is_refused("130204761216003")


def test_a_number_that_excel_has_spoilt_is_refused() -> None:
    assert is_refused(1.3020419800101e17)
    assert is_refused(130204197612160038)
    assert is_refused("1.3020419800101E+17")
    assert is_refused(None)


def test_births_lie_between_1900_and_today() -> None:
    for born, passes in (
        ("19000101", True),
        ("18991231", False),
        ("20260105", True),
        ("20260106", False),
        ("20230229", False),
        ("29991212", False),
    ):
        first = f"130204{born}001"
        assert id_number.is_valid(first + id_number.check_digit(first), TODAY) is passes, born


def test_an_arabic_digit_is_no_digit() -> None:
    assert is_refused("\u0661" + VALID[1:])


def test_a_checked_number_tells_birth_date_sex_and_last_four() -> None:
    assert id_number.birth_date(VALID) == date(1976, 12, 16)
    assert id_number.sex(VALID) is id_number.Sex.MALE
    assert id_number.sex("130204198003061805") is id_number.Sex.FEMALE
    assert id_number.last_four(VALID) == "0038"
