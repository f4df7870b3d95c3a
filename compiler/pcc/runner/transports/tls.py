"""TLS: which servers are trusted, which certificate is shown, which protocols and ciphers are offered."""

import os
import ssl
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pcc.model.ports import TransportError
from pcc.model.route import ClientCertificate, Route

__all__ = ["open_context"]

_VERSIONS = {"TLSv1_2": ssl.TLSVersion.TLSv1_2, "TLSv1_3": ssl.TLSVersion.TLSv1_3}


def open_context(
    route: Route, certificate: ClientCertificate | None, *, verify: bool, extra_roots: Path | None
) -> ssl.SSLContext:
    """Return the context for connections of this kind. Raises TransportError naming the file or setting at fault."""
    context = _trusting(extra_roots) if verify else _trustful()
    if route.prefer_server_ciphers:
        context.options |= ssl.OP_CIPHER_SERVER_PREFERENCE
    _restrict(context, route.disabled_protocols)
    if route.ciphers:
        _select(context, route.ciphers)
    if certificate is not None:
        _show(context, certificate)
    return context


def _trusting(extra_roots: Path | None) -> ssl.SSLContext:
    import certifi

    # Mozilla's roots, as Node has them, unless SSL_CERT_FILE or SSL_CERT_DIR of the environment name others.
    context = ssl.create_default_context(cafile=None if _names_roots(os.environ) else certifi.where())
    if extra_roots is not None:
        try:
            context.load_verify_locations(cafile=extra_roots)
        except OSError as error:
            raise _unreadable("the extra CA certificates", str(extra_roots), error) from error
    return context


def _names_roots(environment: Mapping[str, str]) -> bool:
    paths = ssl.get_default_verify_paths()
    return paths.openssl_cafile_env in environment or paths.openssl_capath_env in environment


def _trustful() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _restrict(context: ssl.SSLContext, disabled: tuple[str, ...]) -> None:
    """Leave out protocols. Older ones than TLS 1.2 are never offered, so that leaving them out changes nothing."""
    left = [version for name, version in _VERSIONS.items() if name not in disabled]
    if not left:
        raise TransportError("tlsDisabledProtocols leaves no protocol to connect with")
    context.minimum_version, context.maximum_version = left[0], left[-1]


def _select(context: ssl.SSLContext, ciphers: tuple[str, ...]) -> None:
    # As in Node: a choice among those of TLS 1.3 alone leaves out TLS 1.2, a choice among the older ones leaves 1.3.
    older = [name for name in ciphers if not name.startswith("TLS_")]
    if not older:
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        return
    try:
        context.set_ciphers(":".join(older))
    except ssl.SSLError as error:
        raise TransportError(f"tlsCipherSelection names no cipher that is known: {', '.join(older)}") from error


def _show(context: ssl.SSLContext, certificate: ClientCertificate) -> None:
    if certificate.pfx:
        _show_pfx(context, certificate)
        return
    _load(context, certificate.certificate, certificate.key or None, certificate.passphrase)


def _load(context: ssl.SSLContext, path: str, key: str | None, passphrase: str) -> None:
    try:
        # A password is always given: without one OpenSSL would ask at the terminal.
        context.load_cert_chain(path, key, passphrase)
    except OSError as error:
        files = path if key is None else f"{path}, {key}"
        raise _unreadable("the client certificate", files, error) from error


def _show_pfx(context: ssl.SSLContext, certificate: ClientCertificate) -> None:
    from pcc.runner.request.auth.keys import unpack_pfx

    try:
        content = unpack_pfx(Path(certificate.pfx).read_bytes(), certificate.passphrase)
    except (OSError, ValueError) as error:
        raise _unreadable("the client certificate", certificate.pfx, error) from error
    # Python's TLS takes files only: this folder is its owner's alone, and gone at once.
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "client.pem")
        file.write_bytes(content)
        _load(context, str(file), None, "")


def _unreadable(what: str, files: str, error: Exception) -> TransportError:
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
    return TransportError(f"{what} cannot be read: {files}: {reason}")
