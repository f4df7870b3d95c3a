"""What scripts read of `pm.response`, and the assertions of chai-postman."""

from fidelity.scripted import Case, item

__all__ = ["CASES"]

READ = """
const told = (name, read) => { try { console.log(name, read()); } catch (error) { console.log(name, error.name, error.message); } };
told('code', () => [pm.response.code, pm.response.status, pm.response.reason()]);
told('text', () => pm.response.text());
told('json', () => pm.response.json());
told('size', () => pm.response.size().body);
told('headers', () => [pm.response.headers.get('content-type'), pm.response.headers.get('X-Twice'), pm.response.headers.has('x-own'), pm.response.headers.get('nobody')]);
told('time', () => typeof pm.response.responseTime);
told('legacy', () => [responseCode.code, responseCode.name, typeof responseTime, responseBody]);
told('data', () => pm.response.dataURI().slice(0, 30));
told('mime', () => [pm.response.mime().type, pm.response.contentInfo().contentType]);
"""
PROPERTIES = [
    "ok",
    "accepted",
    "withoutContent",
    "badRequest",
    "unauthorised",
    "unauthorized",
    "forbidden",
    "notFound",
    "notAcceptable",
    "rateLimited",
    "info",
    "success",
    "redirection",
    "clientError",
    "serverError",
    "error",
    "withBody",
    "json",
]
BE = "\n".join(
    f"pm.test('to.be.{name}', () => pm.response.to.be.{name}); pm.test('not {name}', () => pm.response.to.not.be.{name});"
    for name in PROPERTIES
)
HAVE = """
const checks = {
    status: () => pm.response.to.have.status(200), name: () => pm.response.to.have.status('OK'), wrong: () => pm.response.to.have.status(201),
    wrongName: () => pm.response.to.have.status('Created'), not: () => pm.response.to.not.have.status(200),
    code: () => pm.response.to.have.statusCode(200), reason: () => pm.response.to.have.statusReason('OK'), group: () => pm.response.to.have.statusCodeClass(2),
    group4: () => pm.response.to.have.statusCodeClass(4), reason2: () => pm.response.to.have.statusReason('No'),
    header: () => pm.response.to.have.header('content-type'), header2: () => pm.response.to.have.header('X-Own', 'one'),
    header3: () => pm.response.to.have.header('X-Own', 'two'), header4: () => pm.response.to.have.header('X-None'), header5: () => pm.response.to.not.have.header('X-Own'),
    body: () => pm.response.to.have.body(), bodyText: () => pm.response.to.have.body('x'), bodyRegExp: () => pm.response.to.have.body(/Ann/),
    bodyRegExp2: () => pm.response.to.have.body(/Bob/), bodyObject: () => pm.response.to.have.body({a: 1}), notBody: () => pm.response.to.not.have.body(),
    jsonBody: () => pm.response.to.have.jsonBody(), jsonPath: () => pm.response.to.have.jsonBody('nested.x.y'), jsonPath2: () => pm.response.to.have.jsonBody('nested.z'),
    jsonValue: () => pm.response.to.have.jsonBody('name', 'Ann'), jsonValue2: () => pm.response.to.have.jsonBody('name', 'Bob'), jsonIndex: () => pm.response.to.have.jsonBody('tags[1]', 'b'),
    jsonObject: () => pm.response.to.have.jsonBody({id: 7}), notJson: () => pm.response.to.not.have.jsonBody('name'),
    time: () => pm.response.to.have.responseTime.below(60000), time2: () => pm.expect(pm.response.responseTime).to.be.below(60000),
    size: () => pm.response.to.have.responseSize.above(10), size2: () => pm.response.to.have.responseSize(3),
    requestHeader: () => pm.request.to.have.header('Accept'), isResponse: () => pm.expect(pm.response).to.be.postmanResponse, isRequest: () => pm.expect(pm.request).to.be.postmanRequest,
};
for (const name of Object.keys(checks)) { pm.test(name, checks[name]); }
"""
SCHEMA = """
const schema = {type: 'object', required: ['id', 'name'], properties: {id: {type: 'integer'}, name: {type: 'string', minLength: 1}, tags: {type: 'array', items: {type: 'string'}}}};
pm.test('valid', () => pm.response.to.have.jsonSchema(schema));
pm.test('not valid', () => pm.response.to.have.jsonSchema({type: 'object', required: ['gone'], properties: {id: {type: 'string'}}}));
pm.test('all errors', () => pm.response.to.have.jsonSchema({properties: {id: {type: 'string'}, name: {type: 'number'}}}, {allErrors: true}));
pm.test('not', () => pm.response.to.not.have.jsonSchema({required: ['gone']}));
pm.test('not, fails', () => pm.response.to.not.have.jsonSchema(schema));
pm.test('of an object', () => pm.expect({a: 1}).to.have.jsonSchema({required: ['a']}));
pm.test('a broken schema', () => pm.response.to.have.jsonSchema({type: 'no type'}));
pm.test('tv4', () => pm.expect(tv4.validate(pm.response.json(), schema)).to.be.true);
pm.test('tv4 fails', () => { pm.expect(tv4.validate({}, schema)).to.be.false; console.log(tv4.error.message, tv4.error.dataPath, tv4.error.code); });
"""
CHAI = """
const o = {a: 1, b: [1, 2, {c: null}], d: undefined, e: 'text'};
const checks = {
    equal: () => pm.expect(1).to.equal('1'), eql: () => pm.expect(o).to.eql({a: 1}), deep: () => pm.expect([1, {a: 2}]).to.deep.equal([1, {a: 3}]),
    include: () => pm.expect('text').to.include('x1'), members: () => pm.expect([1, 2, 3]).to.have.members([3, 2]), keys: () => pm.expect(o).to.have.all.keys('a', 'b'),
    property: () => pm.expect(o).to.have.property('z'), nested: () => pm.expect(o).to.have.nested.property('b[2].c', 1), length: () => pm.expect([1]).to.have.lengthOf(2),
    above: () => pm.expect(1).to.be.above(2), within: () => pm.expect(5).to.be.within(1, 3), a: () => pm.expect([]).to.be.an('object'), match: () => pm.expect('abc').to.match(/d/),
    empty: () => pm.expect([1]).to.be.empty, exist: () => pm.expect(null).to.exist, nul: () => pm.expect(0).to.be.null, undef: () => pm.expect(o.d).to.not.be.undefined,
    truth: () => pm.expect(0).to.be.ok, instance: () => pm.expect([]).to.be.instanceof(Date), throws: () => pm.expect(() => 1).to.throw(TypeError),
    throws2: () => pm.expect(() => { throw new Error('x'); }).to.throw('y'), oneOf: () => pm.expect(3).to.be.oneOf([1, 2]), close: () => pm.expect(1.5).to.be.closeTo(2, 0.1),
    satisfy: () => pm.expect(1).to.satisfy((n) => n > 1), string: () => pm.expect('a').to.have.string('b'), nan: () => pm.expect(NaN).to.not.be.NaN, message: () => pm.expect(1, 'own words').to.equal(2),
    fail: () => pm.expect.fail('just so'), fail2: () => pm.expect.fail(), date: () => pm.expect(new Date(0)).to.eql(new Date(1)), map: () => pm.expect(new Map([[1, 2]])).to.eql(new Map()),
    long: () => pm.expect({a: 'x'.repeat(100), b: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}).to.eql({}), proxy: () => pm.expect(1).to.be.nonsense, chain: () => pm.expect(o).to.have.property('a').that.is.a('string'),
    language: () => pm.expect('x').to.not.be.a('string').and.not.be.empty, ordered: () => pm.expect([1, 2]).to.have.ordered.members([2, 1]), frozen: () => pm.expect(o).to.be.frozen,
    increase: () => { let n = 1; pm.expect(() => { n++; }).to.increase(() => n, 5); }, symbol: () => pm.expect(Symbol('s')).to.equal(1), fun: () => pm.expect(function f() {}).to.be.null,
};
for (const name of Object.keys(checks)) { pm.test(name, checks[name]); }
"""

