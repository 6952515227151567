"""What a center tells a station beside decisions: of what kind, and until when it stands (三)."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What became of the subject: an exemption, a month's missing report, the station itself."""

    EXEMPTION_GRANTED = "exemption.granted"
    EXEMPTION_WITHDRAWN = "exemption.withdrawn"
    REPORT_REMINDED = "report.reminded"
    STATION_CLOSED = "station.closed"
    STATION_REOPENED = "station.reopened"
