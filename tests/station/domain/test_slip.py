"""A slip's code names its record; other codes on the paper name none."""

from __future__ import annotations

from uuid import UUID

import pytest

from shared.errors import InvalidError
from station.domain.slip import (
    one_order,
    one_record,
    order_of,
    order_text_of,
    record_of,
    text_of,
)

RECORD = UUID("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")
OTHER = UUID("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c")
TEXT = "YG:R:0190A1B2C3D47E5F8A9B0C1D2E3F4A5B"


def test_a_record_is_written_and_read() -> None:
    assert text_of(RECORD) == TEXT
    assert record_of(TEXT) == RECORD
    assert record_of(f" {TEXT.lower()}\n") == RECORD
    assert set(TEXT) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@pytest.mark.parametrize(
    "text",
    ["", "YG:R:", "https://example.org", TEXT[:-1], TEXT + "0", "YG:R:" + "Z" * 32, TEXT[5:]],
)
def test_another_code_names_none(text: str) -> None:
    assert record_of(text) is None


def test_the_one_slip_on_a_photo_is_found_among_other_codes() -> None:
    assert one_record(["https://example.org", TEXT, TEXT.lower()]) == RECORD
    assert one_record([]) is None
    with pytest.raises(InvalidError, match=r"photo\.several_slips"):
        one_record([TEXT, text_of(OTHER)])


def test_an_order_has_a_code_of_its_own_kind() -> None:
    text = order_text_of(RECORD)
    assert text == TEXT.replace(":R:", ":O:")
    assert order_of(text) == one_order([TEXT, text]) == RECORD
    assert record_of(text) is None
    assert order_of(TEXT) is None
    with pytest.raises(InvalidError, match=r"photo\.several_slips"):
        one_order([text, order_text_of(OTHER)])
