"""TLS on 127.0.0.1: a certificate authority of the home's own, and a certificate made at each start.

The authority may vouch for nothing but this computer, so that trusting it opens no other door.
"""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from client.protocol.keys import PrivateKey, generate

_AUTHORITY = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Jibao practice authority")])
_SERVER = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Jibao practice endpoint")])
_LOOPBACK = ipaddress.IPv4Network("127.0.0.1/32")
HOSTS = ("127.0.0.1", "localhost")
"""The names that certificates are made for."""
_CLOCK_SLACK = timedelta(days=2)
_AUTHORITY_LIFE = timedelta(days=3650)
_SERVER_LIFE = timedelta(days=90)


def make_authority(key: PrivateKey) -> bytes:
    """The self-signed certificate of the home's authority, PEM."""
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    names = x509.NameConstraints([x509.DNSName("localhost"), x509.IPAddress(_LOOPBACK)], None)
    builder = (
        _builder(_AUTHORITY, key, _AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(names, critical=True)
        .add_extension(own, critical=False)
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def issue_server(authority_key: PrivateKey, authority_pem: bytes) -> bytes:
    """A fresh key and certificate for 127.0.0.1 and localhost, PEM, key first."""
    authority = x509.load_pem_x509_certificate(authority_pem)
    key = generate()
    hosts = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(_LOOPBACK.network_address)])
    signer = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    issuer = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(signer)
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    builder = (
        _builder(_SERVER, key, _SERVER_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(hosts, critical=False)
        .add_extension(issuer, critical=False)
        .add_extension(own, critical=False)
    )
    certificate = builder.sign(authority_key, hashes.SHA256())
    return _pem(key) + certificate.public_bytes(serialization.Encoding.PEM)


def _builder(subject: x509.Name, key: PrivateKey, life: timedelta) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(_AUTHORITY)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_SLACK)
        .not_valid_after(now + life)
    )


def digest(pem: bytes) -> str:
    """SHA-256 of a certificate in PEM, a key before it or not; 64 hex digits."""
    return x509.load_pem_x509_certificate(pem).fingerprint(hashes.SHA256()).hex()


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
