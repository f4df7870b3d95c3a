    const show = (value) => (value === undefined ? "nothing" : JSON.stringify(value));
    const holds = actual === expected;
    if (!holds) pm.expect.fail("expected " + show(expected) + ", found " + show(actual));
