"""What only one node may read: nothing else that its key opens passes for it."""

from __future__ import annotations

import pytest
from joserfc import jwe
from joserfc.jwk import OKPKey

from shared.errors import UntrustedError
from shared.federation import sealing
from shared.federation.node_key import public_keys
from tests.shared.federation.node import TestNode


def encrypted(center: TestNode, kind: str) -> str:
    """A JWE for the center's key under this type."""
    public = OKPKey.import_key({"kty": "OKP", "crv": "X25519", "x": public_keys(center.vault)[1]})
    header = {"alg": sealing.ALGORITHMS[0], "enc": sealing.ALGORITHMS[1], "typ": kind}
    return jwe.encrypt_compact(header, "档案".encode(), public, algorithms=sealing.ALGORITHMS)


def test_a_jwe_of_another_kind_is_not_taken_for_a_sealed_file(center: TestNode) -> None:
    with center.act() as session:
        assert sealing.open_sealed(session, encrypted(center, sealing.TYPE)).decode() == "档案"
        with pytest.raises(UntrustedError, match=r"sealed\.unreadable"):
            sealing.open_sealed(session, encrypted(center, "JWE"))


@pytest.mark.parametrize("sealed", ["", "x", "....", "a.b.c.d.e"])
def test_junk_is_refused_and_breaks_nothing(center: TestNode, sealed: str) -> None:
    with center.act() as session, pytest.raises(UntrustedError, match=r"sealed\.unreadable"):
        sealing.open_sealed(session, sealed)
