"""How Open311's answers are written: one value, as JSON or as XML."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree

XML, JSON = "xml", "json"
TYPES: Final = {XML: "text/xml", JSON: "application/json"}
_ONE: Final = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Document:
    """An answer: the name of its root, and a mapping or a list of them.

    In JSON the value stands alone; in XML under its root, a list's parts each in an element.
    """

    root: str
    value: Mapping[str, Any] | Sequence[Mapping[str, Any]]


def written(document: Document, form: str) -> bytes:
    """The bytes of an answer, `form` being XML or JSON."""
    if form == JSON:
        return json.dumps(document.value, ensure_ascii=False).encode("utf-8", "replace")
    root = ElementTree.Element(document.root)
    _fill(root, document.root, document.value)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}'.encode()


def asked_form(path: str) -> str:
    """As the address ends; XML where it says nothing."""
    return JSON if path.endswith(f".{JSON}") else XML


def _fill(element: ElementTree.Element, name: str, value: Any) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _fill(ElementTree.SubElement(element, key), key, inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _fill(ElementTree.SubElement(element, _ONE[name]), _ONE[name], inner)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = _UNWRITABLE.sub("�", str(value))
