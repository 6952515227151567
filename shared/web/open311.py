"""Open311 GeoReport v2 for programs: what can be asked for, asking, and what became of it.

Anybody reads the lists: an id is the request's UUID and opens nothing; the tracking code goes to
whoever posted alone, as the standard's `token`. Nothing that a requester or clerk wrote is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, jsonify, request, url_for
from werkzeug.exceptions import TooManyRequests

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain import contact, wished_time
from shared.domain.geo_report import Query, contact_of, query_of
from shared.domain.service_item import Item
from shared.domain.service_request import Channel
from shared.errors import InvalidError, NotFoundError
from shared.resident import Listed, Reception, Residents, Wish
from shared.web import guard, open311_answer
from shared.web.item_word import choices
from shared.web.language import chosen_language
from shared.web.open311_answer import WISHED, base
from shared.web.open311_description import description
from shared.web.open311_text import TYPES, Document, asked_form, written
from shared.web.tier import this_tier
from shared.web.track_cookie import code_in

PREFIX = "/open311/v2"
FORM = "any(xml, json):form"
DESCRIBED_SECONDS = 3600


def open311_blueprint(residents: Residents) -> Blueprint:
    """Everything under /open311/v2."""
    blueprint = Blueprint("open311", __name__, url_prefix=PREFIX)
    _add_services(blueprint, residents)
    _add_requests(blueprint, residents)
    return blueprint


def _add_services(blueprint: Blueprint, residents: Residents) -> None:
    @blueprint.get(f"/discovery.<{FORM}>")
    @blueprint.get("/discovery")
    def show_discovery(form: str = "") -> Response:
        """Where everything is, and what the lists don't say."""
        answer = _answer(Document("discovery", open311_answer.discovery(_reception(residents))))
        described = url_for("open311.show_description", _external=True)
        answer.headers["Link"] = f'<{described}>; rel="service-desc"; type="application/json"'
        return answer

    @blueprint.get("/openapi.json")
    def show_description() -> Response:
        """All of this for programs that read OpenAPI."""
        answer = jsonify(description(base()))
        answer.headers["Cache-Control"] = f"public, max-age={DESCRIBED_SECONDS}"
        return answer

    @blueprint.get(f"/services.<{FORM}>")
    @blueprint.get("/services")
    def list_services(form: str = "") -> Response:
        """What residents are offered."""
        items = _reception(residents).items
        words = {choice.code: choice.words for choice in choices(items)}
        told = [open311_answer.service(item, words[item.code]) for item in items]
        return _answer(Document("services", told))

    @blueprint.get("/services/<name>")
    def show_service(name: str) -> Response:
        """The one thing that can be said besides: when somebody may come."""
        item = _item(_reception(residents), _bare(name))
        return _answer(Document("service_definition", open311_answer.definition(item)))


def _add_requests(blueprint: Blueprint, residents: Residents) -> None:
    @blueprint.get(f"/requests.<{FORM}>")
    @blueprint.get("/requests")
    def list_requests(form: str = "") -> Response:
        """By ids, or of a span of ninety days; a thousand at most."""
        _count("list")
        found = _listed(residents, query_of(request.args, business_now()))
        return _answer(Document("service_requests", [open311_answer.listed(one) for one in found]))

    @blueprint.post(f"/requests.<{FORM}>")
    @blueprint.post("/requests")
    def post_request(form: str = "") -> Response:
        """Takes what was asked for; the answer alone holds the tracking code."""
        wish = _wish(_reception(residents))
        _count("ask", wish.node)
        with transaction(this_tier().db) as session:
            given = residents.ask(session, business_now(), wish)
        return _answer(Document("service_requests", [open311_answer.given_out(given)]), 201)

    @blueprint.get("/requests/<name>")
    def show_request(name: str) -> Response:
        """A list of the one."""
        _count("list")
        query = query_of({"service_request_id": _bare(name).replace(",", " ")}, business_now())
        found = _listed(residents, query)
        if not found:
            raise NotFoundError("service_request.unknown")
        return _answer(Document("service_requests", [open311_answer.listed(one) for one in found]))

    @blueprint.get("/tokens/<name>")
    def show_token(name: str) -> Response:
        """The id of a tracking code; each try counts as on the page."""
        _count("code")
        code = code_in(_bare(name))
        followed = residents.follow(this_tier().db.session(), code)
        if followed is None:
            raise NotFoundError("service_request.unknown")
        value = {"service_request_id": str(followed.request), "token": code}
        return _answer(Document("service_requests", [value]))


def _answer(document: Document, status: int = 200) -> Response:
    form = asked_form(request.path)
    return Response(written(document, form), status, content_type=f"{TYPES[form]}; charset=utf-8")


def _bare(name: str) -> str:
    """What an address names, without the form at its end."""
    return name.removesuffix(".json").removesuffix(".xml")


def _count(kind: str, of: str = guard.NODE) -> None:
    if not guard.may(kind, of):
        raise TooManyRequests


def _reception(residents: Residents) -> Reception:
    """The node's only station; of several the one that `jurisdiction_id` names."""
    session, day = this_tier().db.session(), local_day(business_now())
    named = residents.reception(session, request.values.get("jurisdiction_id", ""), day)
    if named is not None:
        return named
    here = [one for one in residents.desks(session, day) if not one.elsewhere]
    only = residents.reception(session, here[0].node, day) if len(here) == 1 else None
    if not here:
        raise NotFoundError("open311.no_station")
    if only is None:
        raise InvalidError("open311.name_station")
    return only


def _listed(residents: Residents, query: Query) -> Sequence[Listed]:
    return residents.list(this_tier().db.session(), query, _reception(residents).node)


def _item(reception: Reception, code: str) -> Item:
    for item in reception.items:
        if item.code == code:
            return item
    raise NotFoundError("service_item.unknown", code=code[:60])


def _wish(reception: Reception) -> Wish:
    """What a program posted, by the rules of the subject; keys, accounts and mail are ignored."""
    form: Mapping[str, str] = {name: guard.usable(text) for name, text in request.form.items()}
    code = form.get("service_code", "").strip()
    if not code:
        raise InvalidError("open311.no_service", field="service_code")
    item = _item(reception, code)
    said = contact.checked(contact_of(form), contact.NEEDED_BY_OPEN311)
    names = (f"attribute[{WISHED}]", f"attribute[{WISHED}][]")
    slots = [one for name in names for one in request.form.getlist(name) if one]
    return Wish(
        node=reception.node,
        contact=said,
        channel=Channel.OPEN311,
        item=item.code,
        wished=wished_time.checked(slots, local_day(business_now())),
        language=chosen_language(),
        reach=request.url_root.rstrip("/"),
    )
