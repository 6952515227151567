"""Canonical JSON for the digests that both sides recompute (federation.md D8)."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from shared.errors import InvalidError

_LIMIT = 2**53


def canonical(value: Any) -> bytes:
    """UTF-8 JSON with sorted ASCII keys and whole numbers below 2⁵³; refuses floats and others."""
    _check(value)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical form, as hexadecimal text."""
    return sha256(canonical(value)).hexdigest()


def _check(value: Any) -> None:
    if isinstance(value, dict):
        _check_keys(value)
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            _check(item)
    elif isinstance(value, int):
        if abs(value) >= _LIMIT:
            raise InvalidError("canonical.number_too_big", value=value)
    elif value is not None and not isinstance(value, str):
        raise InvalidError("canonical.bad_value", kind=type(value).__name__)


def _check_keys(value: dict[Any, Any]) -> None:
    for key in value:
        if not isinstance(key, str) or not key.isascii():
            raise InvalidError("canonical.bad_key", key=key)
