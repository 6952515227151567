"""Leaving and coming back, cards and stars on their way."""

from datetime import UTC, date, datetime
from uuid import uuid4

from center.database import db
from center.models.registration import Registration
from center.models.volunteer import Card, Star, Volunteer, cards
from shared.errors import ForbiddenError, NotFoundError
from shared.federation.proof import check_seal
from tests.center.bureau import ASSOCIATION, A, B, Bureau
from tests.center.refusal import refused


def leave(bureau: Bureau, who: object, station: str = A) -> None:
    data = {"volunteer": who, "left_on": date(2025, 2, 1), "reason": "retired"}
    bureau.receive("volunteer.left", station, data, subject=f"volunteer:{who}")


def test_who_left_is_told_to_the_association_once(bureau: Bureau) -> None:
    who = bureau.volunteer()
    leave(bureau, who)
    leave(bureau, who)
    person = bureau.get(Volunteer, who)
    assert (person.status, person.left_on, person.left_reason) == (
        "left",
        date(2025, 2, 1),
        "retired",
    )
    assert bureau.get(Registration, person.registration).status == "left"
    assert len(bureau.sent("volunteer.left", ASSOCIATION)) == 1
    assert len(bureau.audited("volunteer.leave")) == 1


def test_only_where_one_serves_one_leaves(bureau: Bureau) -> None:
    who = bureau.volunteer()
    with refused(ForbiddenError, "volunteer.other_station"):
        leave(bureau, who, B)
    with refused(NotFoundError, "volunteer.unknown"):
        leave(bureau, uuid4())


def test_who_comes_back_keeps_the_id_and_has_a_new_approval_date(bureau: Bureau) -> None:
    id, who = uuid4(), uuid4()
    bureau.volunteer(volunteer=who, registration=id, digest="w1:back")
    leave(bureau, who)
    bureau.register(volunteer=who, registration=id, version=2, digest="w1:back")
    bureau.now = datetime(2025, 5, 6, tzinfo=UTC)
    bureau.decide(id)
    person = bureau.get(Volunteer, who)
    assert (person.status, person.left_on) == ("approved", None)
    assert (person.approval_date, person.first_approved) == (date(2025, 5, 6), date(2025, 1, 1))


def issue(bureau: Bureau, who: object, **more: object) -> None:
    data = {
        "card": uuid4(),
        "number": "13-2025-00001",
        "volunteer": who,
        "station": A,
        "issued_on": date(2025, 2, 3),
        **more,
    }
    bureau.receive("card.issued", ASSOCIATION, data)


def test_a_card_goes_down_as_the_association_signed_it(bureau: Bureau) -> None:
    who, card = bureau.volunteer(), uuid4()
    issue(bureau, who, card=card)
    row = bureau.rows("card.issued", A)[0]
    assert b'"from":"association:13"' in (row.body or b"")
    check_seal(row.seal or "", row.body or b"", bureau.key_of(ASSOCIATION))
    issue(bureau, who, card=card)
    assert len(bureau.rows("card.issued", A)) == 1
    assert bureau.get(Card, card).number == "13-2025-00001"


def test_a_card_for_someone_unknown_waits(bureau: Bureau) -> None:
    with refused(NotFoundError, "volunteer.unknown"):
        issue(bureau, uuid4())


def test_the_hand_over_goes_up(bureau: Bureau) -> None:
    who, card = bureau.volunteer(), uuid4()
    data = {"card": card, "volunteer": who, "handed_on": date(2025, 2, 4), "badge": True}
    with refused(NotFoundError, "card.unknown"):
        bureau.receive("card.handed_over", A, data)
    issue(bureau, who, card=card)
    bureau.receive("card.handed_over", A, data)
    held = bureau.get(Card, card)
    assert (held.handed_on, held.badge) == (date(2025, 2, 4), True)
    assert bureau.sent("card.handed_over", ASSOCIATION)[0]["badge"] is True
    with refused(ForbiddenError, "volunteer.other_station"):
        bureau.receive("card.handed_over", B, data)


