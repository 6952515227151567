"""The personal file: read back as it was made; anything else is not trusted."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from shared.errors import UntrustedError
from station.domain.personal_file import Person, PersonalFile, YearTotal, merged

YEAR = YearTotal("station:01-1", 2024, 10, 8, 8, 40)
FILE = PersonalFile(
    volunteer=UUID(int=1),
    status="approved",
    approval_date="2024-03-10",
    approval_origin="paper",
    person=Person("安·安", "1", "female", "2", "2005-05-05", "1980-01-01", "教师"),
    registration={"id": "3"},
    card=None,
    years=(YEAR,),
)


def test_a_file_is_read_as_it_was_made() -> None:
    assert PersonalFile.from_json(FILE.to_json()) == FILE


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"volunteer": "x"}'])
def test_anything_else_is_not_trusted(text: str) -> None:
    with pytest.raises(UntrustedError, match=r"transfer\.bad_file"):
        PersonalFile.from_json(text)


def test_ones_own_totals_replace_older_ones_of_the_same_station_and_year() -> None:
    own = replace(YEAR, hours=12)
    other = replace(YEAR, station="station:01-0")
    assert merged([YEAR, other], [own]) == (other, own)
