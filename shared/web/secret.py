"""Pages that show a secret or a resident: no cache keeps them, none is shown by going back."""

from __future__ import annotations

from flask import after_this_request, make_response
from werkzeug.wrappers import Response


def once(page: str) -> Response:
    """The page as an answer that nothing on the way stores."""
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def keep_nowhere() -> None:
    """Likewise for the page that is being made, where it shows a contact for a while."""

    @after_this_request
    def _(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        return response
