    const found = pm.request.body?.urlencoded?.filter((param) => !param.disabled && param.key === {{ name }}).pop();
    if (found === undefined) pm.expect.fail({{ missing }});
    const expected = found.valueOf();
