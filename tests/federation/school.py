"""A small invented school: members, registrations and months of records, all known secrets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from deploy.school import School

ROSTER_HEADINGS = ("序号", "姓名", "性别", "身份证号", "入党时间", "职务", "联系电话")
REGISTRATION_HEADINGS = (
    "姓名",
    "身份证号",
    "特长",
    "可服务类别",
    "可服务时间",
    "申请日期",
    "审核结果",
    "审核日期",
)
RECORD_HEADINGS = (
    "序号",
    "姓名",
    "证件后四位",
    "服务日期",
    "开始时间",
    "结束时间",
    "扣除(分钟)",
    "服务时长(小时)",
    "服务类别",
    "服务形式",
    "服务地点",
    "服务内容",
    "服务对象签字",
    "评价",
    "占用工作时间",
    "认定人",
    "复核人",
)
CATEGORIES = ("时政宣教", "便民利民", "困难帮扶", "社会公共", "助推中心")
FORMS = ("集中服务", "派单服务", "定点服务")
FAMILIES = "欧阳司马上官诸葛令狐慕容宇文尉迟"
GIVEN = "璟瑄翀彧琰昶骁翊"
YEAR = 2025
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Person:
    """A member: what never leaves the station in clear is all here."""

    name: str
    id_number: str
    born: date
    phone: str
    joined: date

    @property
    def sex(self) -> str:
        return "男" if int(self.id_number[16]) % 2 else "女"

    @property
    def secrets(self) -> list[str]:
        days = [text for day in (self.born, self.joined) for text in spellings(day)]
        return [self.id_number, self.id_number[:14], self.id_number[6:], self.phone, *days]


@dataclass
class SmallSchool:
    """`number` makes people, phones, days, places and contents unlike any other school's."""

    title: str
    number: int
    members: int = 8
    volunteers: int = 7
    rows: int = 40
    months: Sequence[int] = (1, 2)
    people: list[Person] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.people = [person(self.number, index) for index in range(self.members)]

    @property
    def places(self) -> list[str]:
        return [f"秘境{'甲乙丙丁'[self.number]}巷{sign}号院" for sign in "一二三四五"]

    @property
    def contents(self) -> list[str]:
        return [f"照护{'子丑寅卯'[self.number]}姓老人{sign}事" for sign in "衣食住行医"]

    @property
    def watched(self) -> list[Person]:
        """Who registers first, and two who don't: to look for everybody would take too long."""
        return [*self.people[: self.volunteers], *self.people[-2:]]

    @property
    def mover(self) -> Person:
        """A volunteer whose records are in January's sheet alone."""
        return self.people[self.volunteers - 1]

    @property
    def secrets(self) -> list[str]:
        watched = (s for each in self.watched for s in each.secrets)
        return [*watched, *self.places, *self.contents]

    def write(self, folder: Path) -> School:
        """Its three workbooks in `folder`/title."""
        home = folder / self.title
        home.mkdir(parents=True)
        write_book(home / "党员花名册.xlsx", {"花名册": [ROSTER_HEADINGS, *self._roster()]})
        rows = [REGISTRATION_HEADINGS, *self._registrations()]
        write_book(home / "义工登记与审核.xlsx", {"登记表": rows})
        sheets = {f"{month}月": [RECORD_HEADINGS, *self.records(month)] for month in self.months}
        write_book(home / f"服务活动情况统计表-{YEAR}.xlsx", sheets)
        return School(home)

    def _roster(self) -> list[tuple[object, ...]]:
        return [
            (i, who.name, who.sex, who.id_number, who.joined.isoformat(), "教师", who.phone)
            for i, who in enumerate(self.people, 1)
        ]

    def _registrations(self) -> list[tuple[object, ...]]:
        facts = ("法律咨询", "便民利民、困难帮扶", "周六上午", "2024-03-01", "通过", "2024-03-10")
        return [(who.name, who.id_number, *facts) for who in self.people[: self.volunteers]]

    def records(self, month: int) -> list[tuple[object, ...]]:
        """Rows without fault: no overlap, never more than 8 hours a day."""
        return [self._record(month, index) for index in range(self.rows)]

    def _record(self, month: int, index: int) -> tuple[object, ...]:
        serving = self.volunteers - (month > 1)
        who = self.people[index % serving]
        day = date(YEAR, month, 1) + timedelta(days=index // serving * 2 + month % 2)
        form = FORMS[index % 3]
        return (
            index + 1,
            who.name,
            who.id_number[-4:],
            day.isoformat(),
            "08:30",
            f"{9 + index % 3}:30",
            "",
            1 + index % 3,
            CATEGORIES[index % 5],
            form,
            self.places[index % 5],
            self.contents[index // 5 % 5],
            "已签字" if form == "派单服务" else "",
            "不满意" if index % 11 == 7 else "满意",
            "是" if index % 13 == 5 else "否",
            "王书记",
            "",
        )


def person(school: int, index: int, days: int = 0) -> Person:
    """Invented; born and joined on days of which there is only one in a district."""
    born = date(1961, 2, 3) + timedelta(days=school * 1013 + index * 211 + days)
    digits = f"130204{born:%Y%m%d}{(school * 100 + index * 7 + 311) % 1000:03}"
    number = digits + check_sign(digits)
    phone = f"139{school:02}{(index + 1) * 7331:06}"
    family = FAMILIES[index % 8 * 2 : index % 8 * 2 + 2]
    name = family + GIVEN[school] + ("" if index < 8 else GIVEN[index // 8])
    joined = date(1988, 5, 6) + timedelta(days=school * 997 + index * 173)
    return Person(name, number, born, phone, joined)


def check_sign(digits: str) -> str:
    """The last place of an ID number (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def spellings(day: date) -> list[str]:
    """The ways in which people and programs write a day."""
    year, month, number = day.year, day.month, day.day
    return [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day:%Y/%m/%d}",
        f"{day:%Y.%m.%d}",
        f"{day:%d.%m.%Y}",
        f"{year}年{month}月{number}日",
        f"{year}/{month}/{number}",
        f"{year}.{month}.{number}",
    ]


def write_book(file: Path, sheets: dict[str, list[tuple[object, ...]]]) -> None:
    book = xlsxwriter.Workbook(str(file))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
