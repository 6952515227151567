"""Signs that show nothing make no text; what is shown stays as it is."""

from __future__ import annotations

import pytest

from shared.domain.visible import compact, trimmed

NOTHING = ("", " \u3000\n", "\u200b\u200d\ufeff", "\0", "\u00ad \u202e", "\ufe0f", "\u3164\u2800")


@pytest.mark.parametrize("text", NOTHING)
def test_what_shows_nothing_is_empty(text: str) -> None:
    assert trimmed(text) == compact(text) == ""


def test_what_is_shown_stays_with_its_marks_and_what_joins_it() -> None:
    assert trimmed("\u200b 郑阿姨\u3000\0") == "郑阿姨"
    for kept in ("㛃\U000e0100", "葛\ufe00", "👨\u200d👩", "a\u200bb", "\ue000", "水管\n漏了"):
        assert trimmed(f" {kept}\u200b") == kept
