"""A signature as it was drawn: strokes on a pad of fixed measure, however the phone is turned."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from shared.domain.one_time_signature import check_ink
from shared.errors import InvalidError

WIDTH: Final = 600
HEIGHT: Final = 300
LONGEST: Final = 200_000

Point = tuple[int, int]
Stroke = tuple[Point, ...]


def strokes_of(text: str) -> tuple[Stroke, ...]:
    """The strokes that a page sends, `[[[x, y], …], …]`; refuses none, a dot, no ink."""
    if not text.strip():
        check_ink(())
    strokes = _read(text)
    check_ink([len(stroke) for stroke in strokes])
    return strokes


def kept(strokes: Sequence[Stroke]) -> bytes:
    """As they are kept and digested: the same drawing always gives the same bytes."""
    return json.dumps(strokes, separators=(",", ":")).encode()


def path_of(ink: bytes) -> str:
    """What was kept, as the path of an SVG `WIDTH` by `HEIGHT`; a dot is a line of no length."""
    strokes = json.loads(ink)
    return "".join(
        f"M{stroke[0][0]} {stroke[0][1]}" + "".join(f"L{x} {y}" for x, y in stroke[1:] or stroke)
        for stroke in strokes
    )


def _read(text: str) -> tuple[Stroke, ...]:
    if len(text) > LONGEST:
        raise InvalidError("one_time_signature.too_much_ink", field="ink")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(one, list) and one for one in found):
        raise InvalidError("one_time_signature.bad_ink", field="ink")
    return tuple(tuple(_point(point) for point in stroke) for stroke in found)


def _point(point: Any) -> Point:
    match point:
        case [int(x), int(y)] if 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
            return int(x), int(y)
    raise InvalidError("one_time_signature.bad_ink", field="ink")
