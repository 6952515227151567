"""What may be asked of Open311's list, and what a posted request says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from shared.domain.contact import Contact
from shared.domain.geo_report import MOST_NAMED, SPAN, STATUSES, contact_of, id_of, query_of
from shared.errors import InvalidError

NOW = datetime(2026, 11, 4, 1, tzinfo=UTC)
POSTED = {"address_string": " 建设路18号 ", "description": " 水管漏了 "}


def test_nothing_asked_is_the_last_ninety_days() -> None:
    query = query_of({}, NOW)
    assert (query.ids, query.items, query.statuses) == (None, frozenset(), STATUSES)
    assert (query.start, query.end) == (NOW - SPAN, NOW)


def test_ids_make_all_else_unread() -> None:
    asked = {"service_request_id": f"{UUID(int=7)}, x ,,{UUID(int=7)}", "start_date": "never"}
    assert query_of(asked, NOW).ids == (UUID(int=7),)
    assert query_of({"service_request_id": "x"}, NOW).ids == ()
    assert id_of("7K3M92QF") is None


def test_items_and_statuses_are_lists() -> None:
    query = query_of({"service_code": "repair, errand", "status": "Closed"}, NOW)
    assert query.items == {"repair", "errand"}
    assert query.statuses == {"closed"}
    assert query_of({"status": "open,closed"}, NOW).statuses == STATUSES


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-11-01T00:00:00Z", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-01T08:00:00+08:00", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-01T08:00:00 08:00", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-01T08:00:00", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-01", datetime(2026, 10, 31, 16, tzinfo=UTC)),
    ],
)
def test_dates_are_read_as_programs_write_them(text: str, read: datetime) -> None:
    assert query_of({"start_date": text, "end_date": "2026-11-02"}, NOW).start == read
    assert query_of({"start_date": text}, NOW).end == read + SPAN
    assert query_of({"end_date": text}, NOW).start == read - SPAN


@pytest.mark.parametrize("text", ["x", "0001-01-01T00:00:00+14:00", "9999-12-31", "2026-13-01"])
def test_other_dates_are_refused(text: str) -> None:
    for name in ("start_date", "end_date"):
        with pytest.raises(InvalidError) as refused:
            query_of({name: text}, NOW)
        assert (refused.value.code, refused.value.values["field"]) == ("open311.date", name)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"status": "lost"}, "open311.status"),
        ({"service_code": ",".join(map(str, range(MOST_NAMED + 1)))}, "open311.many_named"),
        ({"start_date": "2026-01-01", "end_date": "2026-04-02"}, "open311.span"),
        ({"start_date": "2026-01-02", "end_date": "2026-01-01"}, "open311.span"),
    ],
)
def test_what_is_too_much_or_makes_no_sense_is_refused(asked: dict[str, str], code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        query_of(asked, NOW)
    assert refused.value.code == code


def test_ninety_days_and_fifty_are_still_taken() -> None:
    first = datetime(2026, 1, 1, tzinfo=UTC)
    asked = {"start_date": first.isoformat(), "end_date": (first + SPAN).isoformat()}
    assert query_of(asked, NOW).end - query_of(asked, NOW).start == timedelta(days=90)
    assert len(query_of({"service_code": ",".join(map(str, range(MOST_NAMED)))}, NOW).items) == 50


def test_a_post_is_a_contact() -> None:
    who = {"first_name": "桂芳", "last_name": "郑", "phone": "138 1234 6021", "email": "a@b.cn"}
    contact = contact_of(POSTED | who)
    assert contact == Contact("郑桂芳", "138 1234 6021", "建设路18号", "水管漏了")
    assert contact_of(POSTED) == Contact("", "", "建设路18号", "水管漏了")
    assert contact_of(POSTED | {"first_name": "Ann", "last_name": "Lee"}).name == "Ann Lee"
    assert contact_of(POSTED | {"last_name": "Lee"}).name == "Lee"


def test_a_place_may_be_an_id_or_a_point() -> None:
    words = {"description": "水管漏了"}
    assert contact_of(words | {"address_id": "A7"}).address == "A7"
    assert contact_of(words | {"lat": "39.6", "long": "118.2"}).address == "39.6, 118.2"


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"description": "水管漏了"}, "open311.no_place"),
        ({"description": "水管漏了", "lat": "39.6"}, "open311.no_place"),
        ({"address_string": "建设路18号"}, "open311.no_words"),
        ({"address_string": "建设路18号", "description": "  "}, "open311.no_words"),
    ],
)
def test_a_post_without_place_or_words_is_refused(form: dict[str, str], code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        contact_of(form)
    assert refused.value.code == code
