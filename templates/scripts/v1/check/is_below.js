    const show = (value) => (value === undefined ? "nothing" : JSON.stringify(value));
    const holds = typeof actual === "number" && typeof expected === "number" && actual < expected;
    if (!holds) pm.expect.fail("expected a number below " + show(expected) + ", found " + show(actual));
