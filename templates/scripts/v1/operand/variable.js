    const stored = pm.variables.get({{ name }});
    const expected = typeof stored === "string" ? pm.variables.replaceIn(stored) : stored;
    if (expected === undefined) pm.expect.fail({{ missing }});
