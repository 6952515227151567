"""The pages of this tier, for people."""

from __future__ import annotations

from flask import Blueprint

from center.pages import today

PAGES: list[Blueprint] = [
    today.blueprint,
]
