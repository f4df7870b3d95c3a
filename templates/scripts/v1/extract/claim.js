    const body = (() => { try { return pm.response.json(); } catch (error) { return undefined; } })();
    const payload = String({{ token }}).split(".")[1] || "";
    const json = (() => { try { return JSON.parse(Buffer.from(payload, "base64").toString()); } catch (error) { return undefined; } })();
    const actual = {{ expression }};
