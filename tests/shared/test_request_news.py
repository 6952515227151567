"""What is told of a routed request names a key, or waits for it."""

from __future__ import annotations

import pytest

from center.models.service_request import ServiceRequest
from shared import request_news as news
from shared.errors import NotFoundError


def test_somebody_took_it_whose_key_is_unknown_so_far() -> None:
    row = ServiceRequest(taker="station:02-1")
    with pytest.raises(NotFoundError, match=r"key\.unknown") as refused:
        news.taken(row, None, "")
    assert refused.value.values == {"node": "station:02-1"}
