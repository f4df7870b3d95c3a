"""Order and control flow: events, jumps, skipped requests, failing scripts, `--folder`."""

from fidelity.scripted import Case, folder, item

__all__ = ["CASES"]

NAME = (
    "console.log(pm.info.eventName, pm.info.requestName, pm.info.requestId, pm.info.iteration, pm.info.iterationCount);"
)
WHERE = "console.log(JSON.stringify(pm.execution.location), pm.execution.location.current);"
COUNT = """
const n = (pm.variables.get('n') || 0) + 1;
pm.variables.set('n', n);
"""


def say(text: str) -> str:
    return f"console.log({text!r});"


CASES = {
    "order of events": Case(
        [
            folder(
                "outer",
                folder(
                    "inner",
                    item("a", before=say("item before"), after=say("item after")),
                    before=say("inner before"),
                    after=say("inner after"),
                ),
                item("b", before=say("b before"), after=say("b after")),
                before=say("outer before"),
                after=say("outer after"),
            ),
            item("c"),
        ],
        before=say("collection before"),
        after=say("collection after"),
    ),
    "several scripts of one event": Case(
        [
            item(
                "a",
                event=[
                    {"listen": "test", "script": {"exec": [say("first")]}},
                    {"listen": "prerequest", "script": {"exec": say("before")}},
                    {"listen": "test", "disabled": True, "script": {"exec": [say("disabled")]}},
                    {"listen": "test", "script": {"exec": [say("second"), "pm.environment.set('x', 1)"]}},
                    {"listen": "test"},
                    {"listen": "other", "script": {"exec": [say("other")]}},
                ],
            )
        ]
    ),
    "variables pass from script to script": Case(
        [
            folder(
                "F",
                item(
                    "a",
                    before="pm.variables.set('x', pm.variables.get('x') + 'i')",
                    url="{{base}}/{{x}}",
                    after="console.log(pm.variables.get('x'))",
                ),
                before="pm.variables.set('x', pm.variables.get('x') + 'f')",
            )
        ],
        before="pm.variables.set('x', 'c')",
    ),
    "information about the run": Case(
        [folder("F", folder("G", item("a", before=NAME + WHERE, after=NAME + WHERE), before=WHERE), after=WHERE)],
        before=WHERE,
        after=NAME,
        iterations=2,
    ),
    "a script that throws stops nothing": Case(
        [
            item("a", before="pm.environment.set('x', 1); throw new TypeError('before');", after=say("still")),
            item("b", after="pm.test('holds', () => {}); undefinedFunction(); pm.test('never', () => {});"),
            item("c", after="throw 'a text'"),
            item("d", after="throw {name: 'Own', message: 'an object'}"),
            item("e", after=say("end")),
        ],
        before=say("collection"),
        after=say("collection after"),
    ),
    "a throwing collection script": Case(
        [item("a", before=say("item"), after=say("test"))], before="throw new Error('collection')", after="null.x"
    ),
    "syntax errors": Case(
        [
            item("a", before="const = 1;", after=say("still")),
            item("b", after="pm.test('never', () => {}); )"),
            item("c", after="let x = 1; let x = 2;"),
            item("d", after="return 5;"),
        ]
    ),
    "failing tests stop nothing": Case(
        [
            item(
                "a",
                before="pm.test('before', () => pm.expect(1).to.equal(2));",
                after="pm.test('after', () => pm.expect(pm.response.code).to.equal(200));",
            ),
            item("b", after="pm.test('b', () => { throw new RangeError('own'); });"),
        ]
    ),
    "setNextRequest by name": Case(
        [
            item("a", after="pm.execution.setNextRequest('c');"),
            item("b", after=say("b")),
            item("c", after=say("c")),
            item("d", after=say("d")),
        ]
    ),
    "setNextRequest by id": Case(
        [
            item("a", id="one", after="pm.execution.setNextRequest('three');"),
            item("b", id="two"),
            item("c", id="three", after=say("c")),
        ]
    ),
    "setNextRequest null": Case(
        [item("a", after="pm.execution.setNextRequest(null);"), item("b", after=say("b"))], iterations=2
    ),
    "setNextRequest to itself": Case(
        [item("a", after=COUNT + "if (n < 4) { pm.execution.setNextRequest('a'); }"), item("b", after=say("b"))]
    ),
    "setNextRequest loops back": Case(
        [
            item("a", url="{{base}}/{{n}}"),
            item("b", after=COUNT + "if (n % 3) { postman.setNextRequest('a'); }"),
            item("c"),
        ],
        iterations=2,
    ),
    "setNextRequest before sending": Case(
        [
            item("a", before="pm.execution.setNextRequest('c');", after=say("a")),
            item("b", after=say("b")),
            item("c", after=say("c")),
        ]
    ),
    "of several setNextRequest the last counts": Case(
        [
            folder(
                "F",
                item(
                    "a",
                    before="pm.execution.setNextRequest('b');",
                    after="pm.execution.setNextRequest('d'); pm.execution.setNextRequest('c');",
                ),
            ),
            item("b", after=say("b")),
            item("c", after=say("c")),
            item("d", after=say("d")),
        ],
        after="if (pm.info.requestName === 'a') { pm.execution.setNextRequest('b'); }",
    ),
    "setNextRequest among equal names": Case(
        [
            item(
                "a",
                after="if (!pm.variables.has('n')) { pm.variables.set('n', 1); pm.execution.setNextRequest('same'); }",
            ),
            item("same", id="1", after=say("first")),
            item("x"),
            item("same", id="2", after=say("last")),
            item("y"),
        ]
    ),
    "an id wins over a name": Case(
        [
            item("a", after="pm.execution.setNextRequest('x');"),
            item("b", id="x", after=say("by id")),
            item("x", id="z", after=say("by name")),
        ]
    ),
    "setNextRequest to a folder's item": Case(
        [
            item("a", after="pm.execution.setNextRequest('inside');"),
            item("b"),
            folder("F", item("inside", after=say("inside")), item("next")),
        ]
    ),
    "setNextRequest in a folder that was chosen": Case(
        [
            folder("F", item("a", after=COUNT + "if (n < 3) { pm.execution.setNextRequest('a'); }"), item("b")),
            item("outside", after=say("outside")),
        ],
        folders=("F",),
    ),
    "folders in the order of the collection": Case(
        [folder("F", item("a"), item("b"), before=say("F")), folder("G", item("c")), item("d")],
        folders=("d", "F"),
        before=say("collection"),
    ),
    "setNextRequest of a failing script": Case(
        [
            item("a", after="pm.execution.setNextRequest('c'); throw new Error('after');"),
            item("b", after=say("b")),
            item("c", after=say("c")),
        ]
    ),
    "setNextRequest later": Case(
        [
            item("a", after="setTimeout(() => pm.execution.setNextRequest('c'), 5);"),
            item("b", after=say("b")),
            item("c", after=say("c")),
        ]
    ),
    "skipRequest": Case(
        [
            item(
                "a",
                before="console.log('one'); pm.environment.set('x', 1); pm.execution.skipRequest(); console.log('never');",
                after=say("never"),
            ),
            item("b", after="console.log(pm.environment.get('x'))"),
        ],
        after=say("collection after"),
    ),
    "skipRequest in a collection's script": Case(
        [
            item("a", before=say("never a")),
            folder("F", item("b", before=say("b"), after=say("b after")), before=say("F")),
        ],
        before="if (pm.info.requestName === 'a') { pm.execution.skipRequest(); }",
    ),
    "skipRequest in a folder's script": Case(
        [
            folder(
                "F", item("a", before=say("never")), before="pm.test('holds', () => {}); pm.execution.skipRequest();"
            ),
            item("b"),
        ],
        before=say("collection"),
    ),
    "skipRequest and setNextRequest": Case(
        [
            item("a", before="pm.execution.setNextRequest('c'); pm.execution.skipRequest();"),
            item("b", after=say("b")),
            item("c", after=say("c")),
        ]
    ),
    "skipRequest in a test": Case(
        [item("a", after="pm.execution.skipRequest && pm.execution.skipRequest();"), item("b")]
    ),
    "skipRequest within a condition of data": Case(
        [item("a", before="if (pm.iterationData.get('skip')) { pm.execution.skipRequest(); }", url="{{base}}/{{n}}")],
        data=[{"n": 1, "skip": True}, {"n": 2, "skip": False}],
    ),
    "bail in a test": Case(
        [
            folder(
                "F",
                item("a", after=say("never")),
                after="pm.test('fails', () => pm.expect(1).to.equal(2)); console.log('after it');",
            ),
            item("b"),
        ],
        after=say("collection"),
        iterations=2,
        bail=True,
    ),
    "bail before sending": Case(
        [item("a", before="pm.test('fails', () => pm.expect(1).to.equal(2));", after=say("never")), item("b")],
        bail=True,
    ),
    "bail by an exception": Case(
        [item("a", before="throw new Error('stop')", after=say("never")), item("b")], bail=True
    ),
    "bail in a collection's script": Case([item("a", before=say("never")), item("b")], before="null.x", bail=True),
    "no bail without a failure": Case(
        [item("a", after="pm.test('holds', () => {}); pm.test.skip('skipped', () => {});"), item("b")], bail=True
    ),
}
