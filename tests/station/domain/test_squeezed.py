"""Texts without what makes no difference."""

from __future__ import annotations

import pytest

from station.domain.squeezed import narrowed, squeezed


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("建设路 18 号", "建设路18号"),
        ("建设路１８号", "建设路18号"),
        ("三号楼", "3号楼"),
        ("建设路十八号", "建设路18号"),
        ("二十号", "20号"),
        ("一百一十八号", "118号"),
        ("一百零八号", "108号"),
        ("二百一十号", "210号"),
        ("百年", "百年"),
        ("ABC-12，Ｄ", "abc12d"),
        ("。、 ", ""),
    ],
)
def test_width_case_spaces_signs_and_numerals_make_no_difference(text: str, same: str) -> None:
    assert squeezed(text) == same


def test_a_narrowed_text_keeps_its_signs() -> None:
    assert narrowed("Ａ－1") == "a-1"
