    const json = (() => { try { return pm.response.json(); } catch (error) { return undefined; } })();
    const actual = {{ expression }};
