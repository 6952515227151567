"""The canonical form that both sides recompute."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.canonical import canonical, digest
from shared.errors import InvalidError

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="ascii")), inner),
    max_leaves=8,
)


def test_keys_are_sorted_and_nothing_is_escaped() -> None:
    assert canonical({"b": ["石㛃", 1], "a": None}) == '{"a":null,"b":["石㛃",1]}'.encode()


@given(values.filter(lambda value: "\ud800" not in str(value)))
def test_a_read_back_value_has_the_same_digest(value: Any) -> None:
    assert digest(json.loads(canonical(value))) == digest(value)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.5, "canonical.bad_value"),
        ({"a": [{1, 2}]}, "canonical.bad_value"),
        ([2**53], "canonical.number_too_big"),
        (-(2**53), "canonical.number_too_big"),
        ({"姓名": 1}, "canonical.bad_key"),
        ({1: 1}, "canonical.bad_key"),
    ],
)
def test_what_two_machines_might_write_differently_is_refused(value: Any, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        canonical(value)
    assert refused.value.code == code
