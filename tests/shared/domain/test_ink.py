"""Ink is kept as it was drawn; what is no drawing is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.ink import HEIGHT, LONGEST, WIDTH, kept, path_of, strokes_of
from shared.errors import InvalidError

LINE = [[x, 10] for x in range(10)]


def test_the_same_drawing_gives_the_same_bytes() -> None:
    spaced = json.dumps([LINE, [[5, 5]]], indent=1)
    assert kept(strokes_of(spaced)) == kept(strokes_of(json.dumps([LINE, [[5, 5]]])))


def test_a_drawing_is_shown_as_lines_and_dots() -> None:
    ink = kept((((1, 2), (3, 4)), ((5, 6),)))
    assert path_of(ink) == "M1 2L3 4M5 6L5 6"


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT)), min_size=8, max_size=9),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_is_drawn_on_the_pad_comes_back(strokes: list[list[tuple[int, int]]]) -> None:
    found = strokes_of(json.dumps(strokes))
    assert json.loads(kept(found)) == [[list(point) for point in one] for one in strokes]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no_ink"),
        ("  ", "no_ink"),
        ("[]", "no_ink"),
        ("[[[1, 2]]]", "no_ink"),
        ("nonsense", "bad_ink"),
        ("[" * 100_000, "bad_ink"),
        ("{}", "bad_ink"),
        ("[[]]", "bad_ink"),
        ("[1]", "bad_ink"),
        ("[[1]]", "bad_ink"),
        ("[[[1]]]", "bad_ink"),
        ('[[["1", 2]]]', "bad_ink"),
        ("[[[1.5, 2]]]", "bad_ink"),
        (f"[[[{WIDTH + 1}, 2]]]", "bad_ink"),
        (f"[[[2, {HEIGHT + 1}]]]", "bad_ink"),
        ("[[[-1, 2]]]", "bad_ink"),
        (json.dumps([LINE * 2001]), "too_much_ink"),
        (" " * LONGEST + json.dumps([LINE]), "too_much_ink"),
    ],
)
def test_what_is_no_drawing_is_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidError, match=rf"one_time_signature\.{code}"):
        strokes_of(text)
