    const sent = (() => { try { return JSON.parse(pm.request.body.raw); } catch (error) { return undefined; } })();
    const expected = {{ expression }};
    if (expected === undefined) pm.expect.fail({{ missing }});
