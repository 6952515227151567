"""What an approved volunteer's profile may say: posts ("1+X"), skills, times, consents (二.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.domain.service_record import Category
from shared.errors import ConflictError, InvalidError
from station.domain import free_time
from station.domain.registration_form import CONSENT_TEXT, IN_PERSON

LONGEST = 60
MOST = 30
CONSENTS = ("sensitive", "naming", "photos")
OWN_ACCOUNT = "own_account"


@dataclass(frozen=True)
class ProfileChange:
    """What is to change; None leaves it. `post` is the one main post, the others are the X."""

    post: str | None = None
    service_posts: tuple[str, ...] | None = None
    specialties: tuple[str, ...] | None = None
    categories: tuple[str, ...] | None = None
    free_times: tuple[str, ...] | None = None

    def values(self) -> dict[str, Any]:
        """The changed fields as they are kept; refuses what doesn't fit."""
        found: dict[str, Any] = {}
        if self.post is not None:
            found["post"] = _words("post", [self.post], 1)[0] if self.post.strip() else ""
        for name in ("service_posts", "specialties"):
            words = getattr(self, name)
            if words is not None:
                found[name] = _words(name, words, MOST)
        if self.categories is not None:
            found["categories"] = _categories(self.categories)
        if self.free_times is not None:
            found["free_times"] = free_time.checked(self.free_times)
        return found


@dataclass(frozen=True)
class Given:
    """When, by whom and how a consent was given or taken back."""

    on: date
    by: str
    how: str = IN_PERSON


def changed_consents(
    kept: Mapping[str, Any], changes: Mapping[str, bool], given: Given
) -> dict[str, Any]:
    """The consents with those that differ anew; the others keep their text and day.

    Without the data consent nobody can be a volunteer: who takes it back leaves.
    """
    if not set(changes) <= set(CONSENTS):
        raise InvalidError("profile.unknown_consent", field="consents")
    if changes.get("sensitive") is False:
        raise ConflictError("profile.leaves_without_consent", field="sensitive")
    differing = {name for name in changes if kept[name]["given"] != changes[name]}
    told = {"text": CONSENT_TEXT, "how": given.how, "on": given.on.isoformat(), "by": given.by}
    return {
        name: {"given": changes[name], **told} if name in differing else kept[name]
        for name in CONSENTS
    }


def _words(name: str, words: Iterable[str], most: int) -> list[str]:
    plain = list(dict.fromkeys(" ".join(word.split()) for word in words))
    plain = [word for word in plain if word]
    if len(plain) > most or any(len(word) > LONGEST for word in plain):
        raise InvalidError("profile.words_form", most=most, longest=LONGEST, field=name)
    return plain


def _categories(names: Iterable[str]) -> list[str]:
    chosen = set(names)
    if not chosen <= set(Category):
        raise InvalidError("registration.bad_category", field="categories")
    return [str(category) for category in Category if category in chosen]
