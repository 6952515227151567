"""How names are read and typed: every reading of the pinyin, initials, parts; a login proposed."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product
from math import prod

os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # single signs are read: words cost 0.5 s a start

from pypinyin import Style, pinyin

LONGEST = 80
MOST_READINGS = 64
LONGEST_STEM = 40
_KEPT = re.compile(r"[\w𠀀-𯿿]+")
# surnames whose usual reading is not the character's first one
_SURNAMES = {
    **{"曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "任": "ren"},
    **{"朴": "piao", "区": "ou", "盖": "ge", "缪": "miao", "翟": "zhai", "乐": "yue"},
    **{"覃": "qin", "尉": "wei", "种": "chong", "重": "chong", "召": "shao", "冼": "xian"},
    **{"员": "yun", "秘": "bi", "折": "she", "黑": "he", "句": "gou", "繁": "po", "洗": "xian"},
    **{"宓": "mi", "那": "na", "贾": "jia", "沈": "shen", "薄": "bo", "车": "che", "长": "zhang"},
}
_DOUBLE = {"万俟": ("mo", "qi"), "尉迟": ("yu", "chi"), "长孙": ("zhang", "sun")}


def key(text: str) -> str:
    """What is compared: no spaces, dots, apostrophes or widths, no letter case."""
    return "".join(_KEPT.findall(unicodedata.normalize("NFKC", text).casefold()))[:LONGEST]


def tokens(name: str) -> frozenset[str]:
    """By which beginnings a name is found: itself, its pinyin and initials, each from any sign on.

    曾丽 is 曾丽, 丽, zengli, cengli, li, zl and cl; lü is also lv, lyu and lu.
    """
    written = key(name)
    found = {written[at:] for at in range(len(written))}
    for syllables in _readings(written):
        for at in range(len(syllables)):
            found.add("".join(syllables[at:])[:LONGEST])
        initials = "".join(syllable[0] for syllable in syllables)
        found |= {initials[at:] for at in range(max(len(initials) - 1, 1))}
    return frozenset(found - {""})


def login_for(name: str, taken: Iterable[str] = ()) -> str:
    """The pinyin as the surname is usually read, with the first number from 2 that is free."""
    stem = stem_of(name)
    known = set(taken)
    if stem not in known:
        return stem
    number = 2
    while f"{stem}{number}" in known:
        number += 1
    return f"{stem}{number}"


def stem_of(name: str) -> str:
    """The login without a number: letters alone, so that nobody's number or birthday is in it."""
    written = key(name)
    double = _DOUBLE.get(written[:2])
    surname: Sequence[str] = double or ([_SURNAMES[written[0]]] if written[:1] in _SURNAMES else [])
    given = [_syllables(sign)[0] for sign in written[len(surname) :]]
    letters = re.sub("[^a-z]", "", "".join([*surname, *given]))
    return letters[:LONGEST_STEM] or "yigong"


def _readings(written: str) -> list[tuple[str, ...]]:
    """Every way to read the name; where they are too many, those unusual in one sign at most."""
    each = [_syllables(sign) for sign in written]
    found = _combined(each)
    double = _DOUBLE.get(written[:2])
    if double:
        found += _combined([double[:1], double[1:], *each[2:]])
    return found


def _combined(each: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    if prod(map(len, each)) <= MOST_READINGS:
        return list(product(*each))
    usual = tuple(readings[0] for readings in each)
    return [
        (*usual[:at], reading, *usual[at + 1 :])
        for at, readings in enumerate(each)
        for reading in readings
    ]


@lru_cache(maxsize=8192)
def _syllables(sign: str) -> tuple[str, ...]:
    """The readings of one sign, the usual one first; a sign without any stands for itself."""
    read = pinyin(sign, style=Style.NORMAL, heteronym=True, errors="ignore")
    found = [*read[0]] if read else [sign]
    if sign in _SURNAMES:
        found.append(_SURNAMES[sign])
    umlauts = [syllable for syllable in found if "v" in syllable[1:]]
    found += [syllable.replace("v", "yu") for syllable in umlauts]
    found += [syllable.replace("v", "u") for syllable in umlauts]
    return tuple(dict.fromkeys(found))
