"""Results of a bulk act: one a row, a refused row says why, the done ones are counted."""

from __future__ import annotations

from uuid import UUID

from shared.web.bulk import RowsSchema, results, row

A, B = UUID(int=1), UUID(int=2)
OWN = {"card.already_valid": "已有义工证 {number}。"}


def test_a_refused_row_says_why_in_the_tiers_own_sentence() -> None:
    assert row(OWN, A, "card.already_valid", {"number": "13-2025-00001"}) == {
        "id": A,
        "outcome": "refused",
        "code": "card.already_valid",
        "sentence": "已有义工证 13-2025-00001。",
    }


def test_a_done_row_has_neither_code_nor_sentence() -> None:
    assert row(OWN, A) == {"id": A, "outcome": "done", "code": "", "sentence": ""}


def test_one_refused_row_hides_no_other_and_keeps_its_place() -> None:
    answer = results([row(OWN, B, "card.already_valid"), row(OWN, A)])
    assert [item["id"] for item in answer["items"]] == [B, A]
    assert (answer["total"], answer["done"]) == (2, 1)
    assert RowsSchema().dump(answer)["items"][0]["outcome"] == "refused"


def test_nothing_asked_is_nothing_done() -> None:
    assert results([]) == {"items": [], "total": 0, "done": 0}
