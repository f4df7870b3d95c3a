    const readable = (text) => { try { return decodeURIComponent(text); } catch (error) { return text; } };
    const field = pm.request.url.query.filter((param) => readable(param.key || "") === {{ name }}).pop();
    if (field === undefined) pm.expect.fail({{ missing }});
    const expected = readable(field.valueOf());
