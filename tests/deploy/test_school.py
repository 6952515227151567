"""The schools of an input folder: which folders, which files, which year."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.school import REGISTRATIONS, School, schools

FILES = ("党员花名册.xls", "义工登记与审核.csv", "服务活动情况统计表-2026.ods")


def school(folder: Path, *files: str) -> Path:
    folder.mkdir()
    for name in files:
        (folder / name).touch()
    return folder


def test_folders_with_the_three_workbooks_are_schools_and_others_are_left(tmp_path: Path) -> None:
    school(tmp_path / "乙校", *FILES, "~$党员花名册.xls", ".DS_Store", "说明.txt")
    school(tmp_path / "甲校", *FILES)
    school(tmp_path / ".回收站", *FILES)
    school(tmp_path / "丙校", "党员花名册.docx", *FILES[1:])
    school(tmp_path / "照片", "一.jpg")
    (tmp_path / "党员花名册.xlsx").touch()
    assert [each.title for each in schools(tmp_path)] == ["乙校", "甲校"]


def test_the_file_with_just_the_name_counts_before_copies(tmp_path: Path) -> None:
    folder = school(tmp_path / "校", *FILES, "党员花名册 (1).xls", f"{REGISTRATIONS}(旧).csv")
    found = School(folder)
    assert (found.roster.name, found.registrations.name) == FILES[:2]


def test_of_several_years_the_last_is_walked_with_all_of_its_files(tmp_path: Path) -> None:
    names = [f"服务活动情况统计表-2026-{month}月.csv" for month in (1, 2)]
    folder = school(tmp_path / "校", *FILES[:2], "服务活动情况统计表-2025.xlsx", *names)
    found = School(folder)
    assert (found.year, [file.name for file in found.records]) == (2026, names)


def test_a_file_without_a_year_is_named(tmp_path: Path) -> None:
    folder = school(tmp_path / "校", *FILES[:2], "服务活动情况统计表.xlsx")
    with pytest.raises(FileNotFoundError, match="没有年份"):
        _ = School(folder).year
