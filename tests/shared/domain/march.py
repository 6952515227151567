"""Four entries of one March by three people, and their tally."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from shared.domain.entry import Entry
from shared.domain.policy import default_policy
from shared.domain.service_record import Category, Evaluation, Form
from shared.domain.tally import add_up

POLICY = default_policy(2025)
ANNA, BERT, CARL = UUID(int=1), UUID(int=2), UUID(int=3)


def entry(number: int, **values: Any) -> Entry:
    first = Entry(
        record=UUID(int=1000 + number),
        volunteer=ANNA,
        certifier=CARL,
        date=date(2025, 3, 5),
        start="08:00",
        end="10:00",
        hours=2,
        category=Category.CONVENIENCE,
        form=Form.GROUP,
        evaluation=Evaluation.SATISFIED,
        paid=False,
        channel="clerk",
        activity="square",
    )
    return replace(first, **values)


ENTRIES = [
    entry(1),
    entry(2, volunteer=BERT, evaluation=Evaluation.DISSATISFIED),
    entry(3, hours=1, paid=True, activity=""),
    entry(4, form=Form.DISPATCHED, hours=3, evaluation=Evaluation.NONE, activity=""),
]
TALLY = add_up(ENTRIES, POLICY)
