    const found = pm.response.headers.get({{ name }});
    const actual = typeof found === "string" ? found : undefined;
