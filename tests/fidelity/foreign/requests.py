"""What scripts read of `pm.request`, and what their changes of it send."""

from typing import Any

from fidelity.scripted import Case, folder, item

__all__ = ["CASES"]

JSON = {"mode": "raw", "raw": '{"a": 1, "b": "{{v}}"}', "options": {"raw": {"language": "json"}}}
FORM = {
    "mode": "urlencoded",
    "urlencoded": [
        {"key": "a", "value": "1"},
        {"key": "b", "value": "{{v}}"},
        {"key": "off", "value": "x", "disabled": True},
    ],
}
PARTS = {
    "mode": "formdata",
    "formdata": [{"key": "a", "value": "1", "type": "text"}, {"key": "b", "value": "{{v}}", "type": "text"}],
}
HEADERS = [
    {"key": "X-One", "value": "1"},
    {"key": "X-Off", "value": "off", "disabled": True},
    {"key": "X-V", "value": "{{v}}"},
]
BASIC = {"type": "basic", "basic": [{"key": "username", "value": "u"}, {"key": "password", "value": "{{v}}"}]}
SHOW = """
console.log(pm.request.method, String(pm.request.url), pm.request.url.getPath(), pm.request.url.getQueryString(), pm.request.url.getHost());
console.log(pm.request.headers.get('x-one'), pm.request.headers.has('X-Off'), pm.request.headers.get('X-V'), pm.request.headers.toObject()['X-One']);
console.log(pm.request.body && pm.request.body.mode, pm.request.body && String(pm.request.body), pm.request.auth && pm.request.auth.type);
console.log(pm.request.url.query.toObject(), pm.request.url.variables.toObject(), pm.request.name, pm.request.id === pm.info.requestId);
"""
AFTER = """
console.log(pm.request.method, pm.request.url.getPath(), pm.request.url.getQueryString(), pm.request.headers.get('X-One'), pm.request.headers.get('X-V'));
console.log(pm.request.body && pm.request.body.mode, pm.request.body && pm.request.body.toString());
"""


def changed(script: str, **request: Any) -> Case:
    """The script in the item, then in its folder, then in the collection; and what comes behind is as declared."""
    return Case(
        [
            item("own", before=script, after=AFTER, **request),
            folder("F", item("inside", after=AFTER, **request), before=script),
            item("plain", after=AFTER, **request),
        ],
        before="pm.variables.set('v', 'resolved'); if (pm.iterationData.get('whole')) { SCRIPT }".replace(
            "SCRIPT", script
        ),
        data=[{"whole": False}, {"whole": True}],
    )


