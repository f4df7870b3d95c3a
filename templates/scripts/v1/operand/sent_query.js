    const decode = (text) => { try { return decodeURIComponent(text); } catch (error) { return text; } };
    const found = pm.request.url.query.filter((param) => decode(param.key || "") === {{ name }}).pop();
    if (found === undefined) pm.expect.fail({{ missing }});
    const expected = decode(found.valueOf());
