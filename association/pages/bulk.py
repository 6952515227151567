"""What was ticked in a form, and what came of each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from association.domain.bulk import Result
from association.sentences import SENTENCES
from shared.errors import InvalidError
from shared.web.bulk import REFUSED
from shared.web.saved_filter import local
from shared.web.say import say
from shared.web.sentences import sentence_of

OWN = ("ids", "count", "csrf_token")


def ticked() -> tuple[list[UUID] | None, int]:
    """The ids and the count that was seen; None for all that wait, where the form says so."""
    try:
        ids = [UUID(text) for text in request.form.getlist("ids")]
        count = int(request.form.get("count") or len(ids))
    except ValueError:
        raise InvalidError("form.invalid", fields="ids, count") from None
    if request.form.get("all") == "1":
        return None, count
    if not ids:
        raise InvalidError("bulk.nothing", field="ids")
    return ids, len(ids)


def some() -> tuple[list[UUID], int]:
    """As `ticked`, where all that wait can't be meant."""
    ids, count = ticked()
    if ids is None:
        raise InvalidError("bulk.nothing", field="ids")
    return ids, count


def told(
    results: Sequence[Result], names: Mapping[UUID, str], title: str, done: str
) -> Response | str:
    """Back where all were done; else a page with what wasn't, still ticked."""
    back = local(request.form.get("back", ""))
    if all(result.outcome != REFUSED for result in results):
        say(done)
        return redirect(back)
    rows = [(one.id, names.get(one.id, str(one.id)), _sentence(one)) for one in results]
    again = {name: value for name, value in request.form.items() if name not in OWN}
    again.pop("all", None)
    page = {"title": title, "rows": rows, "action": request.path, "again": again, "back": back}
    return render_template("bulk_result.html", **page)


def _sentence(result: Result) -> str:
    if result.outcome != REFUSED:
        return ""
    return sentence_of(SENTENCES, result.code, result.values)
