    const show = (value) => (value === undefined ? "nothing" : JSON.stringify(value));
    const holds = (Array.isArray(actual) || typeof actual === "string") && actual.length === {{ length }};
    if (!holds) pm.expect.fail("expected a length of " + {{ length }} + ", found " + show(actual));
