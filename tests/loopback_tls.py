"""Certificates made for a test, and servers on loopback that show and ask for them."""

import datetime as dt
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from loopback import read_head, serve_connections

__all__ = ["Authority", "TlsServer", "serve_tls"]

_START, _END = dt.datetime(2020, 1, 1), dt.datetime(2100, 1, 1)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """A CA of one test; its files go into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("Test CA")
        self._certificate = self._sign(
            self._name, self._key.public_key(), x509.BasicConstraints(ca=True, path_length=0)
        )
        self.roots = folder / "ca.pem"
        self.roots.write_bytes(self._certificate.public_bytes(Encoding.PEM))

    def _sign(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, *extensions: x509.ExtensionType
    ) -> x509.Certificate:
        builder = x509.CertificateBuilder(self._name, subject, key, x509.random_serial_number(), _START, _END)
        for extension in extensions:
            builder = builder.add_extension(extension, critical=False)
        return builder.sign(self._key, hashes.SHA256())

    def issue(self, name: str, passphrase: str = "") -> tuple[Path, Path, Path]:
        """Make a certificate for loopback; return the paths of it, of its key, and of both in one PFX file."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName(
            [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        )
        certificate = self._sign(_name(name), key.public_key(), names)
        sealed: KeySerializationEncryption = (
            BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        )
        files = self.folder / f"{name}.pem", self.folder / f"{name}.key", self.folder / f"{name}.pfx"
        files[0].write_bytes(certificate.public_bytes(Encoding.PEM))
        files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed))
        files[2].write_bytes(pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, None, sealed))
        return files

    def server_context(self, *, asks: bool = False) -> ssl.SSLContext:
        """Return the context of a server, which may ask for a client certificate of this CA."""
        certificate, key, _ = self.issue("server")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        if asks:
            context.load_verify_locations(self.roots)
            context.verify_mode = ssl.CERT_OPTIONAL
        return context


@dataclass
class TlsServer:
    """A running server: its address, and what its connections were like (`name protocol cipher`)."""

    base_url: str = ""
    seen: list[str] = field(default_factory=list)


@contextmanager
def serve_tls(context: ssl.SSLContext) -> Iterator[TlsServer]:
    """Serve until the block ends: each connection one answer, the common name of the client's certificate or `none`."""
    server = TlsServer()

    def answer(plain: socket.socket) -> None:
        with suppress(OSError), context.wrap_socket(plain, server_side=True) as connection:
            read_head(connection)
            shown: Any = connection.getpeercert() or {}
            name = dict(pair for entry in shown.get("subject", ()) for pair in entry).get("commonName", "none")
            cipher = connection.cipher()
            server.seen.append(f"{name} {connection.version()} {cipher[0] if cipher else ''}")
            body = str(name).encode()
            connection.sendall(
                b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
            )

    with serve_connections(answer) as authority:
        server.base_url = f"https://{authority}"
        yield server
