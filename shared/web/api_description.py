"""The description of a node's API, made when somebody first asks for it."""

from __future__ import annotations

from threading import Lock
from typing import Any

from flask import Flask
from flask_smorest import Api, Blueprint
from werkzeug.wrappers import Response


class DescribedLater(Api):  # type: ignore[misc]
    """flask-smorest's Api, save that describing takes no part in a start: it is most of its time.

    A description that can't be made is a 500 there, which a test of each tier asks for.
    """

    def __init__(self, app: Flask, **options: Any) -> None:
        self._waiting: list[Blueprint] = []
        self._lock = Lock()
        self._owner = app
        super().__init__(app, **options)

    def register_blueprint(self, blp: Blueprint, **options: Any) -> None:
        """Its views answer at once; they are described later, under their own names."""
        self._owner.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._owner.register_blueprint(blp, **options)
        self._waiting.append(blp)

    def _openapi_json(self) -> Response:
        with self._lock:
            while self._waiting:
                blueprint = self._waiting[0]
                about = {"name": blueprint.name, "parameters": None}
                blueprint.register_views_in_doc(self, self._owner, self.spec, **about)
                self.spec.tag({"name": blueprint.name, "description": blueprint.description})
                del self._waiting[0]
        answer: Response = super()._openapi_json()
        return answer
