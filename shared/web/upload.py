"""Uploads are bounded before a byte of them is kept."""

from __future__ import annotations

from flask import Flask, Response, request

from shared.web.errors import answer

MEGABYTE = 1024 * 1024
LARGEST_MEGABYTES = 25
FORM_MEGABYTES = 1
DRAINED_MEGABYTES = 300
PIECE = 256 * 1024


def add_upload_limit(app: Flask) -> None:
    """413 with `file.too_big` for a body over 25 MB, by its length before it is read."""
    largest = (LARGEST_MEGABYTES + FORM_MEGABYTES) * MEGABYTE
    app.config["MAX_CONTENT_LENGTH"] = largest

    @app.before_request
    def _() -> Response | None:
        if (request.content_length or 0) <= largest:
            return None
        _drain()
        return too_big()

    @app.errorhandler(413)
    def _(_error: Exception) -> Response:
        return too_big()


def too_big() -> Response:
    """The answer to a body that is too big."""
    return answer(413, "file.too_big", {"megabytes": LARGEST_MEGABYTES})


def _drain() -> None:
    """Throws away what is on its way: who still sends wouldn't read the answer."""
    if "Expect" in request.headers:
        return
    stream, left = request.environ["wsgi.input"], DRAINED_MEGABYTES * MEGABYTE
    while left > 0 and (piece := stream.read(min(PIECE, left))):
        left -= len(piece)
