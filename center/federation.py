"""Which action of this tier answers which message."""

from __future__ import annotations

from center.models.federation import TABLES
from shared.federation.link import Link

LINK = Link(TABLES, {})
