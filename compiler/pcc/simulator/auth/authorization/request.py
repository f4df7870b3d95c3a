"""What an authorize request may ask for (RFC 6749 section 4.1.1, OpenID Connect Core 1.0 section 3, RFC 7636)."""

import re
from collections.abc import Mapping

from pcc.simulator.auth.authorization.response_modes import is_allowed, response_mode
from pcc.simulator.auth.flows.state import assigned_policies
from pcc.simulator.auth.scopes import check_requested_scopes, split_scopes
from pcc.simulator.calls import Call
from pcc.simulator.environments import Environment
from pcc.simulator.http import Document
from pcc.simulator.problems import OAuthRefusal
from pcc.simulator.state import AuthorizationRequest

__all__ = ["CHALLENGE_METHODS", "RESPONSE_TYPES", "read_request", "words_of"]

RESPONSE_TYPES = ("code", "id_token", "token id_token", "code id_token", "code token", "code token id_token")
CHALLENGE_METHODS = ("plain", "S256")
PROMPTS = frozenset({"none", "login", "consent", "select_account"})

_SUPPORTED = frozenset(frozenset(text.split()) for text in RESPONSE_TYPES)
_CHALLENGE = re.compile(r"[A-Za-z0-9\-._~]{43,128}")
_SECONDS = re.compile(r"[0-9]{1,10}")


def words_of(fields: Mapping[str, str]) -> frozenset[str]:
    """Return the words of a supported response type, none for any other text. Their order has no meaning."""
    words = fields.get("response_type", "").split()
    found = frozenset(words)
    return found if found in _SUPPORTED and len(found) == len(words) else frozenset()


def read_request(
    call: Call, fields: Mapping[str, str], *, application: Document, redirect_uri: str
) -> AuthorizationRequest:
    """Return the request, or refuse it; the order of the checks is that of reference section 4.1."""
    response_type = _checked_response_type(application, fields)
    mode = response_mode(fields, response_type)
    if not is_allowed(mode, response_type):
        raise OAuthRefusal("invalid_request", "the response mode is unknown, or not allowed for the response type")
    scopes = _checked_scopes(call.environment, application, fields, response_type)
    if "id_token" in response_type and "nonce" not in fields:
        raise OAuthRefusal("invalid_request", "nonce is required where the ID token comes from here")
    return AuthorizationRequest(
        client_id=application["id"],
        redirect_uri=redirect_uri,
        scopes=scopes,
        policy_id=_chosen_policy(call.environment, application, fields)["id"],
        response_type=response_type,
        response_mode=mode,
        state=fields.get("state"),
        nonce=fields.get("nonce"),
        code_challenge=fields.get("code_challenge"),
        code_challenge_method=_checked_challenge_method(application, fields, response_type),
        prompt=_checked_prompt(fields),
        max_age=_checked_max_age(fields),
    )


def _checked_response_type(application: Document, fields: Mapping[str, str]) -> frozenset[str]:
    asked, words = fields.get("response_type"), words_of(fields)
    if asked is None:
        raise OAuthRefusal("invalid_request", "response_type is missing")
    if not words:
        raise OAuthRefusal("unsupported_response_type", f"the response type {asked} is not supported")
    if not {word.upper() for word in words} <= set(application.get("responseTypes", ())):
        raise OAuthRefusal("unauthorized_client", f"the application does not allow the response type {asked}")
    needed = {"AUTHORIZATION_CODE" if word == "code" else "IMPLICIT" for word in words}
    if not needed <= set(application["grantTypes"]):
        raise OAuthRefusal("unauthorized_client", f"the application lacks a grant type that {asked} needs")
    return words


def _checked_scopes(
    environment: Environment, application: Document, fields: Mapping[str, str], response_type: frozenset[str]
) -> tuple[str, ...]:
    scopes = split_scopes(fields.get("scope", ""))
    if not scopes:
        raise OAuthRefusal("invalid_scope", "a scope is required")
    check_requested_scopes(environment, application, scopes)
    if "id_token" in response_type and "openid" not in scopes:
        raise OAuthRefusal("invalid_scope", "an ID token needs the scope openid")
    return scopes


def _checked_challenge_method(application: Document, fields: Mapping[str, str], response_type: frozenset[str]) -> str:
    challenge, enforcement = fields.get("code_challenge"), application["pkceEnforcement"]
    method = fields.get("code_challenge_method", "plain")
    if challenge is None and enforcement != "OPTIONAL" and "code" in response_type:
        raise OAuthRefusal("invalid_request", "code_challenge is required")
    if challenge is not None and not _CHALLENGE.fullmatch(challenge):
        raise OAuthRefusal("invalid_request", "code_challenge is malformed")
    wrong = enforcement == "S256_REQUIRED" and challenge is not None and method != "S256"
    if method not in CHALLENGE_METHODS or wrong:
        raise OAuthRefusal("invalid_request", "the code challenge method is not supported")
    return method


def _checked_prompt(fields: Mapping[str, str]) -> frozenset[str]:
    prompt = frozenset(fields.get("prompt", "").split())
    if not prompt <= PROMPTS:
        raise OAuthRefusal("invalid_request", "prompt has an unknown value")
    if "none" in prompt and len(prompt) > 1:
        raise OAuthRefusal("invalid_request", "prompt=none goes with no other value")
    return prompt


def _checked_max_age(fields: Mapping[str, str]) -> int | None:
    max_age = fields.get("max_age")
    if max_age is not None and not _SECONDS.fullmatch(max_age):
        raise OAuthRefusal("invalid_request", "max_age is no number of seconds")
    return None if max_age is None else int(max_age)


def _chosen_policy(environment: Environment, application: Document, fields: Mapping[str, str]) -> Document:
    policies, names = assigned_policies(environment, application), fields.get("acr_values", "").split()
    if not names:
        return policies[0]
    by_name = {policy["name"]: policy for policy in policies}
    chosen = next((by_name[name] for name in names if name in by_name), None)
    if chosen is None:
        raise OAuthRefusal("invalid_request", "acr_values names no sign-on policy of the application")
    return chosen
