"""Names by every reading of the pinyin, by initials and parts; logins proposed from them."""

from __future__ import annotations

import pytest

from shared.reading import LONGEST, LONGEST_STEM, MOST_READINGS, key, login_for, stem_of, tokens


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("曾丽", ("zengli", "cengli", "zl", "cl", "li", "丽", "曾丽")),
        ("单小明", ("shanxiaoming", "danxiaoming", "sxm", "dxm", "xiaoming", "xm", "小明")),
        ("吕布", ("lvbu", "lyubu", "lubu", "lb")),
        ("万俟明", ("moqiming", "mqm", "wansiming")),
        ("尉迟恭", ("yuchigong", "weichigong", "ycg")),
        ("仇英", ("qiuying", "chouying")),
        ("阿卜杜拉·买买提", ("abudulamaimaiti", "maimaiti", "买买提")),
        ("Anna O'Brien", ("annaobrien", "obrien")),
    ],
)
def test_a_name_is_found_by_each_of_its_readings(name: str, typed: tuple[str, ...]) -> None:
    assert set(typed) <= tokens(name)


def test_a_sign_without_a_reading_stands_for_itself() -> None:
    assert tokens("𠮷田") == {"𠮷田", "田", "𠮷tian", "tian", "𠮷t"}


def test_a_long_name_has_bounded_tokens_and_its_usual_reading_among_them() -> None:
    long = "曾单解尉俟缪朴长行重乐" * 5
    found = tokens(long)
    assert len(found) < MOST_READINGS * 150
    assert max(map(len, found)) <= LONGEST
    assert {"cengdan"} <= {token[:7] for token in found}
    assert {"zengdan"} <= {token[:7] for token in found}
    assert tokens("") == frozenset()


def test_spaces_dots_widths_and_case_do_not_count() -> None:
    assert key(" Ｚeng · Li'") == "zengli"
    assert key("13-2026-000123") == "132026000123"
    assert key("'-·") == ""


@pytest.mark.parametrize(
    ("name", "login"),
    [
        ("曾丽", "zengli"),
        ("单雄信", "shanxiongxin"),
        ("万俟卨", "moqixie"),
        ("王 小明", "wangxiaoming"),
        ("贾 1980", "jia"),
        ("𠮷", "yigong"),
        ("", "yigong"),
    ],
)
def test_a_login_is_the_pinyin_without_any_digit(name: str, login: str) -> None:
    assert login_for(name) == login


def test_a_taken_login_gets_the_first_free_number() -> None:
    assert login_for("曾丽", {"zengli"}) == "zengli2"
    assert login_for("曾丽", {"zengli", "zengli2", "zengli4"}) == "zengli3"
    assert len(stem_of("张" * 60)) == LONGEST_STEM
