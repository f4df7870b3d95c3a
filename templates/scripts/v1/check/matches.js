    const show = (value) => (value === undefined ? "nothing" : JSON.stringify(value));
    const holds = typeof actual === "string" && new RegExp({{ pattern }}, "u").test(actual);
    if (!holds) pm.expect.fail("expected text that matches " + {{ pattern }} + ", found " + show(actual));
