"""Names as strangers may see them."""

from association.domain.name import public


def test_who_consented_is_named_and_others_are_not() -> None:
    assert public("郑小芳", naming=True) == "郑小芳"
    assert public("郑小芳", naming=False) == "郑*芳"