CASES = {
    "the request as scripts see it": Case(
        [
            item("get", url="{{base}}/p/:id/x?a=1&b={{v}}&c", header=HEADERS, before=SHOW, after=AFTER),
            item("json", method="POST", body=JSON, header=HEADERS, before=SHOW, after=AFTER),
            item("form", method="PUT", body=FORM, before=SHOW, after=AFTER),
            item("parts", method="POST", body=PARTS, before=SHOW),
            item(
                "basic",
                auth=BASIC,
                before=SHOW,
                after="console.log(pm.request.headers.get('Authorization'), pm.request.auth.type)",
            ),
            item("nothing", before=SHOW, after=AFTER),
            folder(
                "F",
                item(
                    "inherits",
                    before="console.log(pm.request.auth)",
                    after="console.log(pm.request.headers.get('authorization'))",
                ),
                auth=BASIC,
            ),
        ],
        before="pm.variables.set('v', 'resolved')",
    ),
    "the URL is replaced": changed("pm.request.url = pm.environment.get('base') + '/else?x=1';"),
    "the URL is updated": changed("pm.request.url.update(pm.environment.get('base') + '/else/{{v}}?x=1');"),
    "the path is changed": changed("pm.request.url.path.push('more'); pm.request.url.path = pm.request.url.path;"),
    "query parameters are added": changed(
        "pm.request.url.query.add({key: 'x', value: '1 2'}); pm.request.url.query.upsert({key: 'a', value: '{{v}}'}); pm.request.addQueryParams('y=3');",
        url="{{base}}/q?a=0&b=2",
    ),
    "query parameters are removed": changed(
        "pm.request.url.query.remove('a'); pm.request.removeQueryParams('b');", url="{{base}}/q?a=0&b=2&c=3"
    ),
    "query parameters are cleared": changed("pm.request.url.query.clear();", url="{{base}}/q?a=0&b=2&c=3"),
    "the method is changed": changed("pm.request.method = 'PATCH';"),
    "the method is changed to one with a body": changed(
        "pm.request.method = 'POST'; pm.request.body = {mode: 'raw', raw: 'text'};"
    ),
    "headers are added": changed(
        "pm.request.headers.add({key: 'X-New', value: '{{v}}'}); pm.request.addHeader({key: 'X-One', value: '2'});",
        header=HEADERS,
    ),
    "headers are upserted": changed(
        "pm.request.headers.upsert({key: 'x-one', value: 'new'}); pm.request.upsertHeader({key: 'X-More', value: '1'});",
        header=HEADERS,
    ),
    "headers are removed": changed(
        "pm.request.headers.remove('X-One'); pm.request.removeHeader('x-v', {ignoreCase: true});", header=HEADERS
    ),
    "headers are enabled": changed("pm.request.headers.one('X-Off').disabled = false;", header=HEADERS),
    "automatic headers are written": changed(
        "pm.request.headers.upsert({key: 'Accept', value: 'text/x'}); pm.request.headers.upsert({key: 'Content-Type', value: 'text/own'});",
        method="POST",
        body=JSON,
    ),
    "a raw body is replaced": changed(
        "pm.request.body.raw = JSON.stringify({n: 1, v: '{{v}}'});", method="POST", body=JSON
    ),
    "a raw body is updated": changed(
        "pm.request.body.update({mode: 'raw', raw: 'text {{v}}'});", method="POST", body=JSON
    ),
    "a body as text": changed("pm.request.body.update('just text');", method="POST", body=JSON),
    "a form gets a field": changed(
        "pm.request.body.urlencoded.add({key: 'c', value: 'x & {{v}}'});", method="POST", body=FORM
    ),
    "a form is replaced": changed(
        "pm.request.body.update({mode: 'urlencoded', urlencoded: [{key: 'z', value: '{{v}}'}]});",
        method="POST",
        body=FORM,
    ),
    "form data gets a field": changed(
        "pm.request.body.formdata.add({key: 'c', value: 'x {{v}}', type: 'text'});", method="POST", body=PARTS
    ),
    "form data loses a field": changed("pm.request.body.formdata.remove('a');", method="POST", body=PARTS),
    "a body is taken away": changed("pm.request.body = undefined;", method="POST", body=JSON),
    "a body of another mode": changed(
        "pm.request.body.update({mode: 'graphql', graphql: {query: '{ me }', variables: '{}'}});",
        method="POST",
        body=JSON,
    ),
    "credentials are given": changed("pm.request.auth = {type: 'bearer', bearer: [{key: 'token', value: '{{v}}'}]};"),
    "credentials are changed": changed(
        "pm.request.auth.update([{key: 'username', value: 'other'}, {key: 'password', value: 'p'}], 'basic');",
        auth=BASIC,
    ),
    "credentials are taken away": changed("pm.request.auth = {type: 'noauth'};", auth=BASIC),
    "a header of the script's own credentials": changed(
        "pm.request.headers.upsert({key: 'Authorization', value: 'Own ' + btoa('u:p')});"
    ),
    "the name is not changed": changed(
        "pm.request.name = 'other'; pm.request.id = 'other'; pm.request.description = 'x';"
    ),
    "changes after sending are nothing": Case(
        [item("a", after="pm.request.url = '{{base}}/other'; pm.request.method = 'PUT';"), item("b")]
    ),
    "a change of a script that throws": Case(
        [item("a", before="pm.request.headers.add({key: 'X-New', value: '1'}); throw new Error('x');"), item("b")]
    ),
    "a path variable is changed": changed(
        "pm.request.url.variables.upsert({key: 'id', value: '8'});",
        url={
            "raw": "{{base}}/p/:id",
            "host": ["{{base}}"],
            "path": ["p", ":id"],
            "variable": [{"key": "id", "value": "7"}],
        },
    ),
    "each script sees what the one before changed": Case(
        [
            folder(
                "F",
                item(
                    "a",
                    before="pm.request.headers.add({key: 'X-3', value: pm.request.headers.get('X-2') + '3'}); console.log(pm.request.headers.toString());",
                ),
                before="pm.request.headers.add({key: 'X-2', value: pm.request.headers.get('X-1') + '2'});",
            )
        ],
        before="pm.request.headers.add({key: 'X-1', value: '1'});",
    ),
}
