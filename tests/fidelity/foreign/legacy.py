"""The API from before `pm`."""

from fidelity.scripted import Case, item, values

__all__ = ["CASES"]

SET = """
const values = {text: 't', number: 1.5, no: false, nothing: null, undef: undefined, object: {a: 1}, list: [1, [2]], date: new Date(0), fun: function f() { return 1; }};
for (const key of Object.keys(values)) { postman.setEnvironmentVariable(key, values[key]); postman.setGlobalVariable('g ' + key, values[key]); }
"""
SHOW = """
for (const [name, values] of [['environment', environment], ['globals', globals]]) {
    for (const key of Object.keys(values)) { if (key !== 'base') { console.log(name, key, typeof values[key], values[key]); } }
}
"""

CASES = {
    "tests": Case(
        [
            item(
                "a",
                url="{{base}}/json",
                after="tests['holds'] = responseCode.code === 200; tests['fails'] = false; tests['one'] = 1; tests['empty'] = ''; tests['text'] = responseBody.has('Ann');",
            )
        ]
    ),
    "tests beside pm.test": Case(
        [
            item(
                "a",
                after="pm.test('new', () => {}); tests['old'] = true; pm.test('new 2', () => pm.expect(1).to.equal(2)); tests['old 2'] = false;",
            )
        ]
    ),
    "tests of a script that throws": Case(
        [item("a", after="tests['before'] = true; throw new Error('x'); tests['after'] = true;")]
    ),
    "tests before sending": Case([item("a", before="tests = {}; tests['x'] = true;")]),
    "setters make text": Case([item("a", before=SET + SHOW), item("b", after=SHOW)]),
    "getters": Case(
        [
            item(
                "a",
                before="""
console.log(postman.getEnvironmentVariable('e'), postman.getGlobalVariable('g'), postman.getEnvironmentVariable('none'), environment.e, globals.g, environment['base'].length > 5);
postman.clearEnvironmentVariable('e'); postman.clearGlobalVariable('g');
console.log(postman.getEnvironmentVariable('e'), environment.e, pm.environment.has('e'), pm.globals.has('g'));
postman.clearGlobalVariables();
""",
            ),
            item("b", after="console.log(pm.globals.toObject())"),
        ],
        environment=values(e={"a": 1}),
        globals=values(g=1, h=2),
    ),
    "clearEnvironmentVariables": Case(
        [
            item(
                "a",
                after="const base = environment.base; postman.clearEnvironmentVariables(); postman.setEnvironmentVariable('base', base);",
            ),
            item("b", after=SHOW),
        ],
        environment=values(e=1),
    ),
    "assigning to environment and globals": Case(
        [
            item(
                "a",
                before="environment.x = 1; globals.y = {a: 1}; console.log(environment.x, pm.environment.get('x'));",
            ),
            item("b", after=SHOW),
        ]
    ),
    "request": Case(
        [
            item(
                "a",
                url="{{base}}/json?a={{v}}",
                method="POST",
                header=[{"key": "X-One", "value": "{{v}}"}],
                body={"mode": "raw", "raw": "{{v}}"},
                before="console.log(request.method, request.name, request.headers['X-One'], request.data)",
                after="console.log(request.method, request.url.split('/').pop(), request.headers['X-One'], request.data)",
            ),
            item(
                "b",
                method="POST",
                body={"mode": "urlencoded", "urlencoded": [{"key": "a", "value": "{{v}}"}]},
                after="console.log(request.data)",
            ),
        ],
        environment=values(v="val"),
    ),
    "response": Case(
        [
            item(
                "a",
                url="{{base}}/json",
                after="console.log(responseCode.code, responseCode.name, responseCode.detail, responseBody.length, responseHeaders['X-Own'], postman.getResponseHeader('x-own'), postman.getResponseHeader('none'), typeof responseTime)",
            )
        ]
    ),
    "cookies": Case(
        [
            item("a", url="{{base}}/cookies"),
            item(
                "b",
                after="console.log(responseCookies.map((c) => c.name + '=' + c.value), (postman.getResponseCookie('plain') || {}).value, postman.getResponseCookie('none'))",
            ),
        ]
    ),
    "data and iteration": Case([item("a", before="console.log(data, data.n, iteration)")], data=[{"n": 1}, {"n": "x"}]),
    "setNextRequest": Case(
        [
            item("a", after="postman.setNextRequest('c')"),
            item("b"),
            item("c", after="postman.setNextRequest(null)"),
            item("d"),
        ]
    ),
    "xml2Json": Case(
        [
            item(
                "a",
                url="{{base}}/xml",
                after="console.log(xml2Json(responseBody)); pm.test('xml', () => pm.expect(xml2Json(responseBody).a.b._).to.equal('two'));",
            )
        ]
    ),
    "globals of libraries": Case(
        [
            item(
                "a",
                after="""
console.log(_.map([1, 2], (n) => n * 2), _.pluck ? _.pluck([{a: 1}], 'a') : 'no pluck', CryptoJS.MD5('x').toString(), CryptoJS.HmacSHA256('a', 'b').toString(), btoa('Zo'), atob('Wm8='));
console.log(typeof cheerio, cheerio.load('<p>x</p>')('p').text(), typeof Backbone, typeof tv4, typeof xml2Json);
console.log('text'.has('ex'), [1, 2, 3].sum ? [1, 2, 3].sum() : 'none', 'abc'.first ? 'abc'.first() : 'none', (5).isOdd ? (5).isOdd() : 'none');
""",
            )
        ]
    ),
    "messages of JSON": Case(
        [
            item("a", url="{{base}}/broken", after="JSON.parse(responseBody)"),
            item("b", url="{{base}}/text", after="pm.response.json()"),
            item("c", url="{{base}}/none", after="pm.test('json', () => pm.response.json());"),
        ]
    ),
}
