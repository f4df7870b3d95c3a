    const location = pm.response.headers.get("Location") || "";
    const query = location.split("#")[0].split("?").slice(1).join("?");
    const decode = (text) => { try { return decodeURIComponent(text.replace(/\+/g, " ")); } catch (error) { return text; } };
    const found = query.split("&").map((part) => part.split("=")).find((pair) => decode(pair[0]) === {{ name }});
    const actual = found && found.length > 1 ? decode(found.slice(1).join("=")) : undefined;
