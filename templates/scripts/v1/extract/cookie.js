    const actual = pm.cookies.get({{ name }});
