    const found = pm.request.headers.filter((header) => !header.disabled && header.key.toLowerCase() === {{ name }}).pop();
    if (found === undefined) pm.expect.fail({{ missing }});
    const expected = found.valueOf();