def test_a_loss_goes_up_and_another_card_comes_down(bureau: Bureau) -> None:
    who, card, new = bureau.volunteer(), uuid4(), uuid4()
    lost = {"card": card, "volunteer": who, "lost_on": date(2025, 2, 4), "reason": "lost"}
    with refused(NotFoundError, "card.unknown"):
        bureau.receive("card.lost", A, lost)
    issue(bureau, who, card=card)
    bureau.receive("card.lost", A, lost)
    held = bureau.get(Card, card)
    assert (held.status, held.lost_on, held.lost_reason) == ("valid", date(2025, 2, 4), "lost")
    assert bureau.sent("card.lost", ASSOCIATION)[0]["lost_on"] == "2025-02-04"
    with refused(ForbiddenError, "volunteer.other_station"):
        bureau.receive("card.lost", B, lost)
    issue(bureau, who, card=new, number="13-2025-00002")
    revoke(bureau, who, card, replaced_by=new)
    revoke(bureau, who, card, replaced_by=new)
    held = bureau.get(Card, card)
    assert (held.status, held.replaced_by, held.revoked_reason) == ("replaced", new, "遗失补发。")
    [row] = bureau.rows("card.revoked", A)
    check_seal(row.seal or "", row.body or b"", bureau.key_of(ASSOCIATION))
    assert cards(db.session(), [who])[who].number == "13-2025-00002"
    db.session().rollback()


def test_a_finding_takes_the_loss_back_and_goes_up(bureau: Bureau) -> None:
    who, card, new = bureau.volunteer(), uuid4(), uuid4()
    lost = {"card": card, "volunteer": who, "lost_on": date(2025, 2, 4), "reason": "lost"}
    found = lost | {"found_on": date(2025, 2, 5), "reason": "found"}
    issue(bureau, who, card=card)
    with refused(NotFoundError, "card.not_reported_lost"):
        bureau.receive("card.found", A, found)
    bureau.receive("card.lost", A, lost)
    with refused(ForbiddenError, "volunteer.other_station"):
        bureau.receive("card.found", B, found)
    bureau.receive("card.found", A, found)
    held = bureau.get(Card, card)
    assert (held.status, held.lost_on, held.lost_reason) == ("valid", None, None)
    [told] = bureau.sent("card.found", ASSOCIATION)
    assert (told["found_on"], told["reason"]) == ("2025-02-05", "found")
    bureau.receive("card.lost", A, lost)
    issue(bureau, who, card=new, number="13-2025-00002")
    revoke(bureau, who, card, replaced_by=new)
    bureau.receive("card.found", A, found)
    held = bureau.get(Card, card)
    assert (held.status, held.lost_on) == ("replaced", date(2025, 2, 4))
    assert [line.after["status"] for line in bureau.audited("card.find")] == ["valid", "replaced"]


def test_a_revoked_card_is_nobodys(bureau: Bureau) -> None:
    who, card = bureau.volunteer(), uuid4()
    with refused(NotFoundError, "card.unknown"):
        revoke(bureau, who, card)
    with refused(NotFoundError, "volunteer.unknown"):
        revoke(bureau, uuid4(), card)
    issue(bureau, who, card=card)
    revoke(bureau, who, card)
    assert (bureau.get(Card, card).status, bureau.get(Card, card).replaced_by) == ("revoked", None)
    assert cards(db.session(), [who]) == {}
    db.session().rollback()


def revoke(bureau: Bureau, who: object, card: object, **more: object) -> None:
    data = {
        "card": card,
        "number": "13-2025-00001",
        "volunteer": who,
        "revoked_on": date(2025, 2, 5),
        "reason": "遗失补发。",
        **more,
    }
    bureau.receive("card.revoked", ASSOCIATION, data, subject=f"card:{card}")


def test_nobody_hands_over_anothers_card(bureau: Bureau) -> None:
    who, other, card = bureau.volunteer(), bureau.volunteer(), uuid4()
    issue(bureau, who, card=card)
    data = {"card": card, "volunteer": other, "handed_on": date(2025, 2, 4), "badge": False}
    with refused(NotFoundError, "card.unknown"):
        bureau.receive("card.handed_over", A, data)


def decide_star(bureau: Bureau, who: object, ver: int, star: int, decision: str) -> None:
    data = {
        "volunteer": who,
        "station": A,
        "year": 2025,
        "points": 640,
        "proposed": 2,
        "star": star,
        "decision": decision,
        "reason": "",
        "decided_on": date(2026, 1, 28),
        "by": "协会审核员",
    }
    subject = f"star:{who}:2025"
    bureau.receive("star.decided", ASSOCIATION, data, subject=subject, ver=ver)


def test_stars_go_down_and_the_newest_decision_stands(bureau: Bureau) -> None:
    who = bureau.volunteer()
    decide_star(bureau, who, 1, 2, "approved")
    decide_star(bureau, who, 2, 1, "lowered")
    decide_star(bureau, who, 1, 2, "approved")
    star = bureau.get(Star, (who, 2025))
    assert (star.star, star.decision, star.version) == (1, "lowered", 2)
    assert [told["star"] for told in bureau.sent("star.decided", A)] == [2, 1]
    assert bureau.sent("star.decided", B) == []
    assert bureau.audited("star.decide")[1].before == {"star": 2, "decision": "approved"}
