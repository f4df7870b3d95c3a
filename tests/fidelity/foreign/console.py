"""What scripts write."""

from fidelity.scripted import Case, item

__all__ = ["CASES"]

CASES = {
    "levels": Case(
        [
            item(
                "a",
                before="console.log('l'); console.info('i'); console.warn('w'); console.error('e'); console.debug('d'); console.log();",
            )
        ]
    ),
    "values": Case(
        [
            item(
                "a",
                after="""
console.log(1, -0, 1.5, NaN, Infinity, true, null, undefined, 'text', '', 10n);
console.log({a: 1, b: 'x', c: [1, {d: null}], e: true}, [1, 'two', [3]], {}, []);
console.log('%s and %d', 'text', 5, 'more');
console.log(new Error('error'), new TypeError('type'));
console.log('two\\nlines', 'Zoë 😀', '\\u0007');
console.log([undefined, NaN], {u: undefined, n: NaN});
""",
            )
        ]
    ),
    "many lines": Case([item("a", before="for (let i = 0; i < 300; i++) { console.log('line', i); }")]),
    "nested objects": Case(
        [item("a", before="let o = {end: 1}; for (let i = 0; i < 8; i++) { o = {o}; } console.log(o);")]
    ),
    "from every script": Case(
        [item("a", before="console.log('before')", after="console.warn('after')")],
        before="console.log('collection')",
        iterations=2,
    ),
    "objects of the API": Case(
        [
            item(
                "a",
                url="{{base}}/json",
                after="console.log(pm.response.json(), pm.environment.toObject().base.length, pm.request.headers.count() > 3)",
            )
        ]
    ),
}
