// set {{ secret }}{{ name }} to {{ value }}
{
    pm.environment.set({{ name }}, pm.variables.replaceIn({{ value }}));
}
