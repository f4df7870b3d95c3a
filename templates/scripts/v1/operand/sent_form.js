    const expected = pm.request.body?.urlencoded?.get({{ name }});
    if (expected === undefined) pm.expect.fail({{ missing }});
