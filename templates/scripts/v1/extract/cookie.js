    const cookie = pm.cookies.one({{ name }});
    const actual = cookie && (cookie.value === undefined ? "" : cookie.valueOf());
