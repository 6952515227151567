"""Which number a certificate bears, and what decisions do to it."""

import pytest

from association.domain.certificate import ends, is_wanted, number
from shared.domain.star_decision import Status


def test_a_number_names_association_and_year_of_the_star() -> None:
    assert number("13", 2025, 7) == "13-S2025-00007"
    assert number("13", 2025, 123456) == "13-S2025-123456"


@pytest.mark.parametrize(
    ("decision", "star", "certified", "wanted", "ended"),
    [
        (Status.APPROVED, 2, None, True, False),
        (Status.HELD, 0, None, False, False),
        (Status.DECLINED, 0, None, False, False),
        (Status.KEPT, 2, 2, False, False),
        (Status.KEPT, 2, None, True, False),
        (Status.LOWERED, 1, 2, True, True),
        (Status.REVOKED, 0, 2, False, True),
        (Status.REVOKED, 0, None, False, False),
    ],
)
def test_a_certificate_follows_the_star_that_stands(
    decision: Status, star: int, certified: int | None, wanted: bool, ended: bool
) -> None:
    assert is_wanted(decision, star, certified) is wanted
    assert ends(decision, star, certified) is ended
