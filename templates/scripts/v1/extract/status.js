    const actual = pm.response.code;
