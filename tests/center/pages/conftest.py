"""An officer at the center's pages."""

from __future__ import annotations

import pytest

from tests.center.bureau import Bureau
from tests.center.pages.reader import Reader, reader


@pytest.fixture
def officer(bureau: Bureau) -> Reader:
    """Signed in, in Chinese."""
    return reader(bureau, "officer")
