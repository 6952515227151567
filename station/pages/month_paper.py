"""A month's report to keep or to hand in: as PDF, and as Excel in the bureaus' form."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from shared.clock import business_now
from shared.domain.month import Month
from shared.web.export import PDF, XLSX, download
from shared.web.login import needs
from shared.web.shell import own_title
from station.database import db
from station.documents.month_paper import lines_of, report_of
from station.documents.monthly_report import print_monthly_report
from station.documents.monthly_report_sheet import write_monthly_report
from station.models.month_paper import month_paper, officer_names, paper_lines
from station.models.volunteer import last_fours

blueprint = Blueprint("month_paper_page", __name__, url_prefix="/months")


@blueprint.get("/<string:month>/report.pdf")
@needs("month.read")
def show_paper(month: str) -> Response:
    """The newest signed revision; the draft, marked as one, while there is none."""
    asked = Month.parse(month)
    paper = month_paper(db.session(), asked, business_now())
    return download(print_monthly_report(report_of(paper, own_title())), f"report-{asked}.pdf", PDF)


@blueprint.get("/<string:month>/report.xlsx")
@needs("month.read")
def show_book(month: str) -> Response:
    """The same with the records one by one; our own import reads it back."""
    asked, session = Month.parse(month), db.session()
    paper = month_paper(session, asked, business_now())
    lines = paper_lines(session, paper)
    whose = last_fours(session, (line.record.volunteer_id for line in lines))
    rows = lines_of(lines, whose, officer_names(session))
    book = write_monthly_report(report_of(paper, own_title()), rows)
    return download(book, f"report-{asked}.xlsx", XLSX)
