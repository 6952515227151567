"""Faults of the database that pass by themselves: no message is to blame for them."""

from __future__ import annotations

import traceback

from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

PASSING = (
    # PostgreSQL: connection, deadlock and serialization, no room, shut down
    *("08", "40", "53", "57P"),
    *("SQLITE_BUSY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_LOCKED"),
)


def passes(error: Exception) -> bool:
    """Whether the same message may well be applied a moment later, nothing changed."""
    if isinstance(error, PendingRollbackError | PoolTimeoutError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    names = (getattr(error.orig, name, None) for name in ("pgcode", "sqlite_errorname"))
    code = next((name for name in names if isinstance(name, str)), "")
    return error.connection_invalidated or code.startswith(PASSING)


def where(error: Exception) -> str:
    """Kind and place of a fault; never its text, which may quote personal data."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} {place}"
