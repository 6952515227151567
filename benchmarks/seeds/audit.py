"""Lines of the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from benchmarks.seeds.size import NOW, OFFICER


def line(action: str, subject: str, after: Mapping[str, Any], at: datetime = NOW) -> dict[str, Any]:
    """A line of the audit log."""
    return {
        "business_at": at,
        "machine_at": NOW,
        "actor_id": OFFICER,
        "actor_name": "经办员",
        "actor_role": "clerk",
        "channel": "page",
        "action": action,
        "subject": subject,
        "after": after,
    }
