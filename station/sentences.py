"""The Chinese sentences of the codes that a station raises."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}
