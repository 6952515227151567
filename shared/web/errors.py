"""Refusals and faults to answers: a status, and JSON under /api or a plain page elsewhere."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, g, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException

from shared.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    RefusalError,
    UntrustedError,
)
from shared.web.lost import to_the_door
from shared.web.open311_text import TYPES, Document, asked_form, written
from shared.web.sentences import sentence_of
from shared.web.tier import this_tier

STATUS: tuple[tuple[type[RefusalError], int], ...] = (
    (NotFoundError, 404),
    (ConflictError, 409),
    (InvalidError, 422),
    (ForbiddenError, 403),
    (UntrustedError, 401),
    (RefusalError, 400),
)
JSON_PATHS = ("/api/", "/federation/", "/health")
CODES = {400: "http.bad_request", 404: "http.not_found", 405: "http.method", 429: "login.too_many"}
RETRY_SECONDS = "5"
OPEN311 = "/open311/"
UNIQUE_VIOLATION = "23505"

logger = logging.getLogger("yigong.web")


def status_of(refusal: RefusalError) -> int:
    """The HTTP status that a kind of refusal has."""
    return next(status for kind, status in STATUS if isinstance(refusal, kind))


def add_errors(app: Flask) -> None:
    """Registers the handlers; call it after the API, whose own one loses headers."""
    app.register_error_handler(RefusalError, _on_refusal)
    app.register_error_handler(CSRFError, _on_csrf)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(OperationalError, _on_busy)
    app.register_error_handler(PoolTimeoutError, _on_busy)
    app.register_error_handler(IntegrityError, _on_integrity)
    app.register_error_handler(Exception, _on_fault)


def answer(
    status: int,
    code: str,
    values: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The refusal as JSON where a program asked, as a page where a person did."""
    message = sentence_of(this_tier().sentences, code, values)
    if request.path.startswith(OPEN311):
        response = _to_program(status, message)
    elif request.path.startswith(JSON_PATHS) or request.accept_mimetypes.best == "application/json":
        body = {"code": code, "message": message, "values": values, "request_id": g.request_id}
        if "field" in values:
            body["field"] = values["field"]
        text = json.dumps(body, ensure_ascii=False, default=str)
        response = make_response(text, status)
        response.mimetype = "application/json"
    elif code == "login.needed":
        response = make_response(redirect(to_the_door()))
    elif code == "password.must_change":
        response = make_response(redirect(url_for("door.show_password")))
    else:
        page = render_template("error.html", status=status, message=message, code=code)
        response = make_response(page, status)
    response.headers.extend(headers or {})
    return response


def _to_program(status: int, message: str) -> Response:
    """As GeoReport v2 says it; what is wrongly filled in is a 400 there."""
    status = 400 if status in (409, 422) else status
    form = asked_form(request.path)
    text = written(Document("errors", [{"code": status, "description": message}]), form)
    return Response(text, status, content_type=f"{TYPES[form]}; charset=utf-8")


def _on_refusal(refusal: RefusalError) -> Response:
    logger.info("refused %s %s", refusal.code, g.request_id)
    return answer(status_of(refusal), refusal.code, refusal.values)


def _on_csrf(_error: CSRFError) -> Response:
    return answer(403, "csrf.missing", {})


def _on_http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response())
    kept = {k: v for k, v in error.get_headers() if k in {"Allow", "Retry-After", "Location"}}
    data = getattr(error, "data", None) or {}
    if "messages" in data:
        fields = _fields(data["messages"])
        values = {"fields": "、".join(fields), "errors": data["messages"], "field": fields[0]}
        return answer(status, "form.invalid", values, kept)
    if status == 429:
        kept.setdefault("Retry-After", "60")
    code = CODES.get(status, "http.other")
    return answer(status, code, {"status": status, "method": request.method}, kept)


def _fields(messages: Any) -> list[str]:
    """Names of the wrong fields, the webargs location (json, query …) left out."""
    inner = [m for m in messages.values() if isinstance(m, dict)] or [messages]
    return [str(name) for fields in inner for name in fields]


def _on_busy(error: Exception) -> Response:
    logger.warning("database %s %s", type(error).__name__, g.request_id)
    return answer(503, "database.busy", {}, {"Retry-After": RETRY_SECONDS})


def _on_integrity(error: IntegrityError) -> Response:
    """Two wrote the same unique thing at once: the later is told; any other is a fault."""
    clashed = getattr(error.orig, "pgcode", None) == UNIQUE_VIOLATION
    if clashed or "UNIQUE constraint failed" in str(error.orig):
        logger.warning("clash %s", g.request_id)
        return answer(409, "database.clash", {})
    return _on_fault(error)


def _on_fault(error: Exception) -> Response:
    logger.error("fault %s", g.request_id, exc_info=error)
    return answer(500, "system.broken", {"request_id": g.request_id})
