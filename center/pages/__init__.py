"""The pages of this tier, for people."""

from __future__ import annotations

from flask import Blueprint

from center.pages import registration, registration_bulk, today, transfer

PAGES: list[Blueprint] = [
    today.blueprint,
    registration.blueprint,
    transfer.blueprint,
]
MORE = (registration_bulk,)  # views of the blueprints above that stand in files of their own
