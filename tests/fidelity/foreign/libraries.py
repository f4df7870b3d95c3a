"""What `require()` gives."""

from fidelity.scripted import Case, item

__all__ = ["CASES"]


def told(*expressions: str) -> Case:
    """Each expression is told, or what it throws."""
    body = "\n".join(
        f"try {{ console.log({text!r}, {text}); }} catch (error) {{ console.log({text!r}, error.name, error.message); }}"
        for text in expressions
    )
    return Case([item("a", before=body)])


CASES = {
    "ajv": told(
        "new (require('ajv'))().validate({type: 'number'}, 1)",
        "new (require('ajv'))({allErrors: true}).compile({required: ['a', 'b']})({})",
        "(() => { const v = new (require('ajv'))().compile({properties: {a: {minimum: 2}}}); v({a: 1}); return v.errors; })()",
    ),
    "assert": told(
        "require('assert').equal(1, 2)",
        "require('assert').deepStrictEqual({a: 1}, {a: 1})",
        "require('assert')(0, 'own')",
    ),
    "atob and btoa": told("require('btoa')('abc')", "require('atob')('YWJj')", "atob('YWJj')", "btoa('é')"),
    "buffer": told(
        "require('buffer').Buffer.from('é').toString('base64')",
        "Buffer.from('YWJj', 'base64').toString()",
        "Buffer.from('abc').toString('hex')",
        "Buffer.byteLength('é')",
    ),
    "chai": told(
        "require('chai').expect(1).to.equal(1) !== undefined",
        "require('chai').expect(1).to.equal(2)",
        "require('chai').assert.equal(1, 2, 'own')",
        "typeof require('chai').should",
    ),
    "cheerio": told(
        "require('cheerio').load('<ul><li>a<li>b</ul>')('li').map((i, e) => require('cheerio')(e).text()).get()",
        "require('cheerio').load('<p class=x>t</p>')('.x').attr('class')",
    ),
    "crypto-js": told(
        "require('crypto-js').SHA256('a').toString()",
        "require('crypto-js').enc.Base64.stringify(require('crypto-js').HmacSHA1('a', 'b'))",
        "require('crypto-js').AES.decrypt(require('crypto-js').AES.encrypt('text', 'key').toString(), 'key').toString(require('crypto-js').enc.Utf8)",
        "require('crypto-js').MD5('').toString()",
    ),
    "csv-parse": told(
        "require('csv-parse/lib/sync')('a,b\\n1,\"2\\n3\"', {columns: true})",
        "require('csv-parse/lib/sync')('a,b\\n1')",
    ),
    "lodash": told(
        "require('lodash').chunk([1, 2, 3], 2)",
        "require('lodash').get({a: [{b: 1}]}, 'a[0].b')",
        "require('lodash').camelCase('a b-c')",
        "require('lodash').isEqual({a: [1]}, {a: [1]})",
    ),
    "moment": told(
        "require('moment').utc(0).format()",
        "require('moment').utc('2024-02-29').add(1, 'year').format('YYYY-MM-DD')",
        "require('moment')('x', 'YYYY').isValid()",
        "require('moment').utc(0).locale('en').format('LLLL')",
    ),
    "postman-collection": told(
        "new (require('postman-collection').Url)('http://a.test/b?c=1').getPath()",
        "new (require('postman-collection').Header)('A: b').toString()",
        "require('postman-collection').Variable ? 1 : 0",
        "new (require('postman-collection').PropertyList)(require('postman-collection').QueryParam, null, [{key: 'a', value: '1'}]).toObject()",
    ),
    "tv4": told(
        "require('tv4').validate(1, {type: 'string'})",
        "require('tv4').validateResult({a: 1}, {required: ['b']}).error.message",
    ),
    "uuid": told(
        "require('uuid').v4().length",
        "/^[0-9a-f-]{36}$/.test(require('uuid').v4())",
        "require('uuid').v4() === require('uuid').v4()",
    ),
    "xml2js": told(
        "(() => { let r; require('xml2js').parseString('<a b=\"1\">t<c/></a>', (e, d) => { r = d; }); return r; })()",
        "(() => { let r; require('xml2js').parseString('<a>', (e) => { r = e.message; }); return r; })()",
    ),
    "builtins": told(
        "new (require('events'))().listenerCount('x')",
        "require('path').join('a', '..', 'b')",
        "require('punycode').encode('é')",
        "require('querystring').parse('a=1&a=2&b=%20')",
        "require('querystring').stringify({a: [1, 2], b: 'x y'})",
        "typeof require('stream').Readable",
        "new (require('string_decoder').StringDecoder)('utf8').write(Buffer.from('é'))",
        "typeof require('timers').setTimeout",
        "require('url').parse('http://u:p@a.test:8080/b?c=1#d').host",
        "require('util').inspect({a: [1, {b: 2}]})",
        "require('util').format('%s %d %j', 'a', 1, {b: 1})",
    ),
    "what is not there": told(
        "require('axios')",
        "require('./own')",
        "require('http')",
        "require()",
        "typeof process",
        "typeof window",
        "typeof global",
        "typeof module",
    ),
}
