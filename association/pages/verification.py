"""The public page of cards and certificates: anybody scans or types, nobody signs in."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from association.actions.verification import verify
from association.database import db
from shared.verification import LONGEST, token_in
from shared.web.limit import count_lookup

blueprint = Blueprint("verification_page", __name__, url_prefix="/v")
SECONDS = 300


@blueprint.get("")
def show_verification() -> str | Response:
    """A field for a number; `number` asks at once."""
    number = request.args.get("number", "").strip()[:LONGEST]
    if number:
        return redirect(url_for("verification_page.show_found", text=number))
    return render_template("verification/show.html", found=None, text="")


@blueprint.get("/<path:text>")
def show_found(text: str) -> Response:
    """Valid, replaced, revoked or unknown; masked name and station, nothing more."""
    shown = token_in(text)[:LONGEST]
    if "." not in shown:
        count_lookup("verification")
    page = render_template("verification/show.html", found=verify(db.session(), shown), text=shown)
    response = make_response(page)
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    response.headers["Vary"] = "Cookie"
    return response
