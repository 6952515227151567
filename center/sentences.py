"""The Chinese sentences of the codes that a center raises."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}
