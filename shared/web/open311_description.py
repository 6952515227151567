"""Open311 as OpenAPI describes it, for programs that make a client of it.

Each address is told twice, for JSON and for XML; without an ending it answers as with `.xml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from shared.domain.contact import LONGEST
from shared.domain.geo_report import MOST_NAMED, SPAN, STATUSES
from shared.domain.tracking_code import ALPHABET, LENGTH
from shared.domain.wished_time import MOST
from shared.resident import MOST_LISTED
from shared.web.open311_answer import SLOTS, SPECIFICATION, WISHED
from shared.web.open311_text import JSON, TYPES

Schema = Mapping[str, Any]

FORM_TYPE: Final = "application/x-www-form-urlencoded"
ABOUT: Final = """GeoReport v2. No key is asked for. The lists hold ids, services, states and dates:
no name, telephone, address, nor what anybody wrote. The tracking code of a request goes, as its
token, to whoever posted it alone. What is wrongly filled in is a 400."""

TEXT: Final[Schema] = {"type": "string"}
EMPTY: Final[Schema] = {"type": "string", "nullable": True, "enum": [None]}
NUMBER: Final[Schema] = {"type": "number"}
MARK: Final[Schema] = {"type": "boolean"}
ID: Final[Schema] = {"type": "string", "format": "uuid"}
INSTANT: Final[Schema] = {"type": "string", "format": "date-time"}
CODE: Final[Schema] = {"type": "string", "pattern": f"^[{ALPHABET}]{{{LENGTH}}}$"}


def _fields(known: Schema, *texts: str) -> Schema:
    """An object that always has these fields, `texts` being strings."""
    every = {**dict.fromkeys(texts, TEXT), **known}
    return {"type": "object", "required": sorted(every), "properties": every}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(name: str) -> Schema:
    return {"type": "array", "items": _ref(name)}


SCHEMAS: Final[Mapping[str, Schema]] = {
    "discovery": _fields({"endpoints": _list("endpoint")}, "changeset", "contact", "key_service"),
    "endpoint": _fields(
        {"formats": {"type": "array", "items": TEXT}}, "specification", "url", "changeset", "type"
    ),
    "service": _fields(
        {"metadata": MARK, "type": {"type": "string", "enum": ["realtime"]}},
        *("service_code", "service_name", "description", "keywords", "group"),
    ),
    "service_definition": _fields({"attributes": _list("attribute")}, "service_code"),
    "attribute": _fields(
        {
            "variable": MARK,
            "required": MARK,
            "order": {"type": "integer"},
            "code": {"type": "string", "enum": [WISHED]},
            "datatype": {"type": "string", "enum": ["multivaluelist"]},
            "values": _list("value"),
        },
        *("description", "datatype_description"),
    ),
    "value": _fields({"key": {"type": "string", "enum": SLOTS}}, "name"),
    "request": _fields(
        {
            "service_request_id": ID,
            "status": {"type": "string", "enum": sorted(STATUSES)},
            "requested_datetime": INSTANT,
            "updated_datetime": INSTANT,
            "expected_datetime": {**INSTANT, "nullable": True},
            **dict.fromkeys(("description", "service_notice", "address", "address_id"), EMPTY),
            **dict.fromkeys(("zipcode", "lat", "long", "media_url"), EMPTY),
        },
        *("status_notes", "service_name", "service_code", "agency_responsible"),
    ),
    "given": _fields(
        {"service_request_id": ID, "token": CODE, "account_id": EMPTY}, "service_notice"
    ),
    "found": _fields({"service_request_id": ID, "token": CODE}),
    "error": _fields({"code": {"type": "integer"}}, "description"),
}
REFUSALS: Final = {
    400: "wrongly filled in",
    404: "not here",
    413: "more than is read",
    429: "too many from this network, or at this station, within the hour",
    503: "busy: once more in some seconds",
}
TOO_LONG: Final[Schema] = {
    "description": "an address that the web server doesn't read to its end",
    "content": {"text/html": {}},
}


def _query(name: str, schema: Schema, about: str) -> Schema:
    listed = {"style": "form", "explode": False} if schema["type"] == "array" else {}
    return {"name": name, "in": "query", "schema": schema, "description": about, **listed}


def _path(name: str, schema: Schema) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": schema}


STATION: Final = _query(
    "jurisdiction_id", TEXT, "The station's node, where a center receives for several"
)
ASKED: Final[Sequence[Schema]] = (
    _query(
        "service_request_id",
        {"type": "array", "items": ID, "maxItems": MOST_NAMED},
        "These alone; all else is unread",
    ),
    _query("service_code", {"type": "array", "items": TEXT, "maxItems": MOST_NAMED}, "Of these"),
    _query("start_date", INSTANT, f"Received from then on; {SPAN.days} days at most"),
    _query("end_date", INSTANT, "Received until then"),
    _query("status", {"type": "array", "items": {"enum": sorted(STATUSES), **TEXT}}, "In these"),
)
POSTED: Final[Schema] = {
    "type": "object",
    "required": ["service_code", "description"],
    "anyOf": [{"required": one} for one in (["address_string"], ["address_id"], ["lat", "long"])],
    "properties": {
        "jurisdiction_id": TEXT,
        "service_code": {"type": "string", "minLength": 1},
        "description": {"type": "string", "minLength": 1, "maxLength": LONGEST["words"]},
        "address_string": {**TEXT, "maxLength": LONGEST["address"]},
        "address_id": {**TEXT, "maxLength": LONGEST["address"]},
        "lat": NUMBER,
        "long": NUMBER,
        "first_name": {**TEXT, "maxLength": LONGEST["name"]},
        "last_name": {**TEXT, "maxLength": LONGEST["name"]},
        "phone": {**TEXT, "maxLength": LONGEST["phone"]},
        f"attribute[{WISHED}][]": {
            "type": "array",
            "items": {"type": "string", "enum": SLOTS},
            "maxItems": MOST,
        },
    },
}


OPERATIONS: Final[Sequence[tuple[str, str, Schema, Sequence[Schema]]]] = (
    ("/discovery", "Where everything is", _ref("discovery"), ()),
    ("/services", "What can be asked for", _list("service"), ()),
    (
        "/services/{service_code}",
        "What can be said besides",
        _ref("service_definition"),
        [_path("service_code", TEXT)],
    ),
    ("/requests", f"What was asked for, {MOST_LISTED} at most", _list("request"), ASKED),
    (
        "/requests/{service_request_id}",
        "A list of the one",
        _list("request"),
        [_path("service_request_id", ID)],
    ),
    ("/tokens/{token}", "The id of a tracking code", _list("found"), [_path("token", CODE)]),
)


def description(url: str) -> Schema:
    """The whole of it, for a node that answers at an address."""
    paths: dict[str, dict[str, Schema]] = {}
    for form in TYPES:
        for path, about, schema, parameters in OPERATIONS:
            answers = _answers(200, about, schema, form)
            get = {"summary": about, "parameters": [*parameters, STATION], "responses": answers}
            paths[f"{path}.{form}"] = {"get": get}
        answers = _answers(201, "Received", _list("given"), form)
        body = {"required": True, "content": {FORM_TYPE: {"schema": POSTED}}}
        post = {"summary": "Asks for help", "requestBody": body, "responses": answers}
        paths[f"/requests.{form}"]["post"] = post
    return {
        "openapi": "3.0.3",
        "info": {"title": "Open311 GeoReport v2", "version": "2", "description": ABOUT},
        "externalDocs": {"url": SPECIFICATION},
        "servers": [{"url": url}],
        "paths": paths,
        "components": {"schemas": SCHEMAS},
    }


def _answers(status: int, about: str, schema: Schema, form: str) -> Schema:
    """What an operation answers; in XML the fields are elements, and a list has a root."""
    found = {status: (about, schema)} | {n: (said, _list("error")) for n, said in REFUSALS.items()}
    answers = {
        str(code): {
            "description": said,
            "content": {TYPES[form]: {"schema": inner} if form == JSON else {}},
        }
        for code, (said, inner) in found.items()
    }
    return {**answers, "414": TOO_LONG}
