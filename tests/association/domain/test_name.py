"""Names as strangers may see them."""

from __future__ import annotations

from association.domain.name import masked, public


def test_only_the_first_sign_stays() -> None:
    assert masked("王娟") == "王*"
    assert masked("欧阳小明") == "欧***"
    assert masked("𠮷田") == "𠮷*"


def test_who_consented_is_named_in_full() -> None:
    assert public("王娟", naming=True) == "王娟"
    assert public("王娟", naming=False) == "王*"
