"""Slips with one-time passwords: eight to a page, all that one needs on each."""

from __future__ import annotations

from dataclasses import replace

from shared.documents.password_slip import TEMPLATE, PasswordSlip, print_password_slips
from tests.printed import fonts, sizes, texts

SLIP = PasswordSlip(
    name="欧阳文博",
    node="实验小学党员义工工作站",
    address="http://192.168.1.20:8000",
    login="13800138000",
    password="k7mfp2xwqz9d",
)


def test_a_slip_says_who_where_with_what_and_how_it_is_changed() -> None:
    (page,) = texts(print_password_slips([SLIP]))
    for said in (SLIP.name, SLIP.node, SLIP.address, SLIP.login, SLIP.password):
        assert said in page
    assert "换成自己的密码，至少8个字符" in page and "到工作人员处重置" in page


def test_nine_slips_are_two_pages_of_a4() -> None:
    slips = [replace(SLIP, name=f"义工{n}号", password=f"pass{n}word") for n in range(1, 10)]
    document = print_password_slips(slips)
    assert sizes(document) == [(210.0, 297.0)] * 2
    first, second = texts(document)
    assert all(f"义工{n}号" in first and f"pass{n}word" in first for n in range(1, 9))
    assert "义工9号" in second and "义工8号" not in second
    assert fonts(document) == {"NotoSansCJKtc-Regular": True}


def test_an_address_that_is_none_gets_no_code() -> None:
    (page,) = texts(print_password_slips([replace(SLIP, address="工作站的电脑")]))
    assert "扫码" not in page
    assert "扫码" in texts(print_password_slips([SLIP]))[0]


def test_the_longest_names_stay_on_their_slip() -> None:
    name = "尼格买提·热合曼·阿卜杜拉江·艾则孜江"
    slips = [
        replace(SLIP, name=name, node="唐山市古冶区林西街道第二十三中学附属幼儿园工作站" * 2)
    ] * 8
    pages = texts(print_password_slips(slips))
    assert len(pages) == 1 and pages[0].count(name) == 8


def test_the_template_lies_beside_its_document() -> None:
    assert TEMPLATE.is_file()
