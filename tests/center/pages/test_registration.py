"""The approval desk: one after another by keys or many at once, each refusal at its field."""

from __future__ import annotations

import io
from datetime import date
from uuid import UUID

import openpyxl
import pytest
from uuid_utils.compat import uuid7

from center.models.registration import Registration
from tests.center.bureau import A, B, Bureau
from tests.center.pages.reader import Reader, value, words


def seen(officer: Reader, id: UUID, **more: str) -> dict[str, str]:
    """What the form of a registration sends besides the decision."""
    page = officer.get(f"/registrations/{id}")
    names = ("version", "_seen", "_next", "_form")
    return {name: value(page, name) for name in names} | more


def test_the_queue_shows_its_first_and_what_matters_of_it(bureau: Bureau, officer: Reader) -> None:
    bureau.register(A, name="王娟", applied_on=date(2025, 1, 10))
    bureau.register(B, name="李强", applied_on=date(2025, 1, 12), free_times=["6-morning", "平时"])
    page = officer.page("/registrations")
    assert "2 份待审" in page
    assert "批准王娟" in page
    second = officer.get("/registrations").text.partition('data-key="j"')[0]
    assert "周六上午、平时" in officer.page(second.rpartition('href="')[2].split('"')[0])


def test_an_approval_opens_the_next(bureau: Bureau, officer: Reader) -> None:
    first = bureau.register(A, name="王娟", applied_on=date(2025, 1, 10))
    second = bureau.register(B, name="李强", applied_on=date(2025, 1, 12))
    sent = seen(officer, first, decision="approved")
    answer = officer.post(f"/registrations/{first}/decision?show=waiting", sent)
    assert answer.headers["Location"] == f"/registrations/{second}?show=waiting"
    assert "已批准王娟" in officer.follow(answer)
    assert bureau.get(Registration, first).status == "approved"
    sent = seen(officer, second, decision="approved")
    answer = officer.post(f"/registrations/{second}/decision", sent)
    assert answer.headers["Location"] == "/registrations"
    assert "都审完了" in officer.follow(answer)


@pytest.mark.parametrize("word", ["returned", "rejected"])
def test_a_no_wants_a_reason_at_its_field(bureau: Bureau, officer: Reader, word: str) -> None:
    id = bureau.register()
    answer = officer.post(f"/registrations/{id}/decision", seen(officer, id, decision=word))
    assert answer.status_code == 422
    assert 'id="f-reason-e"' in answer.text
    assert "都要写明理由" in words(answer)
    sent = seen(officer, id, decision=word, reason="照片看不清")
    officer.follow(officer.post(f"/registrations/{id}/decision", sent))
    found = bureau.get(Registration, id)
    assert (found.status, found.reason) == (word, "照片看不清")
    page = officer.page(f"/registrations/{id}")
    assert "“照片看不清”" in page


def test_a_newer_version_is_not_decided_unseen_and_what_was_typed_stays(
    bureau: Bureau, officer: Reader
) -> None:
    id, who = uuid7(), uuid7()
    bureau.register(registration=id, volunteer=who)
    sent = seen(officer, id, decision="returned", reason="写一半的理由")
    bureau.register(registration=id, volunteer=who, version=2)
    answer = officer.post(f"/registrations/{id}/decision", sent)
    assert answer.status_code == 422
    assert "先做了：工作站送审" in words(answer)
    assert ">写一半的理由</textarea>" in answer.text
    del sent["_seen"]
    answer = officer.post(f"/registrations/{id}/decision", sent)
    assert "您看到的是第 1 版，现在是第 2 版" in words(answer)
    assert bureau.get(Registration, id).status == "submitted"


def test_the_same_number_stands_side_by_side_and_bars_the_approval(
    bureau: Bureau, officer: Reader
) -> None:
    bureau.volunteer(B, name="林小雨", digest="w1:same")
    id = bureau.register(A, name="林晓雨", digest="w1:same")
    page = officer.page(f"/registrations/{id}")
    assert "同一身份证号另有 1 份登记" in page
    assert "站02" in page
    assert "现在不能批准" in page
    assert "批准林晓雨" not in page
    answer = officer.post(f"/registrations/{id}/decision", seen(officer, id, decision="approved"))
    assert answer.status_code == 422
    assert "改办调动" in words(answer)


def test_a_transfer_asked_for_is_shown_beside(bureau: Bureau, officer: Reader) -> None:
    bureau.volunteer(B, digest="w1:same")
    transfer = uuid7()
    data = {"transfer": transfer, "station": A, "name": "王娟", "digest": "w1:same"}
    bureau.receive("transfer.asked", A, data | {"asked_on": date(2025, 2, 1)})
    id = bureau.register(A, digest="w1:same")
    page = officer.get(f"/registrations/{id}")
    assert "有人提出调动" in words(page)
    assert f"/transfers/{transfer}" in page.text


def test_a_paper_claim_is_confirmed_with_the_paper_s_day(bureau: Bureau, officer: Reader) -> None:
    id = bureau.claim(name="赵敏")
    page = officer.page("/registrations?show=claims")
    assert "纸质审批：2024-06-01 通过" in page
    answer = officer.post(f"/registrations/{id}/decision", seen(officer, id, decision="confirmed"))
    assert "已确认赵敏的纸质审批" in officer.follow(answer)
    found = bureau.get(Registration, id)
    assert (found.approval_date, found.decision_origin) == (date(2024, 6, 1), "paper")


