    const show = (value) => (value === undefined ? "nothing" : JSON.stringify(value));
    const holds = (actual === null ? "null" : Array.isArray(actual) ? "array" : typeof actual) === {{ kind }};
    if (!holds) pm.expect.fail("expected a value of type " + {{ kind }} + ", found " + show(actual));
