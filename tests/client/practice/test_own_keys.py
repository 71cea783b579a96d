"""The endpoint's own keys and certificates: made once, told in public parts only, good for this computer alone."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from client.base.clock import CHINA
from client.practice.certificates import issue_server, make_authority
from client.practice.database import records
from client.practice.database.books import Books
from client.practice.database.own_keys import USES, OwnKeys, kept, private_key
from client.protocol import sealing
from client.protocol.faults import ProtocolFault
from client.protocol.keys import KeySet, PrivateKey, Use, generate, private_bytes

DAY = datetime(2025, 10, 9, 12, tzinfo=CHINA)


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    opened = Books(tmp_path / "practice.db")
    yield opened
    opened.close()


@pytest.fixture
def keys(books: Books) -> OwnKeys:
    return books.run(OwnKeys)


def secret_bytes(keys: OwnKeys) -> dict[Use, bytes]:
    return {use: private_bytes(keys.private(use)) for use in USES}


# Keys.


def test_keys_are_made_once_and_found_again_after_reopening(tmp_path: Path) -> None:
    seen = []
    for _ in range(2):
        books = Books(tmp_path / "practice.db")
        keys = books.run(OwnKeys)
        seen.append((secret_bytes(keys), keys.secret, [keys.kid(use) for use in USES]))
        books.close()
    assert seen[0] == seen[1]


def test_every_use_has_a_key_of_its_own(keys: OwnKeys) -> None:
    assert set(USES) == {"seal", "hello", "receipt", "decision", "log"}
    assert len(set(secret_bytes(keys).values())) == len({keys.kid(use) for use in USES}) == 5
    assert len(keys.secret) == 32


def test_another_home_shares_neither_key_nor_name_nor_secret(keys: OwnKeys, tmp_path: Path) -> None:
    elsewhere = Books(tmp_path / "another.db")
    others = elsewhere.run(OwnKeys)
    elsewhere.close()
    assert {keys.kid(use) for use in USES}.isdisjoint(others.kid(use) for use in USES)
    assert set(secret_bytes(keys).values()).isdisjoint(secret_bytes(others).values())
    assert keys.secret != others.secret


@pytest.mark.parametrize("use", USES)
def test_a_kid_says_practice_and_what_it_is_for(keys: OwnKeys, use: Use) -> None:
    assert keys.kid(use).startswith(f"practice-{use}-")


def test_a_kid_opens_nothing_but_its_own_use(keys: OwnKeys) -> None:
    assert keys.unsealing(keys.kid("seal")) is keys.private("seal")
    assert keys.unsealing(keys.kid("receipt")) is None
    assert keys.unsealing(keys.kid("seal") + "x") is None
    assert keys.unsealing(keys.kid("seal").upper()) is None
    assert keys.unsealing("") is None


@pytest.mark.parametrize("use", USES)
def test_the_list_names_the_public_half_of_each_key(keys: OwnKeys, use: Use) -> None:
    listed = KeySet.from_bytes(keys.collect_json())
    kid, current = listed.current(use, DAY)
    expected = keys.private(use).public_key().public_numbers()
    assert kid == keys.kid(use)
    assert current.public_numbers() == listed.key(use, kid, DAY).public_numbers() == expected


def test_the_list_holds_no_private_part(keys: OwnKeys) -> None:
    told = keys.collect_json()
    assert b'"d"' not in told
    for use in USES:
        scalar = keys.private(use).private_numbers().private_value
        assert str(scalar).encode() not in told
        assert private_bytes(keys.private(use)) not in told
    assert keys.secret not in told


@pytest.mark.parametrize("year", [2020, 2024, 2031, 2099])
def test_the_keys_are_good_on_any_day_the_practice_calendar_is_moved_to(keys: OwnKeys, year: int) -> None:
    day = datetime(year, 6, 30, 8, tzinfo=CHINA)
    assert KeySet.from_bytes(keys.collect_json()).current("receipt", day)[0] == keys.kid("receipt")


@pytest.mark.parametrize(
    "day", [datetime(2019, 12, 31, 23, 59, 59, tzinfo=CHINA), datetime(2100, 1, 1, tzinfo=CHINA)]
)
def test_outside_its_window_no_key_is_current(keys: OwnKeys, day: datetime) -> None:
    listed = KeySet.from_bytes(keys.collect_json())
    with pytest.raises(ProtocolFault, match=r"protocol\.key-none"):
        listed.current("seal", day)
    with pytest.raises(ProtocolFault, match=r"protocol\.key-not-valid-then"):
        listed.key("seal", keys.kid("seal"), day)


def test_what_is_sealed_to_the_listed_key_opens_with_the_kept_one(keys: OwnKeys) -> None:
    public = KeySet.from_bytes(keys.collect_json()).current("seal", DAY)[1]
    sealed = sealing.seal("营业收入".encode(), public, sealing.ENROL_INFO)
    assert sealing.unseal(sealed, keys.private("seal"), sealing.ENROL_INFO).decode() == "营业收入"
    with pytest.raises(ProtocolFault, match=r"protocol\.unsealable"):
        sealing.unseal(sealed, keys.private("hello"), sealing.ENROL_INFO)


def test_a_named_key_is_made_on_first_asking_only(books: Books) -> None:
    first = books.run(lambda c: private_bytes(private_key(c, "tls")))
    assert books.run(lambda c: private_bytes(private_key(c, "tls"))) == first
    assert books.run(lambda c: private_bytes(private_key(c, "tuf-root"))) != first


def test_a_damaged_key_is_named_and_not_replaced(books: Books) -> None:
    books.run(lambda c: records.keep(c, "key.seal", b"not a key"))
    with pytest.raises(ProtocolFault, match=r"protocol\.bad-key"):
        books.run(OwnKeys)
    assert books.run(lambda c: records.kept(c, "key.seal")) == b"not a key"


def test_a_failed_start_leaves_no_half_set_of_keys(books: Books) -> None:
    books.run(lambda c: records.keep(c, "key.log", b"not a key"))  # the last of the five
    with pytest.raises(ProtocolFault):
        books.run(OwnKeys)
    assert books.run(lambda c: [records.kept(c, f"key.{use}") for use in USES if use != "log"]) == [None] * 4


def test_what_is_kept_is_not_made_again_even_when_it_is_empty(books: Books) -> None:
    books.run(lambda c: records.keep(c, "blank", b""))

    def never() -> bytes:
        raise AssertionError("made again")

    assert books.run(lambda c: kept(c, "blank", never)) == b""


# Certificates.


@pytest.fixture(scope="module")
def authority_key() -> PrivateKey:
    return generate()


@pytest.fixture(scope="module")
def authority_pem(authority_key: PrivateKey) -> bytes:
    return make_authority(authority_key)


@pytest.fixture(scope="module")
def authority(authority_pem: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(authority_pem)


@pytest.fixture(scope="module")
def server_pem(authority_key: PrivateKey, authority_pem: bytes) -> bytes:
    return issue_server(authority_key, authority_pem)


@pytest.fixture(scope="module")
def server(server_pem: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(server_pem)


def test_the_authority_signed_itself_and_then_the_server(
    authority: x509.Certificate, server: x509.Certificate
) -> None:
    authority.verify_directly_issued_by(authority)
    server.verify_directly_issued_by(authority)


def test_another_home_s_authority_does_not_vouch_for_this_server(server: x509.Certificate) -> None:
    stranger = x509.load_pem_x509_certificate(make_authority(generate()))
    with pytest.raises(InvalidSignature):
        server.verify_directly_issued_by(stranger)


def test_trusting_the_authority_opens_no_door_but_this_computer(authority: x509.Certificate) -> None:
    found = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert found.critical
    assert found.value.permitted_subtrees == [
        x509.DNSName("localhost"),
        x509.IPAddress(ipaddress.ip_network("127.0.0.1/32")),
    ]


def test_the_authority_signs_servers_and_no_further_authorities(authority: x509.Certificate) -> None:
    constraints = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    usage = authority.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (constraints.critical, constraints.value.ca, constraints.value.path_length) == (True, True, 0)
    assert (usage.key_cert_sign, usage.digital_signature) == (True, False)


def test_the_server_signs_handshakes_and_no_certificates(server: x509.Certificate) -> None:
    usage = server.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.key_cert_sign, usage.crl_sign, usage.digital_signature) == (False, False, True)
    assert server.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False
    purposes = server.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(purposes) == [ExtendedKeyUsageOID.SERVER_AUTH]


def test_the_server_s_names_are_the_loopback_s_alone(server: x509.Certificate) -> None:
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert names.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address("127.0.0.1")]


def test_the_server_s_file_holds_the_key_its_certificate_speaks_of(
    server_pem: bytes, server: x509.Certificate, authority_key: PrivateKey
) -> None:
    key = serialization.load_pem_private_key(server_pem, password=None)
    public = server.public_key()
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert isinstance(public, ec.EllipticCurvePublicKey)
    assert server_pem.startswith(b"-----BEGIN PRIVATE KEY-----")
    assert key.public_key().public_numbers() == public.public_numbers()
    assert public.public_numbers() != authority_key.public_key().public_numbers()


def test_each_start_has_a_key_and_number_of_its_own(authority_key: PrivateKey, authority_pem: bytes) -> None:
    made = [x509.load_pem_x509_certificate(issue_server(authority_key, authority_pem)) for _ in range(3)]
    points = {c.public_key().public_bytes(*_SPKI) for c in made}  # type: ignore[union-attr]
    assert len(points) == len({c.serial_number for c in made}) == 3


_SPKI = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def test_a_clock_that_is_a_day_slow_still_takes_the_certificates(
    authority: x509.Certificate, server: x509.Certificate
) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    next_month = datetime.now(UTC) + timedelta(days=31)
    for certificate in (authority, server):
        assert certificate.not_valid_before_utc < yesterday
        assert certificate.not_valid_after_utc > next_month
    assert authority.not_valid_after_utc > server.not_valid_after_utc
