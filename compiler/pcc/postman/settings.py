"""`protocolProfileBehavior`: how requests are sent."""

from typing import Any

from pcc.model.collection import Settings
from pcc.model.json import JsonObject
from pcc.postman.document.guard import At, get_count, get_optional_flag, read_object
from pcc.postman.document.merge import Fields, Part, known, one, write_node

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
        document=source,
    )


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
    }
