"""Uploads are bounded before a byte of them is kept."""

from __future__ import annotations

from flask import Flask, Response, request

from shared.web.errors import answer

MEGABYTE = 1024 * 1024
LARGEST_MEGABYTES = 25
FORM_MEGABYTES = 1
DRAINED_MEGABYTES = 300
PIECE = 256 * 1024
KILOBYTE = 1024
PUBLIC = {"/open311/": 64, "/ask": 8, "/track": 8}
"""Kilobytes that anybody without a login may send, by how the address begins."""


def add_upload_limit(app: Flask) -> None:
    """413 for a body over 25 MB, by its length before it is read; strangers may send far less."""
    largest = (LARGEST_MEGABYTES + FORM_MEGABYTES) * MEGABYTE
    app.config["MAX_CONTENT_LENGTH"] = largest

    @app.before_request
    def _() -> Response | None:
        kilobytes = _kilobytes()
        if kilobytes is not None:
            request.max_content_length = kilobytes * KILOBYTE
        if (request.content_length or 0) <= (request.max_content_length or largest):
            return None
        _drain(DRAINED_MEGABYTES if kilobytes is None else FORM_MEGABYTES)
        return too_big()

    @app.errorhandler(413)
    def _(_error: Exception) -> Response:
        return too_big()


def too_big() -> Response:
    """The answer to a body that is too big."""
    kilobytes = _kilobytes()
    if kilobytes is not None:
        return answer(413, "input.too_long", {"kilobytes": kilobytes})
    return answer(413, "file.too_big", {"megabytes": LARGEST_MEGABYTES})


def _kilobytes() -> int | None:
    return next((most for begin, most in PUBLIC.items() if request.path.startswith(begin)), None)


def _drain(megabytes: int) -> None:
    """Throws away what is on its way: who still sends wouldn't read the answer."""
    if "Expect" in request.headers:
        return
    stream, left = request.environ["wsgi.input"], megabytes * MEGABYTE
    while left > 0 and (piece := stream.read(min(PIECE, left))):
        left -= len(piece)
