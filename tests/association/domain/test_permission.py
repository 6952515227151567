"""Who may do what at the association: stars and cards are two hands (domain.md part 12)."""

from __future__ import annotations

from association.domain.permission import ADMINISTRATOR, CARD_MAKER, OFFICER, PERMISSIONS


def may(role: str) -> set[str]:
    return {permission for permission, roles in PERMISSIONS.items() if role in roles}


def test_a_card_maker_issues_cards_and_decides_on_no_star() -> None:
    assert "card.issue" in may(CARD_MAKER)
    assert not may(CARD_MAKER) & {"star.decide", "policy.set", "year.return", "notice.start"}


def test_an_officer_decides_on_stars_and_issues_no_card() -> None:
    assert {"star.decide", "policy.set", "notice.start"} <= may(OFFICER)
    assert "card.issue" not in may(OFFICER)


def test_the_administrator_keeps_the_house_and_neither_stars_nor_cards() -> None:
    nouns = {permission.partition(".")[0] for permission in may(ADMINISTRATOR)}
    assert not nouns & {"star", "card", "year", "proposal"}
    assert PERMISSIONS["account.manage"] == {ADMINISTRATOR}
