"""The two languages of the pages: msgids are Chinese, English stands in plain .po files."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, request
from flask_babel import Babel, Domain, get_locale

CHINESE = "zh_Hans_CN"
ENGLISH = "en"
LANGUAGES = {"zh": CHINESE, "en": ENGLISH}
TAGS = {CHINESE: "zh-CN", ENGLISH: "en"}
COOKIE = "language"
ROOT = Path(__file__).parent.parent.parent


class Catalogues(Domain):  # type: ignore[misc]
    """The .po files of shared and of one tier, read once in a process; no compiled copies."""

    def __init__(self, package: str) -> None:
        super().__init__()
        self.package = package

    def get_translations(self) -> NullTranslations:
        """What answers the request's language; Chinese is the msgid itself."""
        chosen = get_locale()
        if chosen is None or chosen.language != ENGLISH:
            return NullTranslations()
        return english(self.package)


@cache
def english(package: str) -> Translations:
    """Every msgid of shared and the tier to its English."""
    whole = Catalog(locale=ENGLISH)
    for file in catalogues("shared") + catalogues(package):
        for message in read_po(io.BytesIO(file.read_bytes()), locale=ENGLISH):
            if message.id:
                whole.add(message.id, message.string)
    compiled = io.BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Translations(compiled)


def catalogues(package: str) -> list[Path]:
    """A package's .po files, one for each of its nouns."""
    return sorted((ROOT / package / "translations" / ENGLISH).glob("*.po"))


def add_languages(app: Flask, package: str) -> None:
    """Chinese unless the reader chose English; the choice is a cookie."""
    babel = Babel(app, default_locale=CHINESE, locale_selector=chosen_language)
    vars(babel)["domain_instance"] = Catalogues(package)

    @app.context_processor
    def _() -> dict[str, Any]:
        chosen = chosen_language()
        return {"language": chosen, "language_tag": TAGS[chosen]}


def chosen_language() -> str:
    """The reader's, by cookie."""
    return LANGUAGES.get(request.cookies.get(COOKIE, ""), CHINESE)


def is_english() -> bool:
    """Whether the request's pages are in English."""
    chosen: Locale | None = get_locale()
    return chosen is not None and chosen.language == ENGLISH


def marked(text: str) -> str:
    """The msgid itself, for the extractor to see: it is translated where it is shown."""
    return text
