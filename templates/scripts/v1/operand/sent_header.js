    const field = pm.request.headers.filter((header) => !header.disabled && header.key.toLowerCase() === {{ name }}).pop();
    if (field === undefined) pm.expect.fail({{ missing }});
    const expected = field.valueOf();
