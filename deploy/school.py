"""A school's folder: its workbooks by name, its year, the ID numbers that stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = (".xlsx", ".xls", ".ods", ".csv")
ROSTER, REGISTRATIONS, RECORDS = "党员花名册", "义工登记与审核", "服务活动情况统计表"


@dataclass(frozen=True)
class School:
    """One folder: its name is the station's title."""

    folder: Path

    @property
    def title(self) -> str:
        return self.folder.name

    @property
    def roster(self) -> Path:
        return workbooks(self.folder, ROSTER)[0]

    @property
    def registrations(self) -> Path:
        return workbooks(self.folder, REGISTRATIONS)[0]

    @property
    def records(self) -> list[Path]:
        """The last year's workbook, or several where a school keeps a file a month."""
        return [file for file in workbooks(self.folder, RECORDS) if _year(file) == self.year]

    @property
    def year(self) -> int:
        """The year that the records' file name says, the last where there are several."""
        years = [_year(file) for file in workbooks(self.folder, RECORDS)]
        if not any(years):
            raise FileNotFoundError(f"{self.folder}:“{RECORDS}”的文件名里没有年份")
        return max(years)


def schools(folder: Path) -> list[School]:
    """Every folder with the three workbooks, in the order of their names; others are left."""
    return [School(each) for each in sorted(folder.iterdir()) if _is_school(each)]


def workbooks(folder: Path, kind: str) -> list[Path]:
    """The folder's workbooks of a kind, the one that bears just this name first."""
    found = [
        file
        for file in folder.iterdir()
        if file.is_file() and file.stem.startswith(kind) and file.suffix.lower() in SUFFIXES
    ]
    return sorted(found, key=lambda file: (file.stem != kind, file.name))


def _is_school(folder: Path) -> bool:
    if folder.name.startswith(".") or not folder.is_dir():
        return False
    return all(workbooks(folder, kind) for kind in (ROSTER, REGISTRATIONS, RECORDS))


def _year(file: Path) -> int:
    found = re.search(r"20\d\d", file.stem.removeprefix(RECORDS))
    return int(found[0]) if found else 0
