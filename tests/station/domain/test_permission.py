"""Who may do what at a station: the house, the desk and the head (domain.md part 12)."""

from __future__ import annotations

import pytest

from station.domain.permission import ADMINISTRATOR, CLERK, HEAD, PERMISSIONS, ROLES


def may(role: str) -> set[str]:
    return {permission for permission, roles in PERMISSIONS.items() if role in roles}


@pytest.mark.parametrize(
    "noun", ["member", "registration", "volunteer", "record", "import", "card", "transfer", "star"]
)
def test_the_administrator_keeps_the_house_and_sees_nobodys_data(noun: str) -> None:
    assert not [name for name in may(ADMINISTRATOR) if name.partition(".")[0] == noun]


def test_accounts_and_enrolment_are_the_administrators_alone() -> None:
    for permission in ("account.manage", "link.enrol"):
        assert PERMISSIONS[permission] == {ADMINISTRATOR}


def test_only_the_head_signs_a_month_or_a_year_and_unlocks_one() -> None:
    for permission in ("month.sign", "month.unlock", "year.seal"):
        assert PERMISSIONS[permission] == {HEAD}


def test_the_head_may_do_whatever_a_clerk_may() -> None:
    assert may(CLERK) < may(HEAD)


def test_no_role_is_without_work_and_no_permission_without_a_role() -> None:
    assert all(may(role) for role in ROLES)
    assert all(roles for roles in PERMISSIONS.values())
