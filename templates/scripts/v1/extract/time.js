    const actual = pm.response.responseTime;
