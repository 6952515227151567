"""Custody: numbers that grow with each transfer tell whoever holds a request from all others."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.custody import FIRST, Custody, Verdict, check, judge, newest
from shared.errors import ConflictError, InvalidError

numbers = st.integers(0, 50)
custodies = st.builds(Custody, numbers, numbers)


def test_the_association_s_number_comes_before_the_center_s() -> None:
    assert Custody(0, 9) < Custody(1, 0) < Custody(1, 1)
    assert Custody() == FIRST == Custody(0, 0)
    assert Custody(3, 4).by_center() == Custody(3, 5)
    assert Custody(3, 4).by_association() == Custody(4, 0)


def test_no_number_is_below_none() -> None:
    for broken in ((-1, 0), (0, -1)):
        with pytest.raises(InvalidError) as refused:
            Custody(*broken)
        assert refused.value.code == "custody.bad"


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_each_transfer_is_newer_than_all_before_it(by_association: list[bool]) -> None:
    chain = [Custody()]
    for above in by_association:
        chain.append(chain[-1].by_association() if above else chain[-1].by_center())
    assert all(earlier < later for earlier, later in pairwise(chain))
    for stale in chain[:-1]:
        assert judge(stale, chain[-1]) is Verdict.STALE


@given(custodies, custodies)
def test_of_two_just_one_is_current_and_what_is_ahead_is_stale_seen_from_there(
    one: Custody, other: Custody
) -> None:
    opposite = {
        Verdict.CURRENT: Verdict.CURRENT,
        Verdict.STALE: Verdict.AHEAD,
        Verdict.AHEAD: Verdict.STALE,
    }
    assert judge(one, other) is opposite[judge(other, one)]
    assert (judge(one, other) is Verdict.CURRENT) == (one == other)


def test_who_no_longer_holds_it_isn_t_heard_nor_who_was_never_given_it() -> None:
    held = Custody(1, 2)
    check(held, held)
    for said, code in ((Custody(1, 1), "custody.stale"), (Custody(1, 3), "custody.ahead")):
        with pytest.raises(ConflictError) as refused:
            check(said, held)
        assert refused.value.code == code


def test_news_from_above_may_be_ahead_but_never_stale() -> None:
    assert newest(Custody(1, 0), Custody(0, 7)) == Custody(1, 0)
    assert newest(Custody(1, 0), Custody(1, 0)) == Custody(1, 0)
    with pytest.raises(ConflictError):
        newest(Custody(0, 8), Custody(1, 0))
