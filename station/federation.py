"""Which action of this tier answers which message."""

from __future__ import annotations

from shared.federation.link import Link
from station.models.federation import TABLES

LINK = Link(TABLES, {})
