    const show = (value) => (value === undefined ? "nothing" : JSON.stringify(value));
    const holds = actual === undefined;
    if (!holds) pm.expect.fail("expected nothing, found " + show(actual));
