"""Names and telephones as strangers may see them."""

import pytest

from shared.domain.mask import masked_name, masked_phone


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("郑小芳", "郑*芳"),
        ("王娟", "王*"),
        ("欧阳明", "欧*明"),
        ("欧阳小明", "欧**明"),
        ("𠮷田", "𠮷*"),
        ("𠮷田娟", "𠮷*娟"),
        ("郑", "*"),
        ("", ""),
        (" 郑小芳 ", "郑*芳"),
        ("买买提·艾力", "买**·*力"),
        ("Anna Berg", "A*** ***g"),
        ("葛\U000e0100小芳\U000e0101", "葛\U000e0100*芳\U000e0101"),
    ],
)
def test_a_name_shows_its_ends(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812346021", "138****6021"),
        ("138 1234 6021", "138 **** 6021"),
        ("+86 13812346021", "+86 1******6021"),
        ("0315-3300000", "031*-***0000"),
        ("3300123", "***0123"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_a_telephone_shows_its_ends(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown
