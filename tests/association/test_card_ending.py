"""Cards that end: replaced when reported, revoked by an officer, with their holder's leaving."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from association.actions.card import Issue, issue_cards
from association.actions.card_ending import Ending, reissue_cards, revoke_cards
from association.database import db
from association.domain.bulk import Result
from association.models.card import Card, queue_length
from shared.errors import ForbiddenError, InvalidError, NotFoundError
from tests.association.district import CARD_MAKER, CENTER, OTHER_CENTER, District


def give(district: District, id: UUID | None = None) -> UUID:
    """A card for a volunteer, a new one unless named."""
    holder = id or district.approve()
    with district.writing() as session:
        [row] = issue_cards(session, CARD_MAKER, district.now, Issue([holder], 1))
    card: UUID = row.values["card"]
    return card


def lose(district: District, card: UUID, reason: str = "lost", **more: object) -> None:
    data = {
        "card": card,
        "volunteer": got(card).volunteer,
        "lost_on": date(2025, 1, 6),
        "reason": reason,
        **more,
    }
    district.receive("card.lost", str(more.get("sender", CENTER)), data)


def reissue(district: District, *ids: UUID, reason: str = "") -> list[Result]:
    with district.writing() as session:
        return reissue_cards(session, CARD_MAKER, district.now, Ending(ids, len(ids), reason))


def revoke(district: District, *ids: UUID, reason: str = "冒用") -> list[Result]:
    with district.writing() as session:
        return revoke_cards(session, CARD_MAKER, district.now, Ending(ids, len(ids), reason))


def got(id: UUID) -> Card:
    session = db.session()
    found = session.get_one(Card, id, populate_existing=True)
    session.rollback()
    return found


def test_a_lost_card_stays_valid_until_another_takes_its_place(district: District) -> None:
    card = give(district)
    lose(district, card)
    assert (got(card).status, got(card).lost_reason) == ("valid", "lost")
    [row] = reissue(district, card)
    assert dict(row.values) == {
        "card": row.values["card"],
        "number": "13-2025-00002",
        "replaced": "13-2025-00001",
    }
    old, new = got(card), got(row.values["card"])
    assert (old.status, old.replaced_by, old.revoked_on) == ("replaced", new.id, date(2025, 1, 6))
    assert (new.status, new.volunteer, new.withheld) == ("valid", old.volunteer, False)
    [told] = district.promised("card.revoked", CENTER)
    assert told == {
        "card": str(card),
        "number": "13-2025-00001",
        "volunteer": str(old.volunteer),
        "revoked_on": "2025-01-06",
        "reason": "遗失补发。",
        "replaced_by": str(new.id),
    }
    assert [told["number"] for told in district.promised("card.issued")] == [
        "13-2025-00001",
        "13-2025-00002",
    ]
    assert len(district.audited("card.lost")) == len(district.audited("card.revoked")) == 1


def test_rows_that_can_not_be_replaced_say_why_and_the_others_are(district: District) -> None:
    lost, unreported, ended, gone = (give(district) for _ in range(4))
    lose(district, lost, "damaged")
    revoke(district, ended)
    lose(district, gone)
    left = {"volunteer": got(gone).volunteer, "left_on": date(2025, 1, 6), "reason": "died"}
    district.receive("volunteer.left", CENTER, left)
    rows = reissue(district, unreported, ended, gone, uuid4(), lost)
    assert [row.code for row in rows] == [
        "card.reason_missing",
        "card.not_valid",
        "card.not_valid",
        "card.unknown",
        "",
    ]
    assert rows[-1].values["number"] == "13-2025-00005"
    [row] = reissue(district, unreported, reason="照片印错")
    assert row.outcome == "done"
    with pytest.raises(InvalidError, match=r"bulk\.count_differs"), district.writing() as session:
        reissue_cards(session, CARD_MAKER, district.now, Ending([lost], 2))


def test_two_reports_of_one_card_lead_to_one_new_card(district: District) -> None:
    card = give(district)
    lose(district, card)
    lose(district, card, "stolen")
    assert reissue(district, card)[0].outcome == "done"
    assert reissue(district, card)[0].code == "card.not_valid"


def test_whose_card_was_revoked_gets_another_by_name_alone(district: District) -> None:
    card = give(district)
    [row] = revoke(district, card)
    assert dict(row.values) == {"number": "13-2025-00001"}
    assert got(card).withheld is True
    assert queue_length(db.session()) == 0
    db.session().rollback()
    [told] = district.promised("card.revoked")
    assert (told["reason"], told["replaced_by"]) == ("冒用", None)
    give(district, got(card).volunteer)
    assert got(card).withheld is False
    assert [row.code for row in revoke(district, card, uuid4())] == [
        "card.not_valid",
        "card.unknown",
    ]


def test_who_left_and_came_back_waits_for_a_card(district: District) -> None:
    card = give(district)
    holder = got(card).volunteer
    left = {"volunteer": holder, "left_on": date(2025, 1, 6), "reason": "retired"}
    district.receive("volunteer.left", CENTER, left)
    [told] = district.promised("card.revoked")
    assert told["reason"] == "义工离队，义工证作废。"
    district.approve(volunteer=holder)
    assert queue_length(db.session()) == 1


def test_a_loss_is_told_by_the_cards_own_center_of_its_own_holder(district: District) -> None:
    district.admit(OTHER_CENTER, "卫生局")
    card = give(district)
    with pytest.raises(ForbiddenError, match=r"card\.of_other_center"):
        lose(district, card, sender=OTHER_CENTER)
    with pytest.raises(InvalidError, match=r"card\.of_other_volunteer"):
        lose(district, card, volunteer=uuid4())
    with pytest.raises(NotFoundError, match=r"card\.unknown"):
        data = {"card": uuid4(), "volunteer": uuid4(), "lost_on": district.now.date()}
        district.receive("card.lost", CENTER, data | {"reason": "lost"})


def find(district: District, card: UUID, **more: object) -> None:
    data = {
        "card": card,
        "volunteer": got(card).volunteer,
        "lost_on": date(2025, 1, 6),
        "found_on": date(2025, 1, 7),
        "reason": "found",
    }
    district.receive("card.found", str(more.get("sender", CENTER)), data)


def test_a_card_found_again_is_wanted_anew_no_more(district: District) -> None:
    card = give(district)
    with pytest.raises(NotFoundError, match=r"card\.not_reported_lost"):
        find(district, card)
    lose(district, card)
    find(district, card)
    assert (got(card).status, got(card).lost_on, got(card).lost_reason) == ("valid", None, None)
    [line] = district.audited("card.found")
    assert (line.before, line.after) == (
        {"lost_on": "2025-01-06"},
        {"found_on": "2025-01-07", "reason": "found", "status": "valid"},
    )
    [row] = reissue(district, card)
    assert row.code == "card.reason_missing", "nobody reports it lost"


def test_a_card_found_too_late_stays_replaced(district: District) -> None:
    card = give(district)
    lose(district, card)
    reissue(district, card)
    find(district, card)
    assert (got(card).status, got(card).lost_on) == ("replaced", date(2025, 1, 6))
    assert district.audited("card.found")[0].after["status"] == "replaced"


def test_another_center_finds_no_card(district: District) -> None:
    card = give(district)
    lose(district, card)
    with pytest.raises(ForbiddenError, match=r"card\.of_other_center"):
        find(district, card, sender="center:02")
