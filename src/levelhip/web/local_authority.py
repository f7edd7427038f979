"""A certificate authority of this machine's own, so that a phone on the same network is spoken to in secret.

A browser gives camera, motion and offline use to a page only over HTTPS. No public authority vouches for a laptop at
home, so one is made here, and the person lets the phone trust it. It is held to addresses of home networks (critical
name constraints): were its key ever stolen, it could still vouch for no site on the internet.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from levelhip.files import replace_file

HOME_NETWORKS: Final = tuple(
    ip_network(net)
    for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7", "::1/128")
)
"""Addresses that lead nowhere but to a home network (RFC 1918, 3927, 4193) or to this machine."""
AUTHORITY_DAYS: Final = 3650
CERTIFICATE_DAYS: Final = 200
"""Phones refuse what is valid for too long (Apple: 825 days for an authority a person added)."""
RENEW_DAYS: Final = 30
CLOCK_SLACK: Final = timedelta(days=1)
"""A phone's clock may be a little behind."""

Address = IPv4Address | IPv6Address


class AddressError(ValueError):
    """An address that is not of a home network; the message says so."""


@dataclass(frozen=True, slots=True)
class LocalAuthority:
    """The authority's files in a folder only its owner may read."""

    folder: Path

    @property
    def certificate_file(self) -> Path:
        """What a phone is given to trust (PEM)."""
        return self.folder / "levelhip-authority.crt"

    @property
    def chain_file(self) -> Path:
        """The server's certificate and the authority's (PEM)."""
        return self.folder / "server.crt"

    @property
    def key_file(self) -> Path:
        """The server's private key (PEM)."""
        return self.folder / "server.key"

    @property
    def _authority_key_file(self) -> Path:
        return self.folder / "authority.key"

    def fingerprint(self) -> str:
        """SHA-256 of the authority's certificate, as phones show it: to be compared by eye."""
        certificate = x509.load_pem_x509_certificate(self.certificate_file.read_bytes())
        return certificate.fingerprint(hashes.SHA256()).hex(":").upper()

    def profile(self) -> bytes:
        """The authority's certificate as phones install it (DER)."""
        certificate = x509.load_pem_x509_certificate(self.certificate_file.read_bytes())
        return certificate.public_bytes(serialization.Encoding.DER)

    def certify(self, addresses: list[Address], now: datetime | None = None) -> None:
        """Have a certificate for these addresses: the one there is, or a new one. Raises AddressError, OSError."""
        now = now or datetime.now(UTC)
        strangers = [str(address) for address in addresses if not is_home(address)]
        if strangers:
            raise AddressError(f"{', '.join(strangers)}: not an address of a home network; nothing is opened there")
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        key, certificate = self._authority(now)
        if not self._still_good(addresses, certificate, now):
            self._issue(addresses, key, certificate, now)

    def _authority(self, now: datetime) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
        """The authority as it lies there, or a new one where there is none, or it is about to end."""
        try:
            key = serialization.load_pem_private_key(self._authority_key_file.read_bytes(), None)
            certificate = x509.load_pem_x509_certificate(self.certificate_file.read_bytes())
            if (
                isinstance(key, ec.EllipticCurvePrivateKey)
                and key.public_key() == certificate.public_key()
                and certificate.not_valid_after_utc - now > timedelta(days=CERTIFICATE_DAYS)
            ):
                return key, certificate
        except (FileNotFoundError, ValueError):
            pass
        return self._make_authority(now)

    def _make_authority(self, now: datetime) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name(f"Levelhip on this computer ({now:%Y-%m-%d})")
        held_to = x509.NameConstraints(
            [*(x509.IPAddress(net) for net in HOME_NETWORKS), x509.DNSName("localhost")], None
        )
        certificate = (
            _certificate(name, name, key.public_key(), now, AUTHORITY_DAYS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .add_extension(held_to, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        _write_secret(self._authority_key_file, _pem(key))
        _write(self.certificate_file, certificate.public_bytes(serialization.Encoding.PEM))
        return key, certificate

    def _still_good(self, addresses: list[Address], authority: x509.Certificate, now: datetime) -> bool:
        try:
            held = x509.load_pem_x509_certificate(self.chain_file.read_bytes())
            key = serialization.load_pem_private_key(self.key_file.read_bytes(), None)
            names = held.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
            held.verify_directly_issued_by(authority)
        except (FileNotFoundError, ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
            return False
        known = set(names.get_values_for_type(x509.IPAddress))
        fresh = held.not_valid_before_utc <= now < held.not_valid_after_utc - timedelta(days=RENEW_DAYS)
        return fresh and key.public_key() == held.public_key() and known >= set(addresses)

    def _issue(
        self,
        addresses: list[Address],
        authority_key: ec.EllipticCurvePrivateKey,
        authority: x509.Certificate,
        now: datetime,
    ) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        names = [x509.DNSName("localhost"), *(x509.IPAddress(address) for address in addresses)]
        certificate = (
            _certificate(_name("Levelhip"), authority.subject, key.public_key(), now, CERTIFICATE_DAYS)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False
            )
            .sign(authority_key, hashes.SHA256())
        )
        _write_secret(self.key_file, _pem(key))
        chain = certificate.public_bytes(serialization.Encoding.PEM) + self.certificate_file.read_bytes()
        _write(self.chain_file, chain)


def is_home(address: Address) -> bool:
    """Whether an address is of a home network, or of this machine."""
    return any(address in net for net in HOME_NETWORKS)


def parse_address(text: str) -> Address:
    """Read an address. Raises AddressError."""
    try:
        return ip_address(text)
    except ValueError:
        raise AddressError(f"{text!r} is no network address") from None


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Levelhip"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_SLACK)
        .not_valid_after(now + timedelta(days=days))
    )


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


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes) -> None:
    replace_file(path, lambda file: file.write(content))


def _write_secret(path: Path, content: bytes) -> None:
    """Write what only the owner may read; it is never readable by others, not for a moment."""
    temporary = path.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
