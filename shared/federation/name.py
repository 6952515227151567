"""Names of nodes and streams: `tier:code`, unique in the whole tree, and `producer>consumer`."""

from __future__ import annotations

import re

from shared.errors import InvalidError

NODE = re.compile(r"(station|center|association):[0-9A-Za-z][0-9A-Za-z-]{0,29}")


PRACTICE = "practice"
"""The code of a node to practise at; no node of the tree is ever called so."""


def is_practice(node: str) -> bool:
    """Whether it is a node to practise at: no other one invites it, hears it or is heard by it."""
    return node.rpartition(":")[2].casefold() == PRACTICE


def tier_of(node: str) -> str:
    """The tier in a node's name; refuses what is no name."""
    if not NODE.fullmatch(node):
        raise InvalidError("node.bad_name", name=node[:60])
    return node.partition(":")[0]


def stream_of(producer: str, consumer: str) -> str:
    """A stream's name; each link has two, one each way."""
    return f"{producer}>{consumer}"


def ends_of(stream: str) -> tuple[str, str]:
    """Producer and consumer of a stream."""
    producer, _, consumer = stream.partition(">")
    return producer, consumer
