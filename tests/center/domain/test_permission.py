"""Who may do what at a center: figures for all who look, people for officers alone."""

from __future__ import annotations

from center.domain.permission import ADMINISTRATOR, OFFICER, PERMISSIONS, VIEWER


def may(role: str) -> set[str]:
    return {permission for permission, roles in PERMISSIONS.items() if role in roles}


def test_a_viewer_decides_nothing_and_sees_nobodys_registration() -> None:
    words = {permission.rpartition(".")[2] for permission in may(VIEWER)}
    assert words <= {"read", "list", "show"}
    assert not may(VIEWER) & {"registration.list", "volunteer.list", "transfer.list", "audit.read"}


def test_an_officer_sees_whatever_a_viewer_sees() -> None:
    assert may(VIEWER) < may(OFFICER)


def test_the_administrator_decides_on_nobody() -> None:
    assert not [name for name in may(ADMINISTRATOR) if name.endswith(".decide")]
    assert PERMISSIONS["account.manage"] == PERMISSIONS["link.enrol"] == {ADMINISTRATOR}
