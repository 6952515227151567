"""Name, telephone, address and words: checked when given, sealed as JSON, never printed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.contact import NEEDED_BY_OPEN311, Contact, checked
from shared.errors import InvalidError, UntrustedError

FENG = Contact("冯秀英", "138 3256 4472", "育才里12号楼3单元501", "卫生间的灯昨晚不亮了")


def test_it_is_kept_without_outer_spaces_and_with_the_number_alone() -> None:
    typed = Contact(" 冯秀英　", " １３８-3256-4472 ", f" {FENG.address}\n", f"{FENG.words} ")
    assert checked(typed) == checked(FENG)
    assert checked(FENG).phone == "13832564472"
    longest = Contact("冯" * 60, FENG.phone, "里" * 200, "灯" * 2000)
    assert checked(longest).words == longest.words


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", " ", "contact.missing"),
        ("name", "\u200b\u200d", "contact.missing"),
        ("phone", "", "contact.missing"),
        ("address", "", "contact.missing"),
        ("words", "\n", "contact.missing"),
        ("name", "冯" * 61, "contact.too_long"),
        ("address", "里" * 201, "contact.too_long"),
        ("words", "灯" * 2001, "contact.too_long"),
        ("phone", "1" * 61, "contact.too_long"),
        ("phone", "12", "telephone.bad"),
    ],
)
def test_what_is_missing_too_long_or_no_number_is_refused(
    field: str, value: str, code: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        checked(Contact(**{**json.loads(FENG.to_json()), field: value}))
    assert (refused.value.code, refused.value.values["field"]) == (code, field)


def test_a_client_of_open311_may_give_neither_name_nor_telephone() -> None:
    nobody = Contact("", "", FENG.address, FENG.words)
    assert checked(nobody, NEEDED_BY_OPEN311) == nobody
    with pytest.raises(InvalidError, match="telephone"):
        checked(Contact("", "x", FENG.address, FENG.words), NEEDED_BY_OPEN311)
    with pytest.raises(InvalidError, match="missing"):
        checked(Contact("冯", "", "", FENG.words), NEEDED_BY_OPEN311)


@given(st.builds(Contact, st.text(), st.text(), st.text(), st.text()))
def test_what_was_sealed_is_read_again(contact: Contact) -> None:
    assert Contact.from_json(contact.to_json()) == contact


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "null", "{}", "[" * 100_000),
        '{"name":"","phone":"","address":""}',
        '{"name":1,"phone":"","address":"","words":""}',
    ],
)
def test_what_is_no_contact_is_not_trusted(text: str) -> None:
    with pytest.raises(UntrustedError) as refused:
        Contact.from_json(text)
    assert refused.value.code == "contact.unreadable"


def test_nothing_of_it_is_printed_by_mistake() -> None:
    assert repr(FENG) == "Contact()"
