    const match = new RegExp({{ pattern }}, "u").exec(pm.response.text());
    const actual = match ? match[match.length > 1 ? 1 : 0] : undefined;
