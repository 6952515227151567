"""Addresses under which people find a node's pages."""

from __future__ import annotations

import pytest

from shared.domain.web_address import is_web_address


@pytest.mark.parametrize(
    "text", ["https://y.example", "http://10.1.2.3:8000", "https://y.example/station/"]
)
def test_an_address_of_pages(text: str) -> None:
    assert is_web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "y.example", "javascript:alert(1)", "https://", "https://a@y.example"),
        *("https://y.example?q=1", "https://y.example#top", "http://[", "http://y.example:0"),
        *("http://y.example:x", "https://y.example/" + "x" * 200),
    ],
)
def test_what_is_none(text: str) -> None:
    assert not is_web_address(text)
