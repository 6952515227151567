"""Open311's answers as JSON and XML."""

from __future__ import annotations

import json

from defusedxml import ElementTree

from shared.web.open311_text import JSON, XML, Document, asked_form, written

DEFINITION = Document(
    "service_definition",
    {
        "service_code": "repair",
        "attributes": [
            {"variable": True, "values": [{"key": "6-morning", "name": "周六上午"}], "note": None},
        ],
    },
)


def test_a_list_stands_bare_in_json_and_under_its_root_in_xml() -> None:
    document = Document("services", [{"service_code": "repair"}, {"service_code": "errand"}])
    assert json.loads(written(document, JSON)) == document.value
    root = ElementTree.fromstring(written(document, XML))
    assert (root.tag, [one.tag for one in root]) == ("services", ["service", "service"])
    assert [one.findtext("service_code") for one in root] == ["repair", "errand"]


def test_what_lies_deeper_is_written_likewise() -> None:
    assert json.loads(written(DEFINITION, JSON)) == DEFINITION.value
    root = ElementTree.fromstring(written(DEFINITION, XML))
    assert root.findtext("attributes/attribute/variable") == "true"
    assert root.findtext("attributes/attribute/values/value/name") == "周六上午"
    note = root.find("attributes/attribute/note")
    assert note is not None
    assert note.text is None


def test_signs_that_no_reader_takes_are_marked() -> None:
    odd = Document("errors", [{"description": "a\x00\x0b<&>\ud800\U0001f6b0\ufffe"}])
    root = ElementTree.fromstring(written(odd, XML))
    assert root.findtext("error/description") == "a��<&>�\U0001f6b0�"
    assert json.loads(written(odd, JSON))[0]["description"].startswith("a\x00")


def test_false_is_a_word_and_xml_is_what_nobody_asked_against() -> None:
    assert b"<metadata>false</metadata>" in written(Document("service", {"metadata": False}), XML)
    assert asked_form("/open311/v2/services.json") == JSON
    assert asked_form("/open311/v2/services.xml") == asked_form("/open311/v2/services") == XML
