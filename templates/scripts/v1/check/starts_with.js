    const show = (value) => (value === undefined ? "nothing" : JSON.stringify(value));
    const holds = typeof actual === "string" && typeof expected === "string" && actual.slice(0, expected.length) === expected;
    if (!holds) pm.expect.fail("expected something that starts with " + show(expected) + ", found " + show(actual));
