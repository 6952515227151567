"""A person's name as strangers may see it."""

from __future__ import annotations

from shared.domain.mask import masked_name


def public(name: str, *, naming: bool) -> str:
    """The name as its holder consented: whole, or masked."""
    return name if naming else masked_name(name)
