    const cookie = pm.cookies.one({{ name }});
    const own = cookie && typeof cookie.valueOf() === "string";
    const actual = own ? (cookie.value === undefined ? "" : cookie.valueOf()) : undefined;
