    const field = pm.request.body?.urlencoded?.filter((param) => !param.disabled && param.key === {{ name }}).pop();
    if (field === undefined) pm.expect.fail({{ missing }});
    const expected = field.valueOf();
