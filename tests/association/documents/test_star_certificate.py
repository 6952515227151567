"""Certificates: one page each, what was decided, a code that is read."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

import pytest

from association.documents.star_certificate import (
    TEMPLATE,
    StarCertificate,
    print_star_certificates,
)
from shared.documents import pdf, qr
from tests.printed import codes, fonts, sizes, texts

CERTIFICATE = StarCertificate(
    name="孙海燕",
    year=2026,
    star=2,
    points=640,
    number="GY-S2026-00418",
    association="古冶区党员义工协会",
    issued_on=date(2027, 1, 18),
    code="https://yigong.example.org/v/" + "eyJr" + "Ab3_-" * 40,
    hours=129,
)


def test_a_certificate_says_what_was_decided() -> None:
    document = print_star_certificates([CERTIFICATE])
    assert sizes(document) == [(210.0, 297.0)]
    assert texts(document) == [
        "义星级义工证书孙海燕同志：2026年度参加党员义工服务，服务129小时，积分640分，经评定为"
        "★★二星级义工特发此证。编号GY-S2026-00418·扫码核验古冶区党员义工协会2027年1月18日"
    ]
    assert fonts(document) == {"NotoSansCJKtc-Regular": True}


@pytest.mark.parametrize(("star", "said"), [(1, "★一星级"), (2, "★★二星级"), (3, "★★★三星级")])
def test_each_star_has_its_words(star: int, said: str) -> None:
    assert f"为{said}义工" in texts(print_star_certificates([replace(CERTIFICATE, star=star)]))[0]


def test_hours_that_nobody_knows_are_left_out() -> None:
    (page,) = texts(print_star_certificates([replace(CERTIFICATE, hours=None)]))
    assert "服务，积分640分" in page and "小时" not in page


def test_each_has_a_page_in_the_given_order() -> None:
    names = ["孙海燕", "𠮷田", "尼格买提·热合曼·阿卜杜拉江·艾则孜江·麦麦提", "骨"]
    pages = texts(print_star_certificates([replace(CERTIFICATE, name=name) for name in names]))
    assert [name in page for name, page in zip(names, pages, strict=True)] == [True] * 4


def test_the_code_is_read_from_the_printed_page() -> None:
    data = {"certificates": [asdict(CERTIFICATE) | {"code": qr.svg(CERTIFICATE.code)}]}
    (page,) = pdf.pictures(TEMPLATE, data, ppi=200)
    assert codes(page) == [CERTIFICATE.code]
