    const expected = pm.request.headers.get({{ name }});
    if (expected === undefined) pm.expect.fail({{ missing }});
