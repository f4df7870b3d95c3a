// capture {{ secret }}{{ name }} from {{ source }}
pm.test({{ title }}, () => {
    pm.environment.unset({{ name }});
{{ actual }}
    const shape = json === undefined ? "text that is not JSON"
        : json === null ? "null"
        : Array.isArray(json) ? "an array of " + json.length
        : typeof json === "object" ? "an object with " + (Object.keys(json).join(", ") || "no fields")
        : "a " + typeof json;
    if (actual === undefined) pm.expect.fail({{ missing }} + shape);
    pm.environment.set({{ name }}, actual);
});
