// expect {{ header }}
pm.test({{ title }}, () => {
{{ actual }}
{{ expected }}
{{ check }}
});
