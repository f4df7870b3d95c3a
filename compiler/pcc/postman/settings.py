"""`protocolProfileBehavior`: how requests are sent."""

from typing import Any

from pcc.model.collection import Settings
from pcc.model.json import JsonObject, JsonValue
from pcc.postman.document.guard import At, get_count, get_optional_flag, read_list, read_object, refuse
from pcc.postman.document.merge import Fields, Hole, Part, Written, known, one, write_node

__all__ = ["read_settings", "settings_part"]


def read_settings(value: Any, at: At = ()) -> Settings | None:
    """Read settings; null is none, and a key of null is one that is not set."""
    if value is None:
        return None
    source = read_object(value, at, "an object or null")
    return Settings(
        follow_redirects=get_optional_flag(source, "followRedirects", at),
        max_redirects=get_count(source, "maxRedirects", at),
        strict_ssl=get_optional_flag(source, "strictSSL", at),
        disable_cookies=get_optional_flag(source, "disableCookies", at),
        disable_body_pruning=get_optional_flag(source, "disableBodyPruning", at),
        disable_url_encoding=get_optional_flag(source, "disableUrlEncoding", at),
        follow_original_method=get_optional_flag(source, "followOriginalHttpMethod", at),
        follow_authorization=get_optional_flag(source, "followAuthorizationHeader", at),
        remove_referer=get_optional_flag(source, "removeRefererHeaderOnRedirect", at),
        timeout_ms=get_count(source, "requestTimeout", at),
        disabled_headers=_read_headers(source.get("disabledSystemHeaders"), (*at, "disabledSystemHeaders")),
        lenient_parser=get_optional_flag(source, "insecureHTTPParser", at),
        prefer_server_ciphers=get_optional_flag(source, "tlsPreferServerCiphers", at),
        disabled_protocols=_read_names(source.get("tlsDisabledProtocols"), (*at, "tlsDisabledProtocols")),
        ciphers=_read_names(source.get("tlsCipherSelection"), (*at, "tlsCipherSelection")),
        document=source,
    )


def _read_headers(value: Any, at: At) -> tuple[str, ...] | None:
    """The names that are true, in the order of the alphabet; an empty list stands in some files for none of them."""
    if value is None:
        return None
    source = {} if value == [] else read_object(value, at, "an object that says true for each header")
    return tuple(sorted(name for name, disabled in source.items() if disabled))


def _read_names(value: Any, at: At) -> tuple[str, ...] | None:
    if value is None:
        return None
    for index, name in enumerate(read_list(value, at)):
        if not isinstance(name, str):
            raise refuse(name, (*at, index), "text")
    return tuple(value)


def settings_part(settings: Settings | None) -> Part:
    """The part for settings."""
    return one(settings, read_settings, _write_settings)


def _write_settings(settings: Settings) -> JsonObject:
    return write_node(settings, read_settings, _settings_fields)


def _settings_fields(settings: Settings) -> Fields:
    return {
        "followRedirects": known(settings.follow_redirects),
        "maxRedirects": known(settings.max_redirects),
        "strictSSL": known(settings.strict_ssl),
        "disableCookies": known(settings.disable_cookies),
        "disableBodyPruning": known(settings.disable_body_pruning),
        "disableUrlEncoding": known(settings.disable_url_encoding),
        "followOriginalHttpMethod": known(settings.follow_original_method),
        "followAuthorizationHeader": known(settings.follow_authorization),
        "removeRefererHeaderOnRedirect": known(settings.remove_referer),
        "requestTimeout": known(settings.timeout_ms),
        "disabledSystemHeaders": _headers_part(settings.disabled_headers),
        "insecureHTTPParser": known(settings.lenient_parser),
        "tlsPreferServerCiphers": known(settings.prefer_server_ciphers),
        "tlsDisabledProtocols": known(_names(settings.disabled_protocols)),
        "tlsCipherSelection": known(_names(settings.ciphers)),
    }


def _headers_part(names: tuple[str, ...] | None) -> Part:
    """The part for the names as a whole: what is not true in it is no header that anybody else knows."""

    def part(old: Written) -> Written:
        if not isinstance(old, Hole) and _read_headers(old, ()) == names:
            return old
        return known(None if names is None else dict.fromkeys(names, True))

    return part


def _names(names: tuple[str, ...] | None) -> JsonValue:
    return None if names is None else list(names)
