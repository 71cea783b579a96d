"""Whom the client believes on the line: the operating system's store, and for practice its own authority."""

from __future__ import annotations

import ssl

from client.base.errors import UserError

ADDS_AUTHORITY = frozenset({"practice"})
"""Environments whose profile may bring a certificate authority; any other needs the machine's policy."""


def tls_context(env: str, tls_ca_pem: str | None, *, by_policy: bool = False) -> ssl.SSLContext:
    """A context over the system's store, TLS 1.2 or newer; a practice endpoint is held to its own authority alone.

    The machine's policy may add an authority to the system's (``by_policy``). Raises ``UserError``:
    ``net.authority-not-allowed`` when a profile brings an authority it may not bring, ``net.authority-unreadable``
    when its text is not certificates.
    """
    if tls_ca_pem and env not in ADDS_AUTHORITY and not by_policy:
        raise UserError("net.authority-not-allowed", env=env)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if tls_ca_pem and not by_policy else _over_the_system()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if not tls_ca_pem:
        return context
    try:
        context.load_verify_locations(cadata=tls_ca_pem)
    except (ssl.SSLError, ValueError) as error:
        raise UserError("net.authority-unreadable") from error
    return context


def _over_the_system() -> ssl.SSLContext:
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
