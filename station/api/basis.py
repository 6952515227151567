"""/api/months/<month>/basis, /comparison and /checks: why a figure, what changed, what lacks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from shared.clock import business_now
from shared.domain.entry import Entry
from shared.domain.month import Month
from shared.errors import NotFoundError
from shared.web.login import needs
from station.database import db
from station.domain.month_check import Check, blocking
from station.models.basis import Figure, month_basis
from station.models.comparison import Compared, compare_versions
from station.models.month_draft import month_draft
from station.models.month_report import report_of
from station.models.tally_version import TallyVersion, version_of
from station.schemas.basis import (
    BasisQuerySchema,
    BasisSchema,
    ComparisonQuerySchema,
    ComparisonSchema,
    MonthChecksSchema,
)

blueprint = Blueprint("basis", __name__, url_prefix="/api/months")


@blueprint.route("/<string:month>/basis")
@needs("month.read")
@blueprint.arguments(BasisQuerySchema, location="query")
@blueprint.response(200, BasisSchema)
def show_basis(asked: dict[str, Any], month: str) -> dict[str, Any]:
    """The records behind a figure, each with its part and the reason for it."""
    of_month, revision = Month.parse(month), asked.pop("revision")
    version = None if revision is None else _version(of_month, revision)
    basis = month_basis(db.session(), of_month, Figure(**asked), version)
    policy = basis.policy.to_dict()
    return {"rows": basis.rows, "total": len(basis.rows), "sums": basis.sums, "policy": policy}


@blueprint.route("/<string:month>/comparison")
@needs("month.read")
@blueprint.arguments(ComparisonQuerySchema, location="query")
@blueprint.response(200, ComparisonSchema)
def show_comparison(asked: dict[str, Any], month: str) -> dict[str, Any]:
    """Two versions side by side, or one beside what would be signed now."""
    of_month = Month.parse(month)
    before = _version(of_month, asked["before"])
    after = None if asked["after"] is None else _version(of_month, asked["after"])
    found = compare_versions(db.session(), of_month, before, after)
    people = [
        {"volunteer": line.volunteer, "name": found.names[line.volunteer], "pairs": line.pairs}
        for line in found.figures.volunteers
    ]
    return {
        "cells": found.figures.cells,
        "sums": found.figures.total,
        "told": found.figures.told,
        "volunteers": people,
        "added": _moved(found, ((entry, ()) for entry in found.entries.added)),
        "removed": _moved(found, ((entry, ()) for entry in found.entries.removed)),
        "changed": _moved(found, ((one.after, one.fields) for one in found.entries.changed)),
    }


@blueprint.route("/<string:month>/checks")
@needs("month.read")
@blueprint.response(200, MonthChecksSchema)
def show_checks(month: str) -> dict[str, Any]:
    """What the draft lacks, point by point, and the text that drafts itself."""
    of_month, session = Month.parse(month), db.session()
    draft = month_draft(session, of_month, report_of(session, of_month), business_now())
    return listed(draft.checks) | {"summary": draft.summary}


def listed(checks: Iterable[Check]) -> dict[str, Any]:
    """Checks as a list, and whether one of them stops the signature."""
    found = list(checks)
    return {"items": found, "total": len(found), "blocked": bool(blocking(found))}


def _version(month: Month, revision: int) -> TallyVersion:
    session = db.session()
    report = report_of(session, month)
    version = version_of(session, report.id, revision) if report else None
    if version is None:
        raise NotFoundError("monthly_report.unknown_revision", revision=revision)
    return version


def _moved(
    found: Compared, entries: Iterable[tuple[Entry, tuple[str, ...]]]
) -> list[dict[str, Any]]:
    return [_line(found.names, entry, changed) for entry, changed in entries]


def _line(names: dict[UUID, str], entry: Entry, changed: tuple[str, ...]) -> dict[str, Any]:
    return {
        "record": entry.record,
        "volunteer": entry.volunteer,
        "name": names[entry.volunteer],
        "day": entry.date,
        "hours": entry.hours,
        "evaluation": entry.evaluation,
        "fields": changed,
    }
