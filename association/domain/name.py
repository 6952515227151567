"""A person's name as strangers may see it."""

from __future__ import annotations


def masked(name: str) -> str:
    """The first sign, the others as `*`: 欧阳小明 becomes 欧***."""
    return name[:1] + "*" * (len(name) - 1)


def public(name: str, *, naming: bool) -> str:
    """The name as its holder consented: whole, or masked."""
    return name if naming else masked(name)
