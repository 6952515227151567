"""Times in service."""

from __future__ import annotations

from datetime import date

from shared.domain.registration import Interval, is_in_service


def test_a_day_within_a_suspension_or_after_leaving_is_out_of_service() -> None:
    served = (
        Interval(date(2024, 3, 10), date(2024, 12, 31)),
        Interval(date(2025, 3, 1)),
    )
    assert not is_in_service(date(2024, 3, 9), served)
    assert is_in_service(date(2024, 3, 10), served)
    assert is_in_service(date(2024, 12, 31), served)
    assert not is_in_service(date(2025, 2, 1), served)
    assert is_in_service(date(2030, 1, 1), served)
