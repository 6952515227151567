"""How a station's papers call it."""

from __future__ import annotations

from typing import Final

_WORKSTATION: Final = "党员义工工作站"


def workstation(title: str) -> str:
    """A school's name with what it is; a name that says so already, as it is."""
    return title if title.endswith("工作站") else title + _WORKSTATION
