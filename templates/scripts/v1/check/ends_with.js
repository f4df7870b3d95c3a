    const show = (value) => (value === undefined ? "nothing" : JSON.stringify(value));
    const holds = typeof actual === "string" && typeof expected === "string" && actual.length >= expected.length && actual.slice(actual.length - expected.length) === expected;
    if (!holds) pm.expect.fail("expected something that ends with " + show(expected) + ", found " + show(actual));
