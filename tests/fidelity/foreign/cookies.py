"""`pm.cookies`, and its jar."""

from fidelity.scripted import Case, item

__all__ = ["CASES"]

LIST = "console.log(pm.cookies.map((c) => [c.name, c.value, c.domain, c.path, c.httpOnly, c.secure, c.hostOnly]));"
TOLD = "(error, value) => console.log(error && error.message, JSON.stringify(value), value && value.name)"


def in_jar(script: str) -> Case:
    """The script works on the jar in a test and before sending; other requests show what came of it."""
    before = "const jar = pm.cookies.jar(), url = pm.environment.get('base');"
    return Case(
        [
            item("a", url="{{base}}/cookies"),
            item("b", after=before + script),
            item("c", after=LIST),
            item("d", url="{{base}}/deep/d", before=before + script, after=LIST),
        ]
    )


CASES = {
    "cookies of a response": Case(
        [
            item(
                "a",
                url="{{base}}/cookies",
                before="console.log(pm.cookies.count(), pm.cookies.get('plain'));",
                after="console.log(pm.cookies.get('plain'), pm.cookies.has('http'), pm.cookies.has('deep'), pm.cookies.get('none'));"
                + "console.log(pm.cookies.toObject());"
                + LIST,
            ),
            item("b", before="console.log(pm.cookies.toObject());", after=LIST),
            item("c", url="{{base}}/deep/x", after=LIST),
        ],
        iterations=2,
    ),
    "cookies of an item that has none": Case(
        [
            item("a", url="{{base}}/cookies"),
            item("b", protocolProfileBehavior={"disableCookies": True}, after="console.log(pm.cookies.toObject());"),
            item("c"),
        ]
    ),
    "set": in_jar(
        "jar.set(url, 'own', 'new', (error, cookie) => console.log(error, cookie && cookie.name, cookie && cookie.value));"
    ),
    "set over one": in_jar("jar.set(url, 'http', 'new', (error) => console.log(error));"),
    "set an object": in_jar(
        "jar.set(url, {name: 'own', value: 'v', path: '/deep', httpOnly: true, secure: false}, (error) => console.log(error));"
    ),
    "set for another host": in_jar("jar.set('http://localhost/', 'own', 'v', (error) => console.log(error));"),
    "set for a domain that is not the host's": in_jar(
        "jar.set(url, {name: 'own', value: 'v', domain: 'example.com'}, (error) => console.log(Boolean(error)));"
    ),
    "set one that has expired": in_jar(
        "jar.set(url, {name: 'plain', value: 'v', path: '/', expires: new Date(0)}, (error) => console.log(error));"
    ),
    "get": in_jar(
        f"jar.get(url, 'plain', {TOLD}); jar.get(url, 'none', {TOLD}); jar.get(url + '/deep/x', 'deep', {TOLD});"
    ),
    "getAll": in_jar(
        "jar.getAll(url + '/deep/x', (error, cookies) => console.log(error, cookies.map((c) => c.name + '=' + c.value)));"
    ),
    "unset": in_jar(
        "jar.unset(url, 'plain', (error) => console.log(error)); jar.unset(url, 'none', (error) => console.log(error));"
    ),
    "clear": in_jar("jar.clear(url, (error) => console.log(error));"),
    "clear of another host": in_jar("jar.clear('http://localhost/', (error) => console.log(error));"),
    "set, then get": in_jar(
        f"jar.set(url, 'own', 'one', () => jar.set(url, 'own', 'two', () => jar.get(url, 'own', {TOLD})));"
    ),
    "set before sending": Case(
        [
            item(
                "a",
                before="pm.cookies.jar().set(pm.environment.get('base'), 'own', 'first', () => {});",
                after="console.log(pm.cookies.get('own'))",
            ),
            item("b", after="console.log(pm.request.headers.get('Cookie'))"),
        ]
    ),
    "the jar and sent requests": Case(
        [
            item(
                "a",
                before="""
const url = pm.environment.get('base');
pm.cookies.jar().set(url, 'own', '1', () => pm.sendRequest(url + '/cookies', () => pm.cookies.jar().getAll(url, (error, cookies) => {
    console.log(cookies.map((c) => c.name));
})));
""",
            ),
            item("b"),
        ]
    ),
}
