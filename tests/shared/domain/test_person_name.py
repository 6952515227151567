"""Names as people and workbooks write them."""

from __future__ import annotations

from shared.domain.person_name import name, name_key


def test_a_name_loses_its_spaces_and_keeps_rare_characters_and_its_dot() -> None:
    assert name(" 王 娟　") == "王娟"
    assert name("石㛃𠀀") == "石㛃𠀀"
    assert name("买买提・阿卜杜拉") == "买买提·阿卜杜拉"
    assert name_key("买买提•阿卜杜拉") == name_key("买买提·阿卜杜拉")
    assert name_key("赵\u200b一\ufeff") == name_key("赵一")
    assert name("\u200b") == ""
    assert name(3.0) == ""
    assert name("长" * 60) and name("长" * 61) == ""
