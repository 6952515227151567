"""The kinds of what a center tells, as they stand on the wire for ever."""

from __future__ import annotations

from shared.domain.notice import Kind


def test_the_words_of_the_kinds_are_those_of_the_wire() -> None:
    assert {str(kind) for kind in Kind} == {
        "exemption.granted",
        "exemption.withdrawn",
        "report.reminded",
        "station.closed",
        "station.reopened",
    }
