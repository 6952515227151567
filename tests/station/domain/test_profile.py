"""What a profile may say, and which consents may be taken back."""

from __future__ import annotations

from datetime import date

import pytest

from shared.errors import ConflictError, InvalidError
from station.domain.profile import Given, ProfileChange, changed_consents

PAPER = {"given": False, "text": "1", "how": "paper"}
KEPT = {"sensitive": PAPER | {"given": True}, "naming": PAPER, "photos": PAPER}
TODAY = Given(date(2025, 3, 4), "李文书")


def test_what_is_not_named_stays() -> None:
    assert ProfileChange().values() == {}


def test_one_main_post_and_several_service_posts_once_each() -> None:
    change = ProfileChange(
        post=" 语文  教师 ",
        service_posts=("义务维修", "家政受理", " 义务维修 ", ""),
        specialties=("书法",),
        categories=("convenience", "civic_education", "convenience"),
        free_times=("6-evening", "6-morning"),
    )
    assert change.values() == {
        "post": "语文 教师",
        "service_posts": ["义务维修", "家政受理"],
        "specialties": ["书法"],
        "categories": ["civic_education", "convenience"],
        "free_times": ["6-morning", "6-evening"],
    }
    assert ProfileChange(post=" ", service_posts=()).values() == {"post": "", "service_posts": []}


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        (ProfileChange(post="长" * 61), "profile.words_form", "post"),
        (ProfileChange(specialties=("长" * 61,)), "profile.words_form", "specialties"),
        (
            ProfileChange(service_posts=tuple(f"岗{n}" for n in range(31))),
            *("profile.words_form", "service_posts"),
        ),
        (ProfileChange(categories=("nothing",)), "registration.bad_category", "categories"),
        (ProfileChange(free_times=("长" * 61,)), "free_time.words_form", "free_times"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_field(
    change: ProfileChange, code: str, field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        change.values()
    assert (refused.value.code, refused.value.values["field"]) == (code, field)


def test_a_consent_is_given_later_with_its_day_and_taken_back_again() -> None:
    given = changed_consents(KEPT, {"naming": True, "photos": False}, TODAY)
    told = {"text": "1", "how": "in_person", "on": "2025-03-04", "by": "李文书"}
    assert given == KEPT | {"naming": {"given": True, **told}}
    later = Given(date(2025, 4, 1), "安安", "own_account")
    back = changed_consents(given, {"naming": False, "sensitive": True}, later)
    assert back["naming"] == {
        **{"given": False, "text": "1"},
        **{"how": "own_account", "on": "2025-04-01", "by": "安安"},
    }
    assert back["sensitive"] == KEPT["sensitive"]


def test_without_the_data_consent_nobody_stays_a_volunteer() -> None:
    with pytest.raises(ConflictError, match="leaves_without_consent"):
        changed_consents(KEPT, {"sensitive": False}, TODAY)
    with pytest.raises(InvalidError, match="unknown_consent"):
        changed_consents(KEPT, {"everything": True}, TODAY)