def test_a_claim_that_is_none_is_refused_over_the_form(bureau: Bureau, officer: Reader) -> None:
    id = bureau.register()
    answer = officer.post(f"/registrations/{id}/decision", seen(officer, id, decision="confirmed"))
    assert answer.status_code == 422
    assert "没有附纸质审批结果" in words(answer)


def test_all_claims_at_once_if_they_are_still_as_many(bureau: Bureau, officer: Reader) -> None:
    ids = [bureau.claim(A), bureau.claim(B), bureau.claim(B, decision="rejected")]
    page = officer.get("/registrations/claims")
    assert "确认这 3 份纸质审批？" in words(page)
    sent = {"decision": "confirmed", "count": "2", "station": ""}
    answer = officer.post("/registrations/all-decisions", sent)
    assert answer.status_code == 422
    assert "与确认的 2 条不符" in words(answer)
    done = officer.post("/registrations/all-decisions", sent | {"count": "3"})
    assert "办成 3 条，没办成 0 条" in words(done)
    statuses = [bureau.get(Registration, id).status for id in ids]
    assert statuses == ["approved", "approved", "rejected"]


def test_only_those_without_doubt_are_approved_together(bureau: Bureau, officer: Reader) -> None:
    plain = bureau.register(A)
    sick = bureau.register(A, health=False)
    twice = [bureau.register(A, digest="w1:x"), bureau.register(B, digest="w1:x")]
    paper = bureau.claim(A)
    assert "批准这 1 份登记？" in officer.page("/registrations/undoubted")
    sent = {"decision": "approved", "count": "1", "station": A}
    done = officer.post("/registrations/all-decisions", sent)
    assert "办成 1 条" in words(done)
    assert bureau.get(Registration, plain).status == "approved"
    for id in (sick, *twice, paper):
        assert bureau.get(Registration, id).status == "submitted"


def test_those_ticked_come_to_a_result_each(bureau: Bureau, officer: Reader) -> None:
    good = bureau.register(A, name="王娟")
    twice = bureau.register(A, name="李强", digest="w1:x")
    bureau.register(B, digest="w1:x")
    ticked = {"ids": [str(good), str(twice), "nonsense"], "decision": "approved"}
    page = officer.post("/registrations/confirmation", ticked)
    assert "批准这 2 份登记？" in words(page)
    assert bureau.get(Registration, good).status == "submitted"
    sent = ticked | {"ids": ticked["ids"][:2], "count": "2"}
    sent |= {"versions": [f"{good}:1", f"{twice}:1"]}
    done = words(officer.post("/registrations/decisions", sent))
    assert "办成 1 条，没办成 1 条" in done
    assert "李强 同一身份证号另有 1 份登记" in done


def test_of_those_ticked_none_is_decided_in_a_version_that_was_not_seen(
    bureau: Bureau, officer: Reader
) -> None:
    id, who = uuid7(), uuid7()
    bureau.register(registration=id, volunteer=who)
    bureau.register(registration=id, volunteer=who, version=2)
    sent = {"ids": [str(id)], "versions": [f"{id}:1"], "count": "1", "decision": "approved"}
    assert "现在是第 2 版" in words(officer.post("/registrations/decisions", sent))
    assert bureau.get(Registration, id).status == "submitted"


def test_many_are_returned_for_one_reason(bureau: Bureau, officer: Reader) -> None:
    ids = [str(bureau.register(A)), str(bureau.register(B))]
    sent = {"ids": ids, "count": "2", "decision": "returned"}
    page = words(officer.post("/registrations/decisions", sent | {"reason": ""}))
    assert "没办成 2 条" in page
    page = words(officer.post("/registrations/decisions", sent | {"reason": "缺照片"}))
    assert "办成 2 条" in page
    assert {bureau.get(Registration, UUID(id)).reason for id in ids} == {"缺照片"}


def test_nothing_ticked_says_so_and_changes_nothing(bureau: Bureau, officer: Reader) -> None:
    bureau.register()
    answer = officer.post("/registrations/confirmation", {"decision": "approved"})
    assert "先勾选要办的登记" in officer.follow(answer)
    answer = officer.post("/registrations/decisions", {"decision": "approved", "count": "1"})
    assert answer.status_code == 422


def test_a_queue_goes_out_as_excel(bureau: Bureau, officer: Reader) -> None:
    bureau.register(A, name="王娟")
    bureau.decide(bureau.register(B, name="石磊"), "rejected", "不在花名册上")
    answer = officer.get("/registrations?show=rejected&format=xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.values)
    assert rows[0][:2] == ("姓名", "工作站")
    assert [row[0] for row in rows[1:]] == ["石磊"]
    assert "不在花名册上" in rows[1]


def test_a_decision_without_the_token_is_refused(bureau: Bureau, officer: Reader) -> None:
    id = bureau.register()
    sent = seen(officer, id, decision="approved")
    assert officer.post(f"/registrations/{id}/decision", sent, token=False).status_code == 403
    assert bureau.get(Registration, id).status == "submitted"


def test_an_unknown_registration_and_an_unknown_word_are_refused(
    bureau: Bureau, officer: Reader
) -> None:
    assert officer.get(f"/registrations/{uuid7()}").status_code == 404
    id = bureau.register()
    sent = seen(officer, id, decision="forgotten")
    assert officer.post(f"/registrations/{id}/decision", sent).status_code == 422
