// expect {{ header }}
pm.test({{ title }}, () => {
{{ actual }}
{{ check }}
});
