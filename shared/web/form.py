"""Forms from marshmallow schemas: what was typed stays, each error stands at its field."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from flask import request
from flask_babel import gettext as _
from marshmallow import Schema, ValidationError, fields, validate
from werkzeug.datastructures import MultiDict

from shared.database import transaction
from shared.domain.visible import trimmed
from shared.draft import Draft, draft_of, drop_draft, has_draft
from shared.errors import RefusalError
from shared.web.field_message import field_message
from shared.web.login import current_actor
from shared.web.sentences import sentence_of
from shared.web.tier import this_tier

T = TypeVar("T")
OWN = frozenset({"csrf_token", "_form", "_seen", "_next"})
SECRET = ("password", "old", "new", "code")
WHOLE = ""


@dataclass
class Form:
    """One form of a page: its schema, what stands in its fields, and what is wrong with them.

    `errors` maps a field's name to its sentence, "" to one about the whole. `key` is the form's
    address, under which its draft is kept; `draft` is one that waits to be taken up again.
    `places` says at which field a rule's own name for it stands.
    """

    schema: Schema
    typed: MultiDict[str, str] = field(default_factory=MultiDict)
    errors: dict[str, str] = field(default_factory=dict)
    key: str = ""
    draft: Draft | None = None
    places: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.typed.get(name, "")

    def values(self, name: str) -> list[str]:
        """What is ticked or chosen in a field of several."""
        return self.typed.getlist(name)

    def error(self, name: str) -> str:
        """What is wrong with a field, "" for nothing."""
        return self.errors.get(name, "")

    def is_required(self, name: str) -> bool:
        """Whether the schema wants the field filled in."""
        declared = self.schema.fields.get(name)
        return declared is not None and declared.required

    def kind(self, name: str) -> str:
        """How the field is typed: text, number, date, month, time or password."""
        declared = self.schema.fields.get(name)
        if name in SECRET:
            return "password"
        if isinstance(declared, fields.Integer | fields.Decimal | fields.Float):
            return "number"
        return "date" if isinstance(declared, fields.Date) else "text"

    def longest(self, name: str) -> int | None:
        """The most signs that the field takes."""
        declared = self.schema.fields.get(name)
        for rule in declared.validators if declared is not None else ():
            if isinstance(rule, validate.Length) and rule.max is not None:
                return int(rule.max)
        return None

    def submit(self, act: Callable[[dict[str, Any]], T]) -> T | None:
        """Loads what was typed and acts on it; None where either refuses, with `errors` set.

        `act` opens its own transaction, so that a refusal leaves nothing half-done; what it
        returns must not be None. After it the form's draft is gone.
        """
        try:
            loaded = self.schema.load(_plain(self.schema, self.typed))
            done = act(loaded)
        except ValidationError as wrong:
            self.errors = dict(_sentences(wrong.messages))
            return None
        except RefusalError as refusal:
            self.refuse(refusal)
            return None
        if self.key:
            self._forget()
        return done

    def refuse(self, refusal: RefusalError) -> None:
        """Puts a rule's "no" at its field, or over the whole form."""
        said = str(refusal.values.get("field", WHOLE))
        name = self.places.get(said, said)
        known = name in self.schema.fields
        sentence = sentence_of(this_tier().sentences, refusal.code, refusal.values)
        self.errors[name if known else WHOLE] = sentence

    def _forget(self) -> None:
        tier = this_tier()
        mine = (tier.accounts.draft, current_actor().id, self.key)
        if not has_draft(tier.db.session(), *mine):
            return  # most forms are sent at once: nothing to write
        with transaction(tier.db) as session:
            drop_draft(session, *mine)


def open_form(schema: Schema, initial: Mapping[str, Any] | None = None, key: str = "") -> Form:
    """A form to fill in: empty or with what is known; a draft of it is offered, or taken up.

    `?draft=1` in the address takes it up. `key` is the address of the page that is the form's own,
    where it is shown on another.
    """
    tier, key = this_tier(), key or request.path
    kept = draft_of(tier.db.session(), tier.accounts.draft, current_actor().id, key)
    if kept is not None and request.args.get("draft") == "1":
        return Form(schema, MultiDict(kept.fields), key=key)
    return Form(schema, _shown(initial or {}), key=key, draft=kept)


def sent_form(schema: Schema) -> Form:
    """The form that was just sent."""
    return Form(schema, request.form.copy(), key=request.form.get("_form") or request.path)


def _shown(initial: Mapping[str, Any]) -> MultiDict[str, str]:
    """Values as a form shows them: lists as several, booleans as ticked or not."""
    pairs: list[tuple[str, str]] = []
    for name, value in initial.items():
        several = value if isinstance(value, list | tuple | set | frozenset) else [value]
        pairs.extend((name, _text(one)) for one in several if one is not None and one is not False)
    return MultiDict(pairs)


def _text(value: Any) -> str:
    if value is True:
        return "true"
    return value.isoformat() if isinstance(value, date) else str(value)


def _plain(schema: Schema, typed: MultiDict[str, str]) -> dict[str, Any]:
    """What the schema loads: full-width signs narrowed where they are figures.

    Outer spaces, and outer signs that show nothing, are off. An empty field counts as left out; a
    box that isn't ticked is no.
    """
    plain: dict[str, Any] = {}
    for name, declared in schema.fields.items():
        if isinstance(declared, fields.List):
            plain[name] = [text for one in typed.getlist(name) if (text := trimmed(one))]
        elif isinstance(declared, fields.Boolean):
            plain[name] = name in typed and typed[name] not in {"", "false"}
        elif (text := trimmed(typed.get(name, ""))) or name in typed:
            plain[name] = _narrow(declared, text)
    return {name: value for name, value in plain.items() if value != "" or _takes(schema, name)}


def _takes(schema: Schema, name: str) -> bool:
    """Whether an empty text says something to the field: that it is empty."""
    declared = schema.fields[name]
    choice = any(isinstance(rule, validate.OneOf) for rule in declared.validators)
    return type(declared) is fields.String and not declared.required and not choice


def _narrow(declared: fields.Field[Any], text: str) -> str:
    if isinstance(declared, fields.Date):
        return _iso_day(unicodedata.normalize("NFKC", text))
    if type(declared) is fields.String:
        return text
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def _iso_day(text: str) -> str:
    """2026年11月3日, 2026/11/3 and 2026.11.3 as 2026-11-03; other text as it is."""
    for sign in "年月/.":
        text = text.replace(sign, "-")
    parts = text.replace("日", "").replace(" ", "").split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return text
    year, month, day = parts
    return f"{year}-{month:0>2}-{day:0>2}"


def _sentences(messages: Any) -> Iterable[tuple[str, str]]:
    for name, said in messages.items():
        yield ("" if name == "_schema" else str(name)), _first(said)


def _first(said: Any) -> str:
    """The first sentence of a field's messages, however deep they lie."""
    while isinstance(said, dict | list):
        said = next(iter(said.values() if isinstance(said, dict) else said), _("这一项不对。"))
    return field_message(str(said))
