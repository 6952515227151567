"""/api/years: the sealed year with all its versions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask_smorest import Blueprint

from shared.clock import business_now
from shared.database import transaction
from shared.domain.year import Status
from shared.web.login import current_actor, needs
from station.actions.yearly_report import seal_year
from station.api.basis import listed
from station.database import db
from station.models.year_draft import Result, YearDraft
from station.models.year_report import YearReport, years_versions
from station.schemas.basis import ChecksSchema
from station.schemas.yearly_report import YearResultsSchema, YearSchema

blueprint = Blueprint("year", __name__, url_prefix="/api/years")


@blueprint.route("/<int:year>")
@needs("year.read")
@blueprint.response(200, YearSchema)
def show_year(year: int) -> dict[str, Any]:
    """Every version as it was signed: each volunteer's twelve months and sums."""
    return _year(year, years_versions(db.session(), year))


@blueprint.route("/<int:year>/seal", methods=["POST"])
@needs("year.seal")
@blueprint.response(201, YearSchema)
def post_seal(year: int) -> dict[str, Any]:
    """Signs the year, once all its months are accepted, and reports it."""
    with transaction(db) as session:
        seal_year(session, current_actor(), business_now(), year)
    return _year(year, years_versions(db.session(), year))


@blueprint.route("/<int:year>/checks")
@needs("year.read")
@blueprint.response(200, ChecksSchema)
def show_year_checks(year: int) -> dict[str, Any]:
    """What the year lacks before the head seals it."""
    return listed(YearDraft(db.session(), year, business_now()).checks)


@blueprint.route("/<int:year>/results")
@needs("year.read")
@blueprint.response(200, YearResultsSchema)
def show_results(year: int) -> dict[str, Any]:
    """Everybody's figures, the star that they reach, and the association's word."""
    found = YearDraft(db.session(), year, business_now()).results
    return {"items": [_result(one) for one in found], "total": len(found)}


def _result(result: Result) -> dict[str, Any]:
    decided = result.decided
    return asdict(result.figures) | {
        "volunteer": result.volunteer,
        "name": result.name,
        "proposed": result.proposed,
        "decided": decided and decided.star,
        "decision": decided and decided.decision,
        "is_reported": result.is_reported,
    }


def _year(year: int, versions: list[YearReport]) -> dict[str, Any]:
    return {
        "year": year,
        "status": versions[-1].status if versions else Status.OPEN,
        "versions": [_version(version) for version in versions],
    }


def _version(report: YearReport) -> dict[str, Any]:
    return {
        "version": report.version,
        "status": report.status,
        "signed_by": report.signed_by,
        "sealed_at": report.sealed_at,
        "parts": len(report.parts),
        "volunteers": [line for part in report.parts for line in part["volunteers"]],
        "return_reason": report.return_reason,
        "differences": report.differences,
        "returned_at": report.returned_at,
    }
