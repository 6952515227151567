"""A volunteer's move from one station to another."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from center.actions.transfer import decide_transfer, decide_transfers
from center.domain.decision import Decision
from center.models.registration import Registration
from center.models.transfer import Transfer
from center.models.volunteer import Volunteer
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tests.center.bureau import ASSOCIATION, OFFICER, A, B, Bureau
from tests.center.refusal import refused

DIGEST = "w1:anne"


def ask(bureau: Bureau, station: str = B, **more: Any) -> UUID:
    data = {
        "transfer": uuid4(),
        "station": station,
        "name": "王娟",
        "digest": DIGEST,
        "asked_on": date(2025, 2, 3),
        **more,
    }
    bureau.receive("transfer.asked", more.get("sender", station), data)
    return UUID(str(data["transfer"]))


def decide(bureau: Bureau, id: UUID, word: str = "approved", reason: str = "") -> None:
    with bureau.writing() as session:
        decide_transfer(session, OFFICER, bureau.now, id, Decision(word, reason))


def statement(bureau: Bureau, id: UUID, who: UUID, sender: str = A, to: str = B) -> None:
    data = {"transfer": id, "volunteer": who, "to_station": to, "sealed": "jwe"}
    bureau.receive("transfer.statement", sender, data)


def test_an_approved_transfer_moves_the_volunteer_and_keeps_the_approval_date(
    bureau: Bureau,
) -> None:
    who = bureau.volunteer(digest=DIGEST, on=date(2025, 1, 2))
    pending = bureau.register(B, digest=DIGEST)
    id = ask(bureau)
    ask(bureau, transfer=id)
    found = bureau.get(Transfer, id)
    assert (found.status, found.volunteer, found.from_station) == ("asked", who, A)
    decide(bureau, id)
    person = bureau.get(Volunteer, who)
    assert (person.station, person.approval_date) == (B, date(2025, 1, 2))
    for station in (A, B):
        told = bureau.sent("transfer.decided", station)[0]
        assert (told["decision"], told["volunteer"]) == ("approved", str(who))
        assert (told["from_station"], told["to_station"]) == (A, B)
    up = bureau.sent("volunteer.approved", ASSOCIATION)
    assert [(told["station"], told["approval_date"]) for told in up] == [
        (A, "2025-01-02"),
        (B, "2025-01-02"),
    ]
    assert bureau.get(Registration, pending).status == "rejected"
    assert len(bureau.audited("transfer.approved")) == 1
    with refused(ConflictError, "transfer.not_movable"):
        decide(bureau, id, "refused", "反悔")


def test_the_sealed_file_is_relayed_once_to_the_new_station(bureau: Bureau) -> None:
    who = bureau.volunteer(digest=DIGEST)
    id = ask(bureau)
    with refused(ConflictError, "transfer.not_movable"):
        statement(bureau, id, who)
    decide(bureau, id)
    with refused(ForbiddenError, "transfer.other_station"):
        statement(bureau, id, who, sender=B)
    with refused(NotFoundError, "transfer.unknown"):
        statement(bureau, uuid4(), who)
    statement(bureau, id, who)
    statement(bureau, id, who)
    assert [told["sealed"] for told in bureau.sent("transfer.statement", B)] == ["jwe"]
    assert bureau.get(Transfer, id).status == "completed"


def test_after_the_move_the_new_station_speaks_of_the_volunteer(bureau: Bureau) -> None:
    who = bureau.volunteer(digest=DIGEST)
    decide(bureau, ask(bureau))
    data = {"volunteer": who, "left_on": date(2025, 3, 1), "reason": "retired"}
    with refused(ForbiddenError, "volunteer.other_station"):
        bureau.receive("volunteer.left", A, data)
    registration = bureau.get(Volunteer, who).registration
    bureau.decide(registration, "suspended", "借调")
    assert bureau.sent("registration.decided", B)[-1]["decision"] == "suspended"
    bureau.receive("volunteer.left", B, data)
    assert bureau.get(Volunteer, who).status == "left"


def test_a_refusal_needs_a_reason_and_moves_nobody(bureau: Bureau) -> None:
    who = bureau.volunteer(digest=DIGEST)
    id = ask(bureau)
    with refused(InvalidError, "decision.no_reason"):
        decide(bureau, id, "refused")
    decide(bureau, id, "refused", "原站不同意")
    assert bureau.get(Volunteer, who).station == A
    assert bureau.sent("transfer.decided", A)[0]["reason"] == "原站不同意"


def test_who_is_unknown_here_can_only_be_refused_unless_approved_meanwhile(
    bureau: Bureau,
) -> None:
    id, other = ask(bureau), ask(bureau)
    with refused(ConflictError, "transfer.volunteer_unknown"):
        decide(bureau, id)
    decide(bureau, other, "refused", "查无此人")
    assert bureau.sent("transfer.decided", B)[0]["volunteer"] is None
    who = bureau.volunteer(digest=DIGEST)
    decide(bureau, id)
    assert bureau.get(Volunteer, who).station == B


def test_nobody_is_moved_to_where_they_serve(bureau: Bureau) -> None:
    bureau.volunteer(digest=DIGEST)
    with refused(ConflictError, "transfer.already_here"):
        ask(bureau, A)
    first, second = ask(bureau), ask(bureau)
    decide(bureau, first)
    with refused(ConflictError, "transfer.already_here"):
        decide(bureau, second)


def test_only_known_stations_ask_and_for_themselves(bureau: Bureau) -> None:
    with refused(NotFoundError, "station.unknown"):
        ask(bureau, "station:01-9")
    with refused(ForbiddenError, "message.other_station"):
        ask(bureau, B, sender=A)


def test_several_transfers_are_decided_at_once_with_a_result_a_row(bureau: Bureau) -> None:
    who = bureau.volunteer(digest=DIGEST)
    known, unknown = ask(bureau), ask(bureau, digest="w1:nobody")
    with bureau.writing() as session:
        word = (Decision("approved"), 2)
        rows = decide_transfers(session, OFFICER, bureau.now, [unknown, known], word)
    codes = [row.refusal.code if row.refusal else None for row in rows]
    assert codes == ["transfer.volunteer_unknown", None]
    assert bureau.get(Volunteer, who).station == B
