"""The authority of this machine's own: vouches for home addresses only, and a client that trusts it is satisfied."""

from __future__ import annotations

import shutil
import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from levelhip.web.local_authority import (
    CERTIFICATE_DAYS,
    RENEW_DAYS,
    AddressError,
    LocalAuthority,
    is_home,
    parse_address,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE = ip_address("127.0.0.1")
HOME = ip_address("192.168.1.20")


@pytest.fixture
def authority(tmp_path: Path) -> LocalAuthority:
    made = LocalAuthority(tmp_path / "authority")
    made.certify([HERE, HOME], NOW)
    return made


def handshake(server: LocalAuthority, trusting: Path, host: str) -> None:
    """One TLS connection on this machine; raises ssl.SSLError where the client is not satisfied."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server.chain_file, server.key_file)
    client = ssl.create_default_context(cafile=str(trusting))
    ours, theirs = socket.socketpair()

    def answer() -> None:
        with theirs:
            try:
                context.wrap_socket(theirs, server_side=True).close()
            except OSError:
                return  # the client has hung up, and says why

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        with ours:
            client.wrap_socket(ours, server_hostname=host).close()
    finally:
        thread.join(5)


def test_a_client_that_trusts_the_authority_is_satisfied(authority: LocalAuthority) -> None:
    authority.certify([HERE, HOME])
    for host in ("127.0.0.1", "192.168.1.20", "localhost"):
        handshake(authority, authority.certificate_file, host)


def test_a_client_that_trusts_another_is_not(authority: LocalAuthority, tmp_path: Path) -> None:
    other = LocalAuthority(tmp_path / "other")
    authority.certify([HERE])
    other.certify([HERE])
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(authority, other.certificate_file, "127.0.0.1")
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(authority, authority.certificate_file, "192.168.1.99")


def test_it_is_held_to_home_networks(authority: LocalAuthority) -> None:
    certificate = x509.load_pem_x509_certificate(authority.certificate_file.read_bytes())
    constraints = certificate.extensions.get_extension_for_class(x509.NameConstraints)
    assert constraints.critical
    permitted = constraints.value.permitted_subtrees
    assert permitted is not None
    assert all(
        name.value.is_private if isinstance(name, x509.IPAddress) else name.value == "localhost" for name in permitted
    )


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "100.64.0.1", "240.0.0.1"])
def test_an_address_of_the_internet_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(AddressError, match="home network"):
        LocalAuthority(tmp_path).certify([ip_address(address)], NOW)
    assert not any(tmp_path.iterdir())


@given(st.ip_addresses())
def test_home_is_private(address: object) -> None:
    found = parse_address(str(address))
    assert not is_home(found) or found.is_private
    assert not is_home(found) or not found.is_unspecified


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(AddressError, match="no network address"):
        parse_address("my-laptop")


def test_secrets_are_for_the_owner_only(authority: LocalAuthority) -> None:
    assert stat.S_IMODE(authority.folder.stat().st_mode) == 0o700
    for name in ("authority.key", "server.key"):
        assert stat.S_IMODE((authority.folder / name).stat().st_mode) == 0o600


def test_what_is_there_is_kept(authority: LocalAuthority) -> None:
    before = {path.name: path.read_bytes() for path in authority.folder.iterdir()}
    authority.certify([HOME], NOW + timedelta(days=10))
    assert {path.name: path.read_bytes() for path in authority.folder.iterdir()} == before


@pytest.mark.parametrize("days", [CERTIFICATE_DAYS - RENEW_DAYS + 1, -30])
def test_a_certificate_is_renewed_before_it_ends_and_when_the_clock_was_wrong(
    authority: LocalAuthority, days: int
) -> None:
    before, trusted = authority.chain_file.read_bytes(), authority.certificate_file.read_bytes()
    authority.certify([HERE], NOW + timedelta(days=days))
    assert authority.chain_file.read_bytes() != before
    assert authority.certificate_file.read_bytes() == trusted, "phones go on trusting the same authority"


def test_another_address_gets_another_certificate_of_the_same_authority(authority: LocalAuthority) -> None:
    trusted = authority.certificate_file.read_bytes()
    authority.certify([ip_address("10.0.0.7")])
    assert authority.certificate_file.read_bytes() == trusted
    handshake(authority, authority.certificate_file, "10.0.0.7")


@pytest.mark.parametrize("name", ["authority.key", "server.key", "server.crt", "levelhip-authority.crt"])
@pytest.mark.parametrize("damage", ["", "truncated", "missing"])
def test_damaged_files_are_made_anew(authority: LocalAuthority, name: str, damage: str) -> None:
    path = authority.folder / name
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:40] if damage else b"")
    authority.certify([HERE])
    handshake(authority, authority.certificate_file, "127.0.0.1")


def test_a_folder_moved_elsewhere_works_there(authority: LocalAuthority, tmp_path: Path) -> None:
    moved = LocalAuthority(tmp_path / "moved")
    shutil.copytree(authority.folder, moved.folder)
    assert moved.fingerprint() == authority.fingerprint()
    assert moved.profile()[:1] == b"\x30"
