"""Who may certify, countersign and evaluate a record."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from shared.domain.service_record import Evaluation, Status
from shared.errors import ConflictError, ForbiddenError, InvalidError
from station.domain.certification import (
    CERTIFIER,
    SECOND_OFFICER,
    SIGNATURE,
    Identity,
    Signer,
    Standing,
    check_evaluator,
    check_first,
    check_not_beside,
    check_second,
    check_slip,
    hours_typed,
    lowered,
)

LI = Signer(UUID(int=1), UUID(int=11), Identity(("李文书", "李文书")))
ZHOU = Signer(UUID(int=2), UUID(int=12), Identity(("周干事", "周 干事")))
ZHAO, OTHER_ZHAO = UUID(int=21), UUID(int=22)
WAITING = Standing(Status.SUBMITTED, CERTIFIER, ZHAO, "赵一", None, None, None)
SIGNED = replace(WAITING, waits_for=SECOND_OFFICER, certifier=LI.officer, certified_by=LI.account)
DONE = replace(SIGNED, status=Status.CERTIFIED, waits_for=None)


def test_the_first_officer_signs_what_waits_for_anybody_or_for_them() -> None:
    check_first(WAITING, LI)
    check_first(replace(WAITING, certifier=LI.officer), LI)
    with pytest.raises(ForbiddenError, match="other_certifier"):
        check_first(replace(WAITING, certifier=ZHOU.officer), LI)


def test_what_is_signed_or_ended_is_not_signed_again() -> None:
    with pytest.raises(ConflictError, match="signed_already"):
        check_first(SIGNED, ZHOU)
    for status in (Status.CERTIFIED, Status.REJECTED, Status.VOIDED):
        ended = replace(DONE, status=status)
        for check in (check_first, check_second):
            with pytest.raises(ConflictError, match="not_submitted"):
                check(ended, ZHOU)


def test_the_second_is_another_officer_by_another_account() -> None:
    check_second(SIGNED, ZHOU)
    with pytest.raises(ConflictError, match="first_officer_missing"):
        check_second(WAITING, ZHOU)
    for same in (LI, replace(ZHOU, account=LI.account), replace(ZHOU, officer=LI.officer)):
        with pytest.raises(ForbiddenError, match="same_officer"):
            check_second(SIGNED, same)


def test_a_second_officer_who_is_named_signs_alone() -> None:
    check_second(replace(SIGNED, second=ZHOU.officer), ZHOU)
    with pytest.raises(ForbiddenError, match="other_second_officer"):
        check_second(replace(SIGNED, second=UUID(int=3)), ZHOU)


OWN = [
    Identity(("赵一", "别名")),
    Identity(("别名", "赵一")),
    Identity(("赵 一", "x")),
    Identity(("书记", "书记"), ZHAO, "赵一"),
    Identity(("赵一", "书记"), ZHAO, "赵一"),
    Identity(("赵一", "书记"), UUID(int=23), "别人"),
]


@pytest.mark.parametrize("who", OWN)
def test_nobody_signs_or_evaluates_their_own_service(who: Identity) -> None:
    self = replace(ZHOU, who=who)
    with pytest.raises(ForbiddenError, match="own_record"):
        check_first(WAITING, self)
    with pytest.raises(ForbiddenError, match="own_record"):
        check_second(SIGNED, self)
    with pytest.raises(ForbiddenError, match="own_record"):
        check_evaluator(WAITING, who, Evaluation.NONE)


def test_an_evaluation_changes_until_the_signature_and_comes_once_after_it() -> None:
    check_evaluator(WAITING, LI.who, Evaluation.SATISFIED)
    for signed in (SIGNED, DONE):
        check_evaluator(signed, LI.who, Evaluation.NONE)
        with pytest.raises(ConflictError, match="evaluated_already"):
            check_evaluator(signed, LI.who, Evaluation.DISSATISFIED)
    with pytest.raises(ConflictError, match="evaluated_already"):
        signed = replace(WAITING, recipient_signed=True)
        check_evaluator(signed, LI.who, Evaluation.DISSATISFIED)
    for status in (Status.REJECTED, Status.VOIDED):
        with pytest.raises(ConflictError, match="ended"):
            check_evaluator(replace(DONE, status=status), LI.who, Evaluation.NONE)


def test_who_is_linked_to_a_volunteer_is_no_namesake_of_theirs() -> None:
    namesake = replace(ZHOU, who=Identity(("赵一", "赵一"), OTHER_ZHAO, "赵 一"))
    check_first(WAITING, namesake)
    with pytest.raises(ForbiddenError, match="own_record"):
        check_first(replace(WAITING, volunteer=OTHER_ZHAO), namesake)


def test_who_took_part_in_an_activity_doesnt_evaluate_it() -> None:
    beside = [(ZHAO, "赵一"), (UUID(int=24), "周 干事")]
    check_not_beside(LI.who, beside)
    for who in (ZHOU.who, Identity(("书记",), ZHAO, "赵一")):
        with pytest.raises(ForbiddenError, match="took_part"):
            check_not_beside(who, beside)


def test_hours_are_lowered_to_one_at_least_with_a_reason() -> None:
    assert lowered(3, 1, "提前离开") == 1
    for to in (0, 3, 4):
        with pytest.raises(InvalidError, match="not_lower"):
            lowered(3, to, "提前离开")
    with pytest.raises(InvalidError, match="needs_reason"):
        lowered(3, 2, " ")


@pytest.mark.parametrize(
    ("text", "hours"), [("", None), (" ", None), ("2", 2), (" 2 ", 2), ("２", 2), ("0", 0)]
)
def test_hours_are_read_in_any_width_of_figures(text: str, hours: int | None) -> None:
    assert hours_typed(text, " " if hours is None else "早退") == hours


@pytest.mark.parametrize("text", ["²", "abc", "-1", "1.5", "两", "9" * 5000])
def test_what_is_no_whole_number_never_passes_for_not_lowered(text: str) -> None:
    with pytest.raises(InvalidError, match="hours_not_whole"):
        hours_typed(text, "早退")


def test_a_reason_alone_never_passes_for_not_lowered() -> None:
    with pytest.raises(InvalidError, match="lowering_needs_hours"):
        hours_typed(" ", "早退")


def test_before_the_signed_slip_is_here_nobody_certifies_or_evaluates() -> None:
    reported = replace(WAITING, waits_for=SIGNATURE)
    with pytest.raises(ConflictError, match="slip_missing"):
        check_first(reported, LI)
    with pytest.raises(ConflictError, match="slip_missing"):
        check_evaluator(reported, LI.who, Evaluation.NONE)
    with pytest.raises(ConflictError, match="first_officer_missing"):
        check_second(reported, ZHOU)


def test_an_officer_files_the_slip_of_another_once() -> None:
    reported = replace(WAITING, waits_for=SIGNATURE)
    check_slip(reported, LI.who, "ab" * 32)
    with pytest.raises(InvalidError, match="needs_slip"):
        check_slip(reported, LI.who, "")
    with pytest.raises(ForbiddenError, match="own_record"):
        check_slip(reported, Identity(("李文书",), ZHAO, "赵一"), "ab" * 32)
    with pytest.raises(ConflictError, match="slip_not_wanted"):
        check_slip(WAITING, LI.who, "ab" * 32)
    with pytest.raises(ConflictError, match="not_submitted"):
        check_slip(replace(reported, status=Status.REJECTED), LI.who, "ab" * 32)
