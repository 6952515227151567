"""Telephone numbers as people write them."""

from __future__ import annotations

import pytest

from shared.domain.telephone import check, four, last_four, normalise
from shared.errors import InvalidError


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("13832564472", "13832564472"),
        ("138 3256-4472", "13832564472"),
        ("１３８３２５６４４７２", "13832564472"),
        ("+86 138 3256 4472", "13832564472"),
        ("008613832564472", "13832564472"),
        ("(0315)355-0126", "03153550126"),
        ("3550126", "3550126"),
        ("8655012", "8655012"),
        ("", ""),
        ("12", ""),
        ("电话13832564472", ""),
        ("1383256447x", ""),
        ("1" * 16, ""),
        ("²" * 7, "2222222"),
    ],
)
def test_digits_are_left_or_nothing(written: str, number: str) -> None:
    assert normalise(written) == number


def test_what_is_none_is_refused() -> None:
    assert check("138 3256 4472") == "13832564472"
    with pytest.raises(InvalidError) as refused:
        check("没有")
    assert refused.value.code == "telephone.bad"


def test_the_last_four_are_part_of_a_longer_number() -> None:
    assert last_four("13832564472") == "4472"
    assert last_four("4472") == ""


def test_four_digits_are_typed_in_any_width() -> None:
    assert four(" ４４ 72 ") == "4472"
    for typed in ("", "447", "44722", "447x"):
        with pytest.raises(InvalidError) as refused:
            four(typed)
        assert refused.value.code == "telephone.four"
