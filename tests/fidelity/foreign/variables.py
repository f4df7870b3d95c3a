"""Variables: scopes, precedence, types, what stays and what does not."""

from fidelity.scripted import Case, item, values
from pcc.model.json import JsonObject

__all__ = ["CASES"]

ALL = """
['local', 'data', 'environment', 'collection', 'globals', 'nowhere'].forEach((name) =>
    console.log(name, pm.variables.get(name), pm.variables.has(name), pm.variables.replaceIn('{{' + name + '}}')));
console.log(pm.variables.toObject());
"""
TYPED: JsonObject = {
    "text": "t",
    "empty": "",
    "number": 1.5,
    "zero": 0,
    "no": False,
    "yes": True,
    "nothing": None,
    "object": {"a": [1, {"b": None}]},
    "list": [1, "2"],
}
SHOW = """
for (const scope of ['environment', 'globals', 'collectionVariables', 'variables', 'iterationData']) {
    const values = pm[scope].toObject();
    for (const key of Object.keys(values)) {
        if (key !== 'base') { console.log(scope, key, typeof values[key], values[key], pm[scope].get(key), pm[scope].has(key)); }
    }
}
"""
SET = """
const values = {text: 't', empty: '', number: 1.5, zero: 0, minus: -0, no: false, yes: true, nothing: null, big: 2 ** 60,
    LOST nan: NaN, infinite: Infinity, object: {a: [1, {b: null}]}, list: [1, '2'], date: new Date(0),
    regexp: /x/g, error: new Error('e'), unicode: 'Zoë 😀 \\u2028', deep: {a: {a: {a: {}}}}};
for (const key of Object.keys(values)) { pm.SCOPE.set(key, values[key]); }
"""


def setting(scope: str) -> str:
    """The script that sets values of all types; what JSON has not at all is null in all scopes but the local one."""
    lost = "" if scope == "variables" else "undef: undefined, fun: function () {},"
    return SET.replace("SCOPE", scope).replace("LOST", lost)


