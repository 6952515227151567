"""What is sealed for whoever serves: contact and later words, whole and bounded."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from shared.domain.contact import Contact
from shared.domain.contact_file import MOST_SIGNS, ContactFile, Said, contact_file
from shared.errors import UntrustedError

FENG = Contact("冯玉英", "13812344472", "育才里3号楼", "卫生间的灯不亮了")
AT = datetime(2025, 2, 3, 1, tzinfo=UTC)


def said(number: int, text: str, kind: str = "added") -> Said:
    return Said(UUID(int=number), AT + timedelta(minutes=number), kind, text)


def test_all_that_was_said_arrives_in_order() -> None:
    told = ContactFile(FENG, (said(1, "门铃坏了"), said(2, "周五也行", "not_solved")))
    assert contact_file(told.to_json()) == told
    strange = ContactFile(FENG, (*told.said, said(3, "站里的话", "stale")))
    assert contact_file(strange.to_json()) == told


def test_a_contact_of_an_earlier_release_has_no_words_besides() -> None:
    assert contact_file(FENG.to_json()) == ContactFile(FENG)


def test_the_newest_words_go_where_there_are_too_many() -> None:
    many = tuple(said(number, "多" * 2000) for number in range(MOST_SIGNS // 2000 + 3))
    found = contact_file(ContactFile(FENG, many).to_json())
    assert found.said == many[3:]


def test_nobody_reads_them_in_a_log() -> None:
    assert "门铃" not in repr(ContactFile(FENG, (said(1, "门铃坏了"),)))


@pytest.mark.parametrize(
    "broken",
    [
        "门铃",
        [1],
        [{"id": "7", "at": AT.isoformat(), "kind": "added", "text": "好"}],
        [{"id": str(UUID(int=7)), "at": "2025-02-03", "kind": "added", "text": "好"}],
        [{"id": str(UUID(int=7)), "at": 7, "kind": "added", "text": "好"}],
        [{"id": str(UUID(int=7)), "kind": "added", "text": "好"}],
        [{"id": str(UUID(int=7)), "at": AT.isoformat(), "kind": "added", "text": "多" * 2001}],
    ],
)
def test_what_is_no_file_is_refused(broken: object) -> None:
    text = json.dumps(json.loads(FENG.to_json()) | {"said": broken})
    with pytest.raises(UntrustedError, match=r"contact\.unreadable"):
        contact_file(text)
