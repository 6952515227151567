"""Words for categories, forms, evaluations, signatures and lists."""

from __future__ import annotations

import pytest

from shared.domain.registration import Status
from shared.domain.service_record import Category, Evaluation, Form
from station.domain import word


@pytest.mark.parametrize(
    ("written", "category"),
    [
        ("政策宣讲(时政宣教)", Category.CIVIC_EDUCATION),
        ("政策宣讲（时政宣教）", Category.CIVIC_EDUCATION),
        ("时政宣教服务", Category.CIVIC_EDUCATION),
        ("便民", Category.CONVENIENCE),
        ("便民 利民服务", Category.CONVENIENCE),
        ("困难帮扶", Category.HARDSHIP_AID),
        ("社会公共服务", Category.PUBLIC_SERVICE),
        ("助推中心", Category.KEY_WORK),
        ("其他", None),
        ("", None),
    ],
)
def test_a_category_has_short_and_long_names(written: str, category: Category | None) -> None:
    assert word.category(written) is category


def test_a_form_has_short_and_long_names() -> None:
    assert word.form("集中服务") is Form.GROUP
    assert word.form("派单") is Form.DISPATCHED
    assert word.form("定点") is Form.FIXED_POINT
    assert word.form("其他形式") is None


def test_an_evaluation_is_satisfied_dissatisfied_or_blank() -> None:
    assert word.evaluation(None) is Evaluation.NONE
    assert word.evaluation("满意 ") is Evaluation.SATISFIED
    assert word.evaluation("不满意") is Evaluation.DISSATISFIED
    assert word.evaluation("还行") is None


def test_blank_is_no_and_anything_strange_is_neither() -> None:
    assert [word.yes(value) for value in ("是", "否", None, "也许")] == [True, False, False, None]


def test_a_signature_is_a_word_a_tick_or_the_signers_name() -> None:
    assert all(word.is_signed(value) for value in ("已签字", "√", "张大爷"))
    assert not any(word.is_signed(value) for value in (None, "", "未签字", "否", "x"))


def test_a_decision_has_its_words() -> None:
    assert word.decision("通过") is Status.APPROVED
    assert word.decision("不通过") is Status.REJECTED
    assert word.decision(None) is Status.SUBMITTED
    assert word.decision("再议") is None


def test_a_list_is_split_and_nothing_is_nothing() -> None:
    assert word.listed("书法、医疗保健，书法") == ("书法", "医疗保健")
    assert word.listed("无") == ()
    assert word.categories("便民、时政宣教服务") == (
        Category.CONVENIENCE,
        Category.CIVIC_EDUCATION,
    )
    assert word.categories("便民、其他、便民利民") == (Category.CONVENIENCE,)
    assert word.listed("长" * 70) == ("长" * 60,)