CASES = {
    "precedence of scopes": Case(
        [
            item("a", before="pm.variables.set('shared', 'local');" + ALL, url="{{base}}/{{shared}}/{{collection}}"),
            item("b", after=ALL),
        ],
        environment=values(shared="environment", environment="e", data="hidden"),
        variables=values(shared="collection", collection="c", environment="hidden"),
        globals=values(shared="globals", globals="g", collection="hidden"),
        data=[{"shared": "data", "data": "d"}],
    ),
    "types of declared values": Case(
        [item("a", after=SHOW)],
        environment=values(**TYPED),
        variables=values(**TYPED),
        globals=values(**TYPED),
        data=[TYPED],
    ),
    "types that a declaration casts": Case(
        [item("a", after=SHOW)],
        environment=[
            {"key": "s", "value": 1, "type": "string"},
            {"key": "n", "value": "1.50", "type": "number"},
            {"key": "b", "value": "false", "type": "boolean"},
            {"key": "j", "value": '{"a": 1}', "type": "json"},
            {"key": "d", "value": "x", "type": "default"},
        ],
    ),
    **{
        f"types that are set in {scope}": Case([item("a", before=setting(scope) + SHOW), item("b", after=SHOW)])
        for scope in ("environment", "globals", "collectionVariables", "variables")
    },
    "values in a request": Case(
        [
            item("a", before=setting("environment")),
            item(
                "b",
                method="POST",
                url="{{base}}/{{text}}/{{number}}/{{zero}}/{{yes}}?nothing={{nothing}}&object={{object}}&list={{list}}",
                header=[{"key": "X-Values", "value": "{{no}} {{minus}} {{big}} {{date}} {{undef}}."}],
                body={
                    "mode": "raw",
                    "raw": "{{object}} {{list}} {{nothing}} {{unicode}} {{nan}} {{infinite}} {{unknown}}",
                },
            ),
        ]
    ),
    "unset, clear and has": Case(
        [
            item(
                "a",
                before="""
pm.environment.unset('e1'); pm.environment.unset('nobody'); pm.globals.clear(); pm.collectionVariables.unset('c1');
pm.environment.set('e2', undefined);
console.log(pm.environment.has('e1'), pm.environment.has('e2'), pm.globals.has('g1'), pm.collectionVariables.has('c2'));
pm.variables.set('l', 1); pm.variables.unset('l'); console.log(pm.variables.has('l'), pm.variables.get('l'));
pm.globals.set('new', 1);
""",
            ),
            item("b", after=SHOW),
        ],
        environment=values(e1=1, e2=2),
        globals=values(g1=1, g2=2),
        variables=values(c1=1, c2=2),
    ),
    "clear of every scope": Case(
        [
            item(
                "a",
                after="""
const base = pm.environment.get('base');
pm.environment.clear(); pm.globals.clear(); pm.collectionVariables.clear();
pm.environment.set('base', base);
""",
            ),
            item("b", after=SHOW),
        ],
        environment=values(e=1),
        globals=values(g=1),
        variables=values(c=1),
    ),
    "replaceIn": Case(
        [
            item(
                "a",
                before="""
pm.variables.set('a', '{{b}}'); pm.environment.set('b', '<{{c}}>'); pm.globals.set('c', 3);
console.log(pm.variables.replaceIn('{{a}} {{nobody}} {{ a }} {{}} {{{a}}}'));
console.log(pm.environment.replaceIn('{{a}} {{b}}'), pm.globals.replaceIn('{{c}}{{b}}'));
console.log(pm.variables.replaceIn('{{$guid}}').length, pm.variables.replaceIn('{{$nothing}}'));
console.log(pm.variables.replaceIn({a: '{{c}}', b: ['{{c}}']}), pm.variables.replaceIn(5), pm.variables.replaceIn(''));
pm.environment.set('x', '{{y}}'); pm.environment.set('y', '{{x}}');
console.log(pm.variables.replaceIn('{{x}}'));
""",
            )
        ]
    ),
    "disabled and duplicate variables": Case(
        [
            item(
                "a",
                before="""
console.log(pm.environment.get('twice'), pm.environment.get('off'), pm.environment.has('off'), pm.collectionVariables.get('c'));
pm.environment.set('off', 'set'); pm.environment.set('twice', 'set');
console.log(pm.environment.get('twice'), pm.environment.get('off'), pm.environment.toObject().twice);
pm.collectionVariables.set('c', 'set');
""",
                url="{{base}}/{{twice}}/{{off}}/{{c}}/{{half}}",
            ),
            item(
                "b",
                url="{{base}}/{{twice}}/{{off}}/{{c}}",
                after="pm.environment.unset('twice'); console.log(pm.environment.get('twice'))",
            ),
        ],
        environment=[
            {"key": "twice", "value": "first"},
            {"key": "twice", "value": "second"},
            {"key": "off", "value": "hidden", "disabled": True},
            {"key": "half", "value": "first"},
            {"key": "half", "value": "off", "disabled": True},
        ],
        variables=[{"key": "c", "value": 1}, {"key": "c", "value": 2, "disabled": True}],
    ),
    "local variables last over items and iterations": Case(
        [
            item(
                "a",
                before="console.log(pm.variables.get('n')); pm.variables.set('n', (pm.variables.get('n') || 0) + 1);",
            ),
            item("b", url="{{base}}/{{n}}", after="pm.variables.set('from', 'test')"),
        ],
        iterations=3,
    ),
    "iteration data": Case(
        [
            item(
                "a",
                url="{{base}}/{{user}}/{{count}}",
                before="""
console.log(pm.iterationData.get('user'), pm.iterationData.get('count'), pm.iterationData.has('none'), pm.iterationData.toObject());
console.log(typeof pm.iterationData.get('count'), data.user, iteration);
""",
            ),
            item(
                "b",
                before="pm.iterationData.unset && pm.iterationData.unset('user'); console.log(pm.variables.get('user'))",
                url="{{base}}/{{user}}",
            ),
        ],
        data=[{"user": "ann", "count": 1, "object": {"a": 1}}, {"user": "bob", "count": "2"}],
        iterations=3,
    ),
    "a row hides and does not change other scopes": Case(
        [
            item(
                "a",
                before="pm.environment.set('user', 'set'); console.log(pm.variables.get('user'), pm.environment.get('user'))",
                url="{{base}}/{{user}}",
            )
        ],
        environment=values(user="declared"),
        data=[{"user": "row"}, {"other": 1}],
    ),
    "names of all kinds": Case(
        [
            item(
                "a",
                before="""
for (const name of ['a.b', 'a b', '', 'é', '__proto__x', 'self', '0', 'length', '$x', 'x-y']) {
    pm.environment.set(name, 'v:' + name);
    console.log(name, pm.environment.get(name), pm.variables.has(name));
}
""",
                url="{{base}}/{{a.b}}/{{a b}}/{{0}}/{{length}}/{{$x}}/{{x-y}}",
            ),
            item("b", after=SHOW),
        ]
    ),
    "the name of the environment": Case([item("a", after="console.log(pm.environment.name, pm.globals.name)")]),
    "state of the sandbox": Case(
        [
            item(
                "a",
                before="leaked = 1; var mine = 2; let own = 3; Array.prototype.last = function () { return this[this.length - 1]; };",
            ),
            item("b", after="console.log(typeof leaked, typeof mine, typeof own, [1, 2].last()); leaked++;"),
            item("c", after="console.log(leaked); delete Array.prototype.last;"),
        ],
        iterations=2,
    ),
    "a variable that a failing script set": Case(
        [
            item("a", before="pm.environment.set('kept', 1); pm.globals.set('g', 1); throw new Error('no');"),
            item("b", after="console.log(pm.environment.get('kept'), pm.globals.get('g'))"),
        ]
    ),
    "set and unset again": Case(
        [
            item(
                "a",
                before="pm.environment.set('x', 1); pm.environment.unset('x'); pm.environment.set('y', 1); pm.environment.unset('y'); pm.environment.set('y', 2);",
            ),
            item("b", after=SHOW),
        ],
        environment=values(x=0),
    ),
    "objects of variables are copies": Case(
        [
            item("a", before="const o = {n: 1}; pm.environment.set('o', o); o.n = 2; pm.environment.get('o').n++;"),
            item("b", after="const o = pm.environment.get('o'); console.log(o); o.n = 10;"),
            item("c", after="console.log(pm.environment.get('o'))"),
        ]
    ),
}
