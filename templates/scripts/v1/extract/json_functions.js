    const json = (() => { try { return pm.response.json(); } catch (error) { return undefined; } })();
{{ functions }}
    const actual = {{ expression }};
