    const same = (a, b) => a === b || (a !== null && b !== null && typeof a === "object" && typeof b === "object"
        && Array.isArray(a) === Array.isArray(b) && Object.keys(a).length === Object.keys(b).length
        && Object.keys(a).every((key) => Object.prototype.hasOwnProperty.call(b, key) && same(a[key], b[key])));
    const show = (value) => (value === undefined ? "nothing" : JSON.stringify(value));
    const holds = Array.isArray(expected) && actual !== undefined && expected.some((item) => same(actual, item));
    if (!holds) pm.expect.fail("expected one of " + show(expected) + ", found " + show(actual));
