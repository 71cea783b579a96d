"""Whose certificate is on the line: told from what the endpoint signs, so that no issuers have to be listed."""

from __future__ import annotations

import hashlib

from client.protocol.messages import Hello

_LONGEST = 100
"""Characters of an issuer's name that are told."""


def inspector(hello: Hello, certificate: bytes) -> str:
    """Who put a certificate of his own (DER) in the endpoint's place, by its issuer; blank if nobody did.

    A gateway can open TLS where its root is installed, but it cannot alter what the hello signs. An endpoint that
    does not say which certificates are its own accuses nobody.
    """
    if not certificate or not hello.tls or hashlib.sha256(certificate).hexdigest() in hello.tls:
        return ""
    return issuer_of(certificate)


def issuer_of(certificate: bytes) -> str:
    """The issuer of a certificate (DER) by name and organisation; ``?`` where it has neither."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    try:
        issuer = x509.load_der_x509_certificate(certificate).issuer
    except ValueError:
        return "?"
    named = [*issuer.get_attributes_for_oid(NameOID.COMMON_NAME)]
    named += issuer.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    words = [" ".join(str(each.value).split()) for each in named]
    return " · ".join(dict.fromkeys(word for word in words if word))[:_LONGEST] or "?"
