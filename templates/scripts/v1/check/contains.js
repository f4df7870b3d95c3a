    const same = (a, b) => a === b || (a !== null && b !== null && typeof a === "object" && typeof b === "object"
        && Array.isArray(a) === Array.isArray(b) && Object.keys(a).length === Object.keys(b).length
        && Object.keys(a).every((key) => Object.prototype.hasOwnProperty.call(b, key) && same(a[key], b[key])));
    const show = (value) => (value === undefined ? "nothing" : JSON.stringify(value));
    const holds = Array.isArray(actual) ?
        actual.some((item) => same(item, expected)) :
        typeof actual === "string" && typeof expected === "string" && actual.indexOf(expected) >= 0;
    if (!holds) pm.expect.fail("expected something that contains " + show(expected) + ", found " + show(actual));
