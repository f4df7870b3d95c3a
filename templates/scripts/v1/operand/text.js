    const expected = pm.variables.replaceIn({{ value }});
