// capture {{ secret }}{{ name }} from {{ source }}
pm.test({{ title }}, () => {
    pm.environment.unset({{ name }});
{{ actual }}
    if (actual === undefined) pm.expect.fail({{ missing }});
    pm.environment.set({{ name }}, actual);
});
