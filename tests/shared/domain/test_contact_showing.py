"""The contact is shown for a reason, and a while."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.contact import Contact
from shared.domain.contact_showing import WHILE, Reason, ends_at, masked, reason_of
from shared.errors import InvalidError

AT = datetime(2025, 2, 3, 1, tzinfo=UTC)


def test_it_is_shown_for_ten_minutes() -> None:
    assert timedelta(minutes=10) == WHILE
    assert ends_at(AT, AT + timedelta(minutes=9, seconds=59)) == AT + WHILE
    assert ends_at(AT, AT + WHILE) is None


def test_what_nobody_was_shown_is_masked() -> None:
    assert ends_at(None, AT) is None


def test_a_reason_is_one_of_the_list() -> None:
    assert reason_of("call") is Reason.CALL
    with pytest.raises(InvalidError):
        reason_of("好奇")


def test_masked_it_tells_no_whole_name_telephone_or_number_of_a_house() -> None:
    said = Contact("郑桂芳", "13812346021", "建设路18号二楼２０１", "水管漏了")
    assert masked(said) == Contact("郑*芳", "138****6021", "建设路**号**楼**", "水管漏了")
