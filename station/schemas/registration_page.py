"""The registration form of the pages: flat fields, as they are typed or ticked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from marshmallow import Schema, fields, validate

from shared.domain.service_record import Category
from station.domain.free_time import Part
from station.domain.word import listed

SLOTS: Final = tuple(f"{day}-{part}" for part in Part for day in range(1, 8))
PLACES: Final[Mapping[str, str]] = {"originals": "id_card_seen", "consents": "sensitive"}
DECLARED: Final = ("specialties", "categories", "free_times", "health", "conduct", "consents")


class DeclaredSchema(Schema):
    """What a volunteer declares, and may say anew when a form comes back."""

    specialties = fields.String(validate=validate.Length(max=200))
    categories = fields.List(fields.String(validate=validate.OneOf([*Category])))
    free_times = fields.List(fields.String(validate=validate.OneOf(SLOTS)))
    health = fields.Boolean()
    conduct = fields.Boolean()
    sensitive = fields.Boolean()
    naming = fields.Boolean()
    photos = fields.Boolean()


class RegisterPageSchema(DeclaredSchema):
    """Besides, who stands before the clerk, that both originals were seen, and their portrait."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=60))
    id_number = fields.String(required=True, validate=validate.Length(min=1, max=40))
    id_card_seen = fields.Boolean()
    party_card_seen = fields.Boolean()
    file = fields.Raw()
    photo = fields.UUID(load_default=None)


def declared(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as `RegistrationForm` has them."""
    return {
        "specialties": tuple(listed(typed.get("specialties", ""))),
        "categories": tuple(typed.get("categories", ())),
        "free_times": tuple(typed.get("free_times", ())),
        "health": typed["health"],
        "conduct": typed["conduct"],
        "consents": {name: typed[name] for name in ("sensitive", "naming", "photos")},
    }


def written(specialties: Iterable[str]) -> str:
    """Several as one field shows them; `declared` reads them apart again."""
    return "、".join(specialties)
