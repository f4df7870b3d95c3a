"""Postman's API as a table: what each object has, what each call gives, what is deprecated.

A test holds it against Postman's own sandbox. In a list of members `name` holds any value, `name:Kind` an object of
a kind of this table, `name()` is a function, and `name():Kind` one that returns such an object.
"""

from typing import TypeAlias

__all__ = ["DEPRECATED", "INHERITED", "INSTEAD", "KINDS", "MODULES", "ROOTS"]

# The members of a kind, each with its own kind (None: any value), and the kind of what calling it gives.
Kind: TypeAlias = tuple[dict[str, str | None], str | None]

INHERITED = frozenset(
    (
        *("__proto__", "constructor", "hasOwnProperty", "isPrototypeOf"),
        *("propertyIsEnumerable", "toLocaleString", "toString", "valueOf"),
    )
)
_OF_FUNCTIONS = "apply bind call length name prototype"
_OF_PROPERTIES = "findInParents() findParentContaining() forEachParent() meta() parent() setParent() toJSON()"
_OF_RESOLVED = f"{_OF_PROPERTIES} describe() findSubstitutions() toObjectResolved()"
_OF_LISTS = (
    "Type add() all() append() assimilate() clear() count() each() eachParent() filter() find() findInParents() "
    "findParentContaining() forEachParent() get() has() idx() indexOf() insert() insertAfter() map() members meta() "
    "one() parent() populate() prepend() reduce() reference remove() repopulate() setParent() toJSON() toObject() "
    "upsert()"
)
_OF_SCOPES = (
    f"{_OF_RESOLVED} addLayer() applyMutation() clear() disableTracking() enableTracking() get() has() id mutations "
    "name replaceIn() set() syncVariablesFrom() syncVariablesTo() toObject() unset() values variables()"
)
_OF_CHAI = (
    "Arguments NaN Throw a above all also an and any approximately arguments assert at be been below but by change "
    "changes closeTo contain contains decrease decreases deep does empty eq eql eqls equal equals exist exists "
    "extensible false finite frozen greaterThan greaterThanOrEqual gt gte has have haveOwnProperty "
    "haveOwnPropertyDescriptor include includes increase increases instanceOf instanceof is itself key keys least "
    "length lengthOf lessThan lessThanOrEqual lt lte match matches members most nested not null of ok oneOf ordered "
    "own ownProperty ownPropertyDescriptor property respondTo respondsTo same satisfies satisfy sealed still string "
    "that throw throws to true undefined which with within"
)
_OF_ASSERTIONS = (
    "accepted badRequest body clientError error forbidden header info json jsonBody jsonSchema notAcceptable notFound "
    "postmanRequest postmanRequestOrResponse postmanResponse rateLimited redirection responseSize responseTime "
    "serverError status statusCode statusCodeClass statusReason success unauthorised unauthorized withBody "
    "withoutContent"
)


def _kind(members: str, returned: str | None = None) -> Kind:
    read: dict[str, str | None] = {}
    for member in members.split():
        name, _, kind = member.partition(":")
        function = name.endswith("()")
        read[name.removesuffix("()")] = f"{kind}()" if function and kind else "Function" if function else kind or None
    return read, returned


