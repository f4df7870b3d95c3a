"""The options of `pcc replay` that say how requests travel: files, redirects, TLS, cookies."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pcc.errors import RunError
from pcc.model.route import ClientCertificate
from pcc.runner.certificates import ALL_URLS, CertificateRule, read_certificate_rules

__all__ = ["network_options", "read_network_options", "route_options"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OPTIONS = (
    click.option(
        "--working-dir",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=Path(),
        metavar="DIRECTORY",
        help="Where relative paths of files to send start.",
    ),
    click.option(
        "--no-insecure-file-read",
        "insecure_file_read",
        flag_value=False,
        default=True,
        help="Refuse to send files outside of the working directory.",
    ),
    click.option("--ignore-redirects", is_flag=True, help="Do not follow redirects, unless an item says so."),
    click.option(
        "--delay-request",
        "delay_request_ms",
        type=click.FloatRange(0),
        metavar="MS",
        help="Wait before each item, in ms.",
    ),
    click.option(
        "--max-response-size",
        "max_response_bytes",
        type=click.IntRange(1),
        default=100_000_000,
        show_default=True,
        metavar="BYTES",
        help="Largest decoded body of a response.",
    ),
    click.option("-k", "--insecure", is_flag=True, help="Do not verify TLS certificates."),
    click.option("--ssl-client-cert", type=_FILE, metavar="FILE", help="Client certificate (PEM)."),
    click.option("--ssl-client-key", type=_FILE, metavar="FILE", help="Its private key, when it is in another file."),
    click.option("--ssl-client-passphrase", default="", metavar="TEXT", help="The passphrase of that key."),
    click.option(
        "--ssl-client-cert-list", type=_FILE, metavar="FILE", help="Client certificates by URL, as a list in JSON."
    ),
    click.option(
        "--ssl-extra-ca-certs", "extra_ca_certs", type=_FILE, metavar="FILE", help="Further CAs to trust (PEM)."
    ),
)
_COOKIE_OPTIONS = (
    click.option("--cookie-jar", type=_FILE, metavar="FILE", help="Start with the cookies of this file."),
    click.option(
        "--export-cookie-jar",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Write all cookies, in the clear, when the run is over.",
    ),
)


def network_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command these options. Their values arrive as keyword arguments, for `read_network_options`."""
    for option in reversed(_COOKIE_OPTIONS):
        command = option(command)
    return route_options(command)


def route_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command these options but those of cookie files."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read_network_options(given: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments for `RunOptions`; what is none of them (the cookie jars) is left out.

    Raises FormatError for a list of certificates that is none, UsageError for a key without its certificate.
    """
    rules: tuple[CertificateRule, ...] = ()
    listed = given["ssl_client_cert_list"]
    if listed is not None:
        rules = read_certificate_rules(_read(listed), file=str(listed))
    certificate, key = given["ssl_client_cert"], given["ssl_client_key"]
    if certificate is None and key is not None:
        raise click.UsageError("--ssl-client-key needs --ssl-client-cert")
    if certificate is not None:
        shown = ClientCertificate(str(certificate), str(key or ""), passphrase=given["ssl_client_passphrase"])
        rules = (*rules, CertificateRule((ALL_URLS,), shown))
    names = ("working_dir", "insecure_file_read", "ignore_redirects", "delay_request_ms", "max_response_bytes")
    return {name: given[name] for name in (*names, "insecure", "extra_ca_certs")} | {"certificates": rules}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RunError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from error
