"""The JavaScript functions that a rendered path may call: arrays of values in, arrays of values out."""

from dataclasses import dataclass

__all__ = ["FUNCTIONS", "Function"]


@dataclass(frozen=True, slots=True)
class Function:
    """A one-line definition, and the other functions that it calls."""

    name: str
    source: str
    needs: tuple[str, ...] = ()


def _function(name: str, arrow: str, *, needs: tuple[str, ...] = ()) -> Function:
    return Function(name, f"const {name} = {arrow};", needs)


# In the order in which a script defines them: a function stands behind those that it calls.
FUNCTIONS: tuple[Function, ...] = (
    _function("isObject", '(value) => value !== null && typeof value === "object" && !Array.isArray(value)'),
    _function(
        "has",
        "(value, name) => isObject(value) && Object.prototype.hasOwnProperty.call(value, name)",
        needs=("isObject",),
    ),
    _function(
        "member",
        "(values, ...names) => values.flatMap((value) => "
        "names.filter((name) => has(value, name)).map((name) => value[name]))",
        needs=("has",),
    ),
    _function(
        "element",
        "(values, ...indexes) => values.filter((value) => Array.isArray(value)).flatMap((value) => "
        "indexes.flatMap((index) => value.slice(index, index + 1 || undefined)))",
    ),
    _function(
        "slice",
        "(values, start, end, step = 1) => values.filter((value) => Array.isArray(value)).flatMap((value) => "
        "value.slice(start, end).filter((item, at) => at % step === 0))",
    ),
    _function(
        "backwards",
        "(values, low, high, step) => values.filter((value) => Array.isArray(value)).flatMap((value) => "
        "value.slice(low, high).reverse().filter((item, at) => at % step === 0))",
    ),
    _function(
        "children",
        "(values) => values.flatMap((value) => Array.isArray(value) ? value : "
        "isObject(value) ? Object.keys(value).map((name) => value[name]) : [])",
        needs=("isObject",),
    ),
    _function(
        "descend",
        "(values) => values.flatMap((value) => [value, ...descend(children([value]))])",
        needs=("children",),
    ),
    _function("filter", "(values, test) => children(values).filter((item) => test(item))", needs=("children",)),
    _function(
        "equals",
        "(left, right) => left === right || (Array.isArray(left) "
        "? Array.isArray(right) && left.length === right.length && !left.some((item, at) => !equals(item, right[at])) "
        ": isObject(left) && isObject(right) && Object.keys(left).length === Object.keys(right).length && "
        "!Object.keys(left).some((name) => !has(right, name) || !equals(left[name], right[name])))",
        needs=("isObject", "has"),
    ),
    _function(
        "isBefore",
        "(left, right) => { const at = left.findIndex((mark, index) => mark !== right[index]); "
        "return at < 0 ? left.length < right.length "
        ": at < right.length && left[at].codePointAt(0) < right[at].codePointAt(0); }",
    ),
    _function(
        "less",
        '(left, right) => typeof left === "number" && typeof right === "number" ? left < right : '
        'typeof left === "string" && typeof right === "string" && isBefore(Array.from(left), Array.from(right))',
        needs=("isBefore",),
    ),
    _function("atMost", "(left, right) => less(left, right) || equals(left, right)", needs=("less", "equals")),
)