KINDS: dict[str, Kind] = {
    "Pm": _kind(
        "collectionVariables:Scope cookies:Cookies datasets() environment:Scope execution:Execution expect:Expect "
        "globals:Scope info:Info iterationData:Scope message request:Request require() response:Response "
        "sendRequest() test:Test variables:Scope vault:Vault visualizer:Visualizer"
    ),
    "Assertion": (dict.fromkeys(f"{_OF_CHAI} {_OF_ASSERTIONS}".split(), "Assertion"), "Assertion"),
    "Auth": _kind(f"{_OF_RESOLVED} clear() current() parameters() type update() use()"),
    "Body": _kind(
        f"{_OF_PROPERTIES} disabled file formdata:List graphql isEmpty() mode options raw toString() update() "
        "urlencoded:List"
    ),
    "Cookies": _kind(f"{_OF_LISTS} jar():Jar"),
    "Execution": _kind("location runRequest() setNextRequest() skipRequest()"),
    "Expect": _kind(f"{_OF_FUNCTIONS} fail()", "Assertion"),
    "Function": _kind(_OF_FUNCTIONS),
    "Headers": _kind(f"{_OF_LISTS} contentSize()"),
    "Info": _kind("eventName iteration iterationCount requestId requestName"),
    "Jar": _kind("clear() get() getAll() set() unset()"),
    "Jar()": _kind(_OF_FUNCTIONS, "Jar"),
    "List": _kind(_OF_LISTS),
    "Postman": _kind(
        "clearEnvironmentVariable() clearEnvironmentVariables() clearGlobalVariable() clearGlobalVariables() "
        "getEnvironmentVariable() getGlobalVariable() getResponseCookie() getResponseHeader() "
        "setEnvironmentVariable() setGlobalVariable() setNextRequest()"
    ),
    "Request": _kind(
        f"{_OF_RESOLVED} addHeader() addQueryParams() auth:Auth authorizeUsing() body:Body certificate clone() "
        "description forEachHeader() getHeaders() headers:Headers id method name proxy removeHeader() "
        "removeQueryParams() size() to:Assertion update() upsertHeader() url:Url"
    ),
    "Response": _kind(
        f"{_OF_RESOLVED} body code contentInfo() cookies:List dataURI() details() encoding() headers:Headers id json() "
        "jsonp() mime() originalRequest reason() responseSize responseTime size():Size status stream text() "
        "to:Assertion update()"
    ),
    "Scope": _kind(_OF_SCOPES),
    "Size": _kind("body header total"),
    "Size()": _kind(_OF_FUNCTIONS, "Size"),
    "Test": _kind(f"{_OF_FUNCTIONS} index() skip()"),
    "Url": _kind(
        f"{_OF_PROPERTIES} addQueryParams() auth getHost() getOAuth1BaseUrl() getPath() getPathWithQuery() "
        "getQueryString() getRaw() getRemote() hash host path port protocol query:List removeQueryParams() "
        "toString() update() variables:Variables"
    ),
    "Variables": _kind(f"{_OF_LISTS} oneNormalizedVariable() replace() substitute() syncFromObject() syncToObject()"),
    "Vault": _kind("get() set() unset()"),
    "Visualizer": _kind("clear() set()"),
}

# What Postman's sandbox says of each, in its warnings; a module of its own where that is what remains of a global.
DEPRECATED: dict[str, str] = {
    "Backbone": 'require("backbone")',
    "CryptoJS": 'require("crypto-js")',
    "_": 'require("lodash")',
    "cheerio": 'require("cheerio")',
    "data": "pm.iterationData",
    "environment": "pm.environment",
    "globals": "pm.globals",
    "iteration": "pm.info.iteration",
    "postman.clearEnvironmentVariable": "pm.environment.unset",
    "postman.clearEnvironmentVariables": "pm.environment.clear",
    "postman.clearGlobalVariable": "pm.globals.unset",
    "postman.clearGlobalVariables": "pm.globals.clear",
    "postman.getEnvironmentVariable": "pm.environment.get",
    "postman.getGlobalVariable": "pm.globals.get",
    "postman.getResponseCookie": "pm.cookies.get",
    "postman.getResponseHeader": "pm.response.headers.get",
    "postman.setEnvironmentVariable": "pm.environment.set",
    "postman.setGlobalVariable": "pm.globals.set",
    "postman.setNextRequest": "pm.execution.setNextRequest",
    "request": "pm.request",
    "responseBody": "pm.response.text()",
    "responseCode": "pm.response.code",
    "responseCookies": "pm.cookies",
    "responseHeaders": "pm.response.headers",
    "responseTime": "pm.response.responseTime",
    "tests": "pm.test",
    "tv4": 'require("ajv")',
    "xml2Json": 'require("xml2js")',
}

ROOTS: dict[str, str | None] = {
    **{path.partition(".")[0]: None for path in DEPRECATED},
    "pm": "Pm",
    "postman": "Postman",
}

# What people write, and what they mean.
INSTEAD: dict[str, str] = {
    "pm.clearEnvironmentVariable": "pm.environment.unset",
    "pm.clearGlobalVariable": "pm.globals.unset",
    "pm.getEnvironmentVariable": "pm.environment.get",
    "pm.getGlobalVariable": "pm.globals.get",
    "pm.getResponseHeader": "pm.response.headers.get",
    "pm.response.statusCode": "pm.response.code",
    "pm.setEnvironmentVariable": "pm.environment.set",
    "pm.setGlobalVariable": "pm.globals.set",
    "pm.setNextRequest": "pm.execution.setNextRequest",
    "pm.skipRequest": "pm.execution.skipRequest",
}

MODULES = frozenset(
    (
        *("ajv", "assert", "atob", "backbone", "btoa", "buffer", "chai", "cheerio", "crypto-js", "csv-parse/lib/sync"),
        *("events", "fs", "json", "lodash", "moment", "os", "path", "postman-collection", "process", "punycode"),
        *("querystring", "stream", "string_decoder", "timers", "tv4", "url", "util", "uuid", "xml2js"),
    )
)
