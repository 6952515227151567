"""Tracking codes: made of signs that nobody mistakes, read as people type them."""

from __future__ import annotations

import random
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.tracking_code import ALPHABET, LENGTH, make, normalise, shown
from shared.errors import InvalidError

codes = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def test_no_sign_is_mistaken_for_another() -> None:
    assert not set(ALPHABET) & set("0O1IlL")
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert ALPHABET.upper() == ALPHABET


def test_a_code_is_eight_signs_of_the_chooser_s() -> None:
    asked: list[str] = []

    def choose(signs: str) -> str:
        asked.append(signs)
        return signs[len(asked)]

    assert make(choose) == ALPHABET[1:9]
    assert asked == [ALPHABET] * 8
    assert normalise(make(secrets.choice))


def test_every_sign_of_the_alphabet_comes_at_every_place() -> None:
    choose = random.Random(5).choice
    made = [make(choose) for _ in range(2000)]
    for place in range(LENGTH):
        assert {code[place] for code in made} == set(ALPHABET)


@given(codes, st.sampled_from(["", " ", "-", "－", "—", "　", "\t"]))
def test_case_width_spaces_and_dashes_make_no_difference(code: str, parting: str) -> None:
    wide = code.translate({ord(sign): ord(sign) + 0xFEE0 for sign in code})
    for typed in (code, code.lower(), wide, wide.lower(), shown(code), parting.join(code)):
        assert normalise(f"{parting}{typed}{parting}") == code


@pytest.mark.parametrize(
    "typed",
    [
        *("", "7K3M92Q", "7K3M92QFF", "7K3M92Q0", "7K3M92QO", "7K3M92Q1", "7K3M92QI", "7K3M92Ql"),
        *("查询码7K3M92QF", "7K3M92Q!", "7K3M92QF\x00", "查" * 8, "-" * 100_000),
    ],
)
def test_what_can_be_no_code_is_refused(typed: str) -> None:
    with pytest.raises(InvalidError) as refused:
        normalise(typed)
    assert refused.value.code == "tracking_code.bad"


@given(st.text())
def test_whatever_is_typed_is_a_code_or_refused(typed: str) -> None:
    try:
        code = normalise(typed)
    except InvalidError:
        return
    assert len(code) == LENGTH and set(code) <= set(ALPHABET)


def test_it_is_shown_in_two_halves() -> None:
    assert shown("7K3M92QF") == "7K3M-92QF"
