"""What no view could use is refused before one reads it: broken JSON, signs that no database keeps,
numbers that no column holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask, request
from werkzeug.exceptions import BadRequest

from shared.errors import InvalidError

LARGEST = 2**31 - 1
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")


def add_input_check(app: Flask) -> None:
    """Looks at address, query and JSON; what other nodes send is bytes, and has its own reader."""

    @app.before_request
    def _() -> None:
        if request.url_rule is None or request.path.startswith("/federation/"):
            return
        for name, value in {**(request.view_args or {}), **request.args}.items():
            _check(name, name)
            _check(name, value)
        if request.is_json:
            for name, value in _leaves(_json()):
                _check(name, value)


def _json() -> Any:
    """The body; 400 for what isn't JSON, is nested without end, or holds endless digits."""
    if not request.get_data():
        return None
    try:
        return request.get_json()
    except (RecursionError, ValueError):
        raise BadRequest from None


def _leaves(body: Any) -> Iterator[tuple[str, Any]]:
    """Keys and values, each with the field of the form in which it stands."""
    waiting: list[tuple[str, Any]] = [("", body)]
    while waiting:
        field, value = waiting.pop()
        if isinstance(value, dict):
            for key, inner in value.items():
                yield field, key
                waiting.append((field or key, inner))
        elif isinstance(value, list):
            waiting.extend((field, inner) for inner in value)
        else:
            yield field, value


def _check(field: str, value: Any) -> None:
    if isinstance(value, str) and _UNUSABLE.search(value):
        raise InvalidError("input.bad_sign", field=_UNUSABLE.sub("�", field))
    if isinstance(value, int | float) and not -LARGEST <= value <= LARGEST:
        raise InvalidError("input.number_too_big", field=_UNUSABLE.sub("�", field))
