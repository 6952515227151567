"""The registration form: what it must say, what is a claim, what is to be completed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shared.errors import ConflictError, InvalidError
from station.domain.registration_form import (
    Completion,
    RegistrationForm,
    check,
    check_completion,
    consents,
    from_paper,
    is_claim,
    to_complete,
)

TODAY = date(2025, 1, 2)
FORM = RegistrationForm(
    TODAY, ("书法",), ("convenience",), ("6-morning",), {"sensitive": True, "naming": True}
)


def test_a_whole_form_passes() -> None:
    check(FORM, TODAY)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (replace(FORM, id_card_seen=False), "registration.originals_not_seen"),
        (replace(FORM, party_card_seen=False), "registration.originals_not_seen"),
        (replace(FORM, consents={"naming": True}), "registration.consent_needed"),
        (replace(FORM, applied_on=date(2025, 1, 3)), "registration.in_future"),
        (replace(FORM, categories=("nothing",)), "registration.bad_category"),
    ],
)
def test_a_form_that_lacks_something_is_refused(changed: RegistrationForm, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        check(changed, TODAY)
    assert refused.value.code == code


def test_each_consent_stands_with_the_version_of_its_text() -> None:
    assert consents(FORM)["naming"] == {"given": True, "text": "1", "how": "in_person"}
    assert consents(FORM)["photos"]["given"] is False


def test_a_sheets_row_gives_the_data_consent_on_paper_alone() -> None:
    paper = from_paper(TODAY, (), (), ())
    check(paper, TODAY)
    given = {name: kept["given"] for name, kept in consents(paper).items()}
    assert given == {"sensitive": True, "naming": False, "photos": False}
    assert {kept["how"] for kept in consents(paper).values()} == {"paper"}


@pytest.mark.parametrize(
    ("decided_on", "door_open", "claim"),
    [
        (date(2024, 12, 31), True, True),
        (date(2025, 1, 1), True, False),
        (date(2024, 12, 31), False, False),
    ],
)
def test_a_claim_was_decided_before_the_station_opened(
    decided_on: date, door_open: bool, claim: bool
) -> None:
    assert is_claim(decided_on, date(2025, 1, 1), door_open=door_open) is claim


def test_what_is_to_be_completed_is_named() -> None:
    assert to_complete(True, True, "in_person") == ["photo"]
    assert to_complete(False, False, "paper") == [
        *("photo", "consent_naming", "consent_photos", "health", "conduct"),
    ]


def test_a_form_from_paper_is_completed_in_person() -> None:
    whole = Completion({"sensitive": True, "naming": True}, True, True, True, True)
    check_completion("paper", whole)
    with pytest.raises(ConflictError, match="complete"):
        check_completion("in_person", whole)
    for changed in (replace(whole, id_card_seen=False), replace(whole, party_card_seen=False)):
        with pytest.raises(InvalidError, match="originals_not_seen"):
            check_completion("paper", changed)
    with pytest.raises(InvalidError, match="consent_needed"):
        check_completion("paper", replace(whole, consents={"naming": True}))
