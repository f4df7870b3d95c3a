    const encoded = pm.request.url.query.get({{ name }});
    if (typeof encoded !== "string") pm.expect.fail({{ missing }});
    const expected = (() => { try { return decodeURIComponent(encoded); } catch (error) { return encoded; } })();
