"""A school's folder: its workbooks by name, its year, the ID numbers that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
        return self.workbooks(ROSTER)[0]

    @property
    def registrations(self) -> Path:
        return self.workbooks(REGISTRATIONS)[0]

    @property
    def records(self) -> list[Path]:
        """The year's workbook, or several where a school keeps a file a month."""
        return self.workbooks(RECORDS)

    @property
    def year(self) -> int:
        """The year that the records' file name says."""
        found = re.search(r"(20\d\d)", self.records[0].stem.removeprefix(RECORDS))
        if found is None:
            raise FileNotFoundError(f"{self.records[0]}:文件名里没有年份")
        return int(found.group(1))

    def workbooks(self, kind: str) -> list[Path]:
        found = sorted(
            file
            for file in self.folder.iterdir()
            if file.stem.startswith(kind) and file.suffix.lower() in SUFFIXES
        )
        if not found:
            raise FileNotFoundError(f"{self.folder}:没有“{kind}”")
        return found


def schools(folder: Path) -> list[School]:
    """Every folder that holds a roster, in the order of their names; other folders are left."""
    return [School(each) for each in _folders(folder)]


def _folders(folder: Path) -> Iterator[Path]:
    for each in sorted(folder.iterdir()):
        if each.is_dir() and any(file.stem.startswith(ROSTER) for file in each.iterdir()):
            yield each
