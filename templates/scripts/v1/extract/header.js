    const actual = pm.response.headers.get({{ name }});
