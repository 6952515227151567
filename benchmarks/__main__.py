"""`make bench`: runs everything, prints it, and keeps it in baseline.md."""

from __future__ import annotations

import os
import platform
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import ingest, pages, spine, station_import
from benchmarks.paired import Reading
from deploy.postgres import databases

BASELINE = Path(__file__).with_name("baseline.md")
HEADING = """# What the benchmarks read

Written by `make bench`. Absolutes differ from machine to machine and from run to run; the ratios
count. A reference that scatters over 1.5 × makes a ratio inconclusive.

"""
COLUMNS = (
    "| what | unit | ours | reference | | ratio | scatter |\n|---|---|---:|---|---:|---:|---:|\n"
)


def main() -> None:
    readings: list[Reading] = []
    machine = _machine()
    for name, run in _benchmarks().items():
        start = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="yigong-bench-") as folder:
            found = run(Path(folder))
        print(f"{name}: {time.perf_counter() - start:.0f} s")
        readings += found
        print("".join(map(_row, found)))
    text = HEADING + machine + COLUMNS + "".join(map(_row, readings))
    BASELINE.write_text(text, encoding="utf-8")
    slow = [
        f"{each.name}: {each.ratio:.1f} × of at most {each.most}"
        for each in readings
        if each.is_too_slow
    ]
    if slow:
        raise SystemExit("\n".join(slow))


def _benchmarks() -> dict[str, Callable[[Path], list[Reading]]]:
    return {
        "import": station_import.run,
        "spine": spine.run,
        "ingest": _ingest,
        "pages": pages.run,
    }


def _ingest(folder: Path) -> list[Reading]:
    with databases(["yigong_bench"]) as [url]:
        return ingest.run(folder, url)


def _row(reading: Reading) -> str:
    note = "" if reading.is_steady else " inconclusive"
    return (
        f"| {reading.name} | {reading.unit} | {reading.ours:,.0f} | {reading.against} "
        f"| {reading.reference:,.0f} | {reading.ratio:.4f} | {reading.scatter:.2f}{note} |\n"
    )


def _machine() -> str:
    """With the load before the run: beside other work the figures fall and scatter."""
    today, python = datetime.now(UTC).date(), platform.python_version()
    load = os.getloadavg()[0]
    return f"{today}, {os.cpu_count()} cores, Python {python}, load {load:.1f} before.\n\n"


if __name__ == "__main__":
    main()
