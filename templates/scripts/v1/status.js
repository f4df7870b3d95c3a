// expect status {{ status }}
pm.test({{ title }}, () => {
    pm.response.to.have.status({{ status }});
});
