    const expected = (() => {
{{ extraction }}
        return actual;
    })();
    if (expected === undefined) pm.expect.fail({{ missing }});
