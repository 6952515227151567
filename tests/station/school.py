"""The schools' example workbooks, read and judged without a database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from shared.domain import id_number
from shared.domain.policy import default_policy
from shared.workbook import reader
from station.domain import record_judgement, registration, roster, service_record
from station.domain.outcome import Judged
from station.workbooks import registration as registration_book
from station.workbooks import roster as roster_book
from station.workbooks import service_record as record_book

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
EXPECTED: list[dict[str, Any]] = json.loads((ROOT / "tests/expected.json").read_text("utf-8"))
TODAY = date(2026, 1, 5)
ROSTER, REGISTRATIONS, RECORDS = (
    "党员花名册.xlsx",
    "义工登记与审核.xlsx",
    "服务活动情况统计表-2025.xlsx",
)
FILES = (ROSTER, REGISTRATIONS, RECORDS)
POLICY = default_policy(2025)
_NAMES = UUID("00000000-0000-0000-0000-000000000001")


def uuid_of(number: str) -> UUID:
    return uuid5(_NAMES, number)


@dataclass
class School:
    """What an import of the three workbooks gives."""

    roster: Sequence[Judged[roster.Member]]
    registrations: Sequence[Judged[registration.Registration]]
    volunteers: list[service_record.Volunteer]
    records: Sequence[Judged[service_record.Record]]


def open_school(name: str, folder: Path = EXAMPLES) -> School:
    members, registrations, records = (reader.read_file(folder / name / file) for file in FILES)
    return judge_school(members, registrations, records)


def judge_school(
    members: Sequence[reader.Sheet],
    registrations: Sequence[reader.Sheet],
    records: Sequence[reader.Sheet],
    record_file: str = RECORDS,
) -> School:
    listed = roster.judge_roster(roster_book.rows(members), TODAY)
    names = {judged.value.id_number: judged.value.name for judged in listed if judged.value}
    claims = registration.judge_registrations(
        registration_book.rows(registrations), registration.Situation(names, {}, TODAY)
    )
    people = [volunteer(judged.value) for judged in claims if judged.value]
    situation = service_record.Situation(people, (), POLICY, TODAY)
    rows = record_book.rows(records, record_file)
    return School(listed, claims, people, record_judgement.judge_records(rows, situation))


def volunteer(claim: registration.Registration) -> service_record.Volunteer:
    return service_record.Volunteer(
        uuid_of(claim.id_number), claim.name, id_number.last_four(claim.id_number), claim.decided
    )
