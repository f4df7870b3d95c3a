"""`pm.sendRequest`."""

from fidelity.scripted import Case, folder, item

__all__ = ["CASES"]

SHOW = "(error, response) => { console.log(error && error.message, response && response.code, response && response.text()); }"


def sending(what: str) -> str:
    return f"const base = pm.environment.get('base'); pm.sendRequest({what}, {SHOW});"


def both(what: str) -> Case:
    """The request is sent before and after the item's own."""
    return Case([item("a", before=sending(what), after=sending(what)), item("b", after="console.log('b')")])


CASES = {
    "a URL is sent": both("base + '/sub?x=1 2'"),
    "a URL with a reference is not resolved": both("base + '/sub/{{v}}'"),
    "an object is sent": both(
        "{url: base + '/sub', method: 'POST', header: {'X-A': '1', 'Content-Type': 'text/own'}, body: {mode: 'raw', raw: 'text {{v}}'}}"
    ),
    "headers in every form": both(
        "{url: base + '/sub', header: [{key: 'X-A', value: '1'}, {key: 'X-B', value: '2', disabled: true}]}"
    ),
    "a header as text": both("{url: base + '/sub', header: 'X-A: 1'}"),
    "JSON is sent": both(
        "{url: base + '/sub', method: 'PUT', header: {'Content-Type': 'application/json'}, body: {mode: 'raw', raw: JSON.stringify({a: [1]})}}"
    ),
    "JSON of a language is sent": both(
        "{url: base + '/sub', method: 'PUT', body: {mode: 'raw', raw: '{}', options: {raw: {language: 'json'}}}}"
    ),
    "a form is sent": both(
        "{url: base + '/sub', method: 'POST', body: {mode: 'urlencoded', urlencoded: [{key: 'a', value: '1 &'}, {key: 'off', value: '2', disabled: true}]}}"
    ),
    "form data is sent": both(
        "{url: base + '/sub', method: 'POST', body: {mode: 'formdata', formdata: [{key: 'a', value: '1'}]}}"
    ),
    "GraphQL is sent": both(
        "{url: base + '/sub', method: 'POST', body: {mode: 'graphql', graphql: {query: '{ me }', variables: {a: 1}}}}"
    ),
    "credentials are sent": both(
        "{url: base + '/sub', auth: {type: 'basic', basic: [{key: 'username', value: 'u'}, {key: 'password', value: 'p'}]}}"
    ),
    "a body of a GET is sent": both("{url: base + '/sub', method: 'GET', body: {mode: 'raw', raw: 'x'}}"),
    "a request of the SDK is sent": both(
        "new (require('postman-collection').Request)({url: base + '/sub', method: 'DELETE'})"
    ),
    "a file of a form is not sent": both(
        "{url: base + '/sub', method: 'POST', body: {mode: 'formdata', formdata: [{key: 'a', value: '1'}, {key: 'f', type: 'file', src: '/etc/hostname'}]}}"
    ),
    "a file is not sent": both(
        "{url: base + '/sub', method: 'POST', body: {mode: 'file', file: {src: '/etc/hostname'}}}"
    ),
    "a redirect is followed": both("base + '/moved'"),
    "a status of failure is no error": both("base + '/500'"),
    "the response is read": Case(
        [
            item(
                "a",
                before="""
pm.sendRequest(pm.environment.get('base') + '/json', (error, response) => {
    pm.test('sent', () => { pm.expect(error).to.equal(null); pm.expect(response).to.have.status(200); pm.expect(response.to.have.jsonBody('id', 7)); });
    pm.test('fails', () => pm.expect(response.json().name).to.equal('Bob'));
    pm.variables.set('id', response.json().id); pm.environment.set('name', response.json().name);
    console.log(response.headers.get('X-Own'), typeof response.responseTime, response.status, response.size().body > 10);
});
""",
                url="{{base}}/{{id}}/{{name}}",
            )
        ]
    ),
    "requests are chained": Case(
        [
            item(
                "a",
                before="""
const base = pm.environment.get('base');
pm.sendRequest(base + '/1', () => pm.sendRequest(base + '/2', () => pm.sendRequest(base + '/3', (error, response) => {
    pm.variables.set('end', response.code);
})));
""",
                url="{{base}}/{{end}}",
                after="console.log(pm.variables.get('end'))",
            )
        ]
    ),
    "requests within a test": Case(
        [
            item(
                "a",
                after="""
pm.test('done', (done) => pm.sendRequest(pm.environment.get('base') + '/json', (error, response) => {
    pm.expect(response.code).to.equal(200); done();
}));
""",
            ),
            item(
                "b",
                after="""
pm.test('fails', (done) => pm.sendRequest(pm.environment.get('base') + '/404', (error, response) => {
    done(response.code === 404 ? new Error('missing') : null);
}));
""",
            ),
        ]
    ),
    "the callback is left out": Case(
        [item("a", before="pm.sendRequest(pm.environment.get('base') + '/sub');"), item("b")]
    ),
    "in a folder's and a collection's script": Case(
        [folder("F", item("a"), after=sending("base + '/folder'"))], before=sending("base + '/collection'")
    ),
    "cookies are shared": Case(
        [
            item("a", before=sending("base + '/cookies'")),
            item("b", before=sending("base + '/sub'"), after="console.log(pm.cookies.get('plain'))"),
        ]
    ),
    "cookies of the response": Case(
        [
            item(
                "a",
                after="pm.sendRequest(pm.environment.get('base') + '/cookies', (error, response, cookies) => console.log(response.cookies && response.cookies.get('plain')));",
            )
        ]
    ),
}
