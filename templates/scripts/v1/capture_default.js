// capture {{ secret }}{{ name }} from {{ source }} or {{ default }}
{
{{ actual }}
    pm.environment.set({{ name }}, actual === undefined ? {{ literal }} : actual);
}
