    const json = (() => { try { return pm.response.json(); } catch (error) { return undefined; } })();
{{ functions }}
    const found = {{ expression }}.filter((value) => value !== undefined);
    const actual = found.length > 0 ? found : undefined;