CASES = {
    **{
        f"a response is read: {path}": Case(
            [item("a", url="{{base}}/" + path, after=READ)],
        )
        for path in ("json", "created", "text", "html", "none", "404", "moved", "broken", "nobody")
    },
    **{
        f"properties of a response: {path}": Case([item("a", url="{{base}}/" + path, after=BE)])
        for path in ("json", "text", "none", "400", "401", "403", "404", "406", "429", "500")
    },
    "assertions of a response": Case(
        [
            item("a", url="{{base}}/json", after=HAVE),
            item("b", url="{{base}}/text", after=HAVE),
            item("c", url="{{base}}/broken", after=HAVE),
        ]
    ),
    "JSON schemas": Case([item("a", url="{{base}}/json", after=SCHEMA)]),
    "JSON schemas of what is not JSON": Case(
        [item("a", url="{{base}}/text", after=SCHEMA.replace("pm.response.json()", "({})"))]
    ),
    "messages of chai": Case([item("a", after=CHAI)]),
    "JSONP": Case(
        [
            item(
                "a",
                url="{{base}}/jsonp",
                after="console.log(pm.response.json && 1, pm.response.jsonp ? 'there' : 'not');",
            )
        ]
    ),
    "a charset": Case([item("a", url="{{base}}/latin", after="console.log(pm.response.text(), responseBody);")]),
    "a byte order mark": Case(
        [
            item(
                "a",
                url="{{base}}/bom",
                after="console.log(pm.response.json(), JSON.parse(responseBody), pm.response.text().length);",
            )
        ]
    ),
    "headers as a list": Case(
        [
            item(
                "a",
                url="{{base}}/json",
                after="console.log(pm.response.headers.filter((h) => /^X-/.test(h.key)).map((h) => h.key + '=' + h.value), pm.response.headers.count() > 3, responseHeaders['X-Own'])",
            )
        ]
    ),
    "the response before sending": Case(
        [item("a", before="console.log(typeof pm.response, typeof responseBody, typeof responseCode);")]
    ),
    "a response is used in the next request": Case(
        [
            item(
                "a",
                url="{{base}}/json",
                after="pm.environment.set('id', pm.response.json().id); pm.environment.set('tags', pm.response.json().tags);",
            ),
            item("b", url="{{base}}/{{id}}/{{tags}}"),
        ]
    ),
    "large integers": Case(
        [
            item(
                "a",
                url="{{base}}/json",
                after="pm.environment.set('big', pm.response.json().big); console.log(pm.response.json().big);",
            ),
            item("b", url="{{base}}/{{big}}"),
        ]
    ),
}
