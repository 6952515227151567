"""Pages that show a secret once: no cache keeps them, none is shown by going back."""

from __future__ import annotations

from flask import make_response
from werkzeug.wrappers import Response


def once(page: str) -> Response:
    """The page as an answer that nothing on the way stores."""
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
