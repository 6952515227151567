"""Refusals without HTTP: each a code of the subject's and the values that its sentence needs."""

from __future__ import annotations


class RefusalError(Exception):
    """A rule's "no": `code` finds the sentence, `values` fill it; nothing was written."""

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        return f"{self.code} {self.values}" if self.values else self.code


class NotFoundError(RefusalError):
    """What was named is not here, or not for whoever asks."""


class ConflictError(RefusalError):
    """It is here, in a state in which this can't be done to it."""


class InvalidError(RefusalError):
    """What was entered breaks a rule; `field` among the values says where it was entered."""


class ForbiddenError(RefusalError):
    """Whoever asks may not do this."""


class UntrustedError(RefusalError):
    """Who asks is not who they say: a signature, nonce or key, a password or token doesn't hold."""
