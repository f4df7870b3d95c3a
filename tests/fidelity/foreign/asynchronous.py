"""Tests in all their forms, timers, promises."""

from fidelity.scripted import Case, item

__all__ = ["CASES"]

CASES = {
    "done": Case(
        [
            item(
                "a",
                after="""
pm.test('later', (done) => setTimeout(() => done(), 120));
pm.test('fails later', (done) => setTimeout(() => done(new Error('no')), 80));
pm.test('a text', (done) => setTimeout(() => done('text'), 1));
pm.test('at once', (done) => done());
pm.test('twice', (done) => { done(); done(new Error('second')); });
pm.test('throws before', (done) => { throw new Error('before'); });
pm.test('asserts later', (done) => setTimeout(() => { try { pm.expect(1).to.equal(2); done(); } catch (error) { done(error); } }, 40));
""",
            )
        ]
    ),
    "promises": Case(
        [
            item(
                "a",
                after="""
pm.test('async function', async () => { await new Promise((resolve) => setTimeout(resolve, 5)); pm.expect(1).to.equal(1); });
pm.test('a promise', () => Promise.resolve(1));
Promise.resolve().then(() => pm.test('within then', () => pm.expect(1).to.equal(1)));
""",
            )
        ]
    ),
    "skip": Case(
        [
            item(
                "a",
                after="pm.test.skip('skipped', () => { throw new Error('never'); }); pm.test('runs', () => {}); pm.test.skip('also');",
            )
        ]
    ),
    "index": Case(
        [
            item(
                "a",
                after="console.log(pm.test.index()); pm.test('a', () => {}); console.log(pm.test.index()); pm.test.skip('b', () => {}); pm.test('c', () => {}); console.log(pm.test.index());",
            )
        ]
    ),
    "exceptions in tests": Case(
        [
            item(
                "a",
                after="""
pm.test('reference', () => nobody.there); pm.test('type', () => null.x); pm.test('text', () => { throw 'text'; }); pm.test('object', () => { throw {message: 'm', name: 'N'}; });
pm.test('assertion', () => pm.expect(1).to.equal(2)); pm.test('json', () => JSON.parse('{')); pm.test('own', () => { class Own extends Error { constructor() { super('own'); this.name = 'Own'; } } throw new Own(); });
pm.test('empty', () => { throw new Error(); });
""",
            )
        ]
    ),
    "equal names": Case(
        [
            item(
                "a",
                after="pm.test('same', () => {}); pm.test('same', () => { throw new Error('second'); }); pm.test('same', () => {});",
            )
        ]
    ),
    "names of all kinds": Case(
        [
            item(
                "a",
                after="pm.test('', () => {}); pm.test(1, () => {}); pm.test(null, () => {}); pm.test('Zoë 😀 \\n two', () => {}); pm.test(undefined, () => {}); pm.test({a: 1}, () => {});",
            )
        ]
    ),
    "tests within tests": Case(
        [
            item(
                "a",
                after="pm.test('outer', () => { pm.test('inner', () => { throw new Error('x'); }); }); pm.test('chained', () => {}).test('next', () => {});",
            )
        ]
    ),
    "tests before sending": Case(
        [
            item(
                "a",
                before="pm.test('before', () => pm.expect(pm.response).to.equal(undefined)); pm.test('fails', () => pm.expect(1).to.equal(2));",
                after="pm.test('after', () => {});",
            )
        ]
    ),
    "what a test returns": Case(
        [
            item(
                "a",
                after="pm.test('false', () => false); pm.test('text', () => 'x'); pm.test('no function'); pm.test('not a function', 5);",
            )
        ]
    ),
    "timers": Case(
        [
            item(
                "a",
                before="""
setTimeout(() => { console.log('late'); pm.environment.set('late', 1); }, 300); setTimeout((a, b) => console.log('arguments', a, b), 200, 'x', 2);
let n = 0; const timer = setInterval(() => { console.log('tick', ++n); if (n === 3) { clearInterval(timer); } }, 2);
const never = setTimeout(() => console.log('never'), 3); clearTimeout(never); console.log('now');
""",
                url="{{base}}/{{late}}",
            ),
            item("b", after="console.log('next')"),
        ]
    ),
    "order of timers and promises": Case(
        [
            item(
                "a",
                after="setTimeout(() => console.log('timeout'), 100); setImmediate(() => console.log('immediate')); Promise.resolve().then(() => console.log('promise')); console.log('script');",
            )
        ]
    ),
    "a test in a timer": Case(
        [
            item("a", after="setTimeout(() => pm.test('in a timer', () => pm.expect(1).to.equal(2)), 5);"),
            item("b", after="console.log('b')"),
        ]
    ),
}
