"""Which talks are noted."""

from __future__ import annotations

from datetime import date

import pytest

from shared.errors import ConflictError, InvalidError
from station.domain.talk import LONGEST_WORDS, Note, check_needed

TODAY = date(2025, 3, 4)


def test_a_talk_of_today_or_earlier_with_words_is_noted() -> None:
    Note(TODAY, "愿意参加，等身体好些").check(TODAY)
    Note(date(2025, 1, 1), "谈" * LONGEST_WORDS).check(TODAY)


@pytest.mark.parametrize(
    ("note", "code"),
    [
        (Note(date(2025, 3, 5), "谈"), "talk.in_future"),
        (Note(TODAY, " "), "talk.words_form"),
        (Note(TODAY, "谈" * (LONGEST_WORDS + 1)), "talk.words_form"),
    ],
)
def test_others_are_not(note: Note, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        note.check(TODAY)
    assert refused.value.code == code


def test_words_stand_in_no_representation() -> None:
    assert "愿意" not in repr(Note(TODAY, "愿意"))


@pytest.mark.parametrize("status", [None, "draft", "rejected", "left"])
def test_who_is_no_volunteer_is_talked_with(status: str | None) -> None:
    check_needed(status, "安安")


@pytest.mark.parametrize("status", ["submitted", "approved", "returned", "suspended"])
def test_who_registered_is_not(status: str) -> None:
    with pytest.raises(ConflictError, match="registered"):
        check_needed(status, "安安")
