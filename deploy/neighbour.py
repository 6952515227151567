"""A small station's people, written as the two workbooks by which they become volunteers."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.board import Board
from deploy.clerk import Clerk
from deploy.district import District
from deploy.school import REGISTRATIONS, ROSTER, School
from shared.domain.id_number import Sex, check_digit, sex

ROSTER_HEADINGS = ("序号", "姓名", "性别", "身份证号", "入党时间", "职务", "联系电话")
REGISTRATION_HEADINGS = (
    *("姓名", "身份证号", "特长", "可服务类别"),
    *("可服务时间", "申请日期", "审核结果", "审核日期"),
)
SEXES = {Sex.FEMALE: "女", Sex.MALE: "男"}


@dataclass(frozen=True)
class Member:
    """An invented party member; `digits` are the first 17 of the ID number."""

    name: str
    digits: str
    specialty: str
    categories: str = "便民利民、困难帮扶"
    free: str = "随时"

    @property
    def id_number(self) -> str:
        return self.digits + check_digit(self.digits)


NEIGHBOURS = (
    Member("冯春雨", "13020419750512001", "园艺、果树"),
    Member("蒋丰收", "13020419820923003", "种植"),
    Member("沈秋田", "13020419900407002", "农机维修", "社会公共"),
)


def open_stations(part: District, people: Sequence[Sequence[Member]], year: int) -> None:
    """Rosters and registrations of a center's stations, and the center confirms the papers."""
    folder = part.clock.path.parent / "members" / part.center.process.code
    for node, members in zip(part.stations, people, strict=True):
        clerk = Clerk(node, write_school(folder / node.process.code, members, year), year)
        clerk.import_roster()
        clerk.import_registrations()
    part.settle()
    Board(part, year).confirm_claims()
    part.settle()


def write_school(folder: Path, members: Sequence[Member], year: int) -> School:
    """Everybody's paper was approved in the year before."""
    folder.mkdir(parents=True)
    roster = [
        (n, who.name, SEXES[sex(who.id_number)], who.id_number, "2010-07-01", "干部", _phone(n))
        for n, who in enumerate(members, 1)
    ]
    days = (f"{year - 1}-03-01", "通过", f"{year - 1}-03-10")
    papers = [
        (who.name, who.id_number, who.specialty, who.categories, who.free, *days) for who in members
    ]
    _write(folder / f"{ROSTER}.csv", [ROSTER_HEADINGS, *roster])
    _write(folder / f"{REGISTRATIONS}.csv", [REGISTRATION_HEADINGS, *papers])
    return School(folder)


def _phone(n: int) -> str:
    return f"138{n:08}"


def _write(file: Path, rows: Sequence[Sequence[object]]) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        csv.writer(target).writerows(rows)
