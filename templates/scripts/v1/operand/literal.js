    const expected = {{ value }};
