"use strict";
// Runs collections through Newman as a library. Each line of stdin is a job in JSON:
//     {parallel: 4, runs: [{collection: PATH, environment: PATH or null, globals: PATH or null, globalVars: [[NAME, VALUE]],
//                           data: PATH or null, iterations: 1 or null, workingDir: PATH or null, reports: {json: PATH},
//                           folders: [NAME], bail: false, timeoutScript: MS or null,
//                           options: {further options of newman.run}, processEnvironment: {variables of the process}}]}
// and is answered by one line that says what happened: an array with one element a run, in the order of the runs. A job
//     {data: [PATH]}
// only reads files of iteration data; its answer has [error or null, rows] for each.

const fs = require("fs");
const readline = require("readline");
const newman = require("newman");
const loadOptions = require("newman/lib/run/options");

// JSON.stringify makes -0 a zero and Infinity a null; here every value keeps what it is. Keys are in order.
const exact = (value) => {
    if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
    if (value === undefined) return "undefined";
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map(exact).join(",")}]`;
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${exact(value[key])}`).join(",")}}`;
};

// What scripts see of a scope: disabled variables are not there.
const visible = (scope) => scope.values.all().filter((variable) => !variable.disabled)
    .map((variable) => [variable.key, exact(variable.valueOf())]);

const message = (error) => (error ? String(error.message === undefined ? error : error.message) : null);

// An assertion's own message is the sentence; another error says what it is.
const told = (error) => (error && error.name && error.name !== "AssertionError" && error.message !== undefined
    ? `${error.name}: ${error.message}` : message(error));

// A value of a console call: text as it is, else JSON, and by its JavaScript name what JSON lacks.
const printed = (value, inside) => {
    if (typeof value === "string") return inside ? JSON.stringify(value) : value;
    if (typeof value === "bigint") return `${value}n`;
    if (value === null || typeof value !== "object" || value instanceof RegExp) return String(value);
    if (value instanceof Date) return value.toISOString();
    if (Array.isArray(value)) return `[${value.map((entry) => printed(entry, true)).join(",")}]`;
    if (value instanceof Error || Object.keys(value).join() === "type,name,message") {
        return `${value.name}: ${value.message}`;
    }
    const members = Object.keys(value).map((key) => `${JSON.stringify(key)}:${printed(value[key], true)}`);
    return `{${members.join(",")}}`;
};

const itemOf = (args) => ({
    id: args.cursor.ref,
    iteration: args.cursor.iteration,
    name: args.item.name,
    code: null,
    body: null,
    skipped: false,
    assertions: [],
    requestErrors: [],
    scriptErrors: [],
    environment: null
});

// Follows one run: its events in their order are the record.
const follow = (emitter, record) => {
    let item = null;
    emitter.on("beforeItem", (error, args) => { item = itemOf(args); record.items.push(item); });
    emitter.on("request", (error, args) => {
        // The requests of a script are told as those of its item are; they have their script's id.
        if (args.cursor.scriptId) return;
        if (error) item.requestErrors.push(message(error));
        if (args.response) item.code = args.response.code;
        if (args.response && args.response.stream) item.body = args.response.stream.toString("base64");
    });
    emitter.on("assertion", (error, args) =>
        item.assertions.push([args.assertion, error && told(args.error || error), Boolean(args.skipped)]));
    // What a script threw is told as an exception, too.
    emitter.on("script", (error, args) => {
        if (!args.execution) return;
        item.environment = visible(args.execution.environment);
        record.globals = visible(args.execution.globals);
        record.collection = visible(args.execution.collectionVariables);
    });
    emitter.on("exception", (error, args) => {
        const text = told(error || args.error);
        if (!item.scriptErrors.includes(text)) item.scriptErrors.push(text);
    });
    emitter.on("console", (error, args) => record.console.push([args.level, args.messages.map((value) => printed(value, false)).join(" ")]));
};

const run = (job) => new Promise((resolve) => {
    Object.assign(process.env, job.processEnvironment);
    const record = { error: null, items: [], environment: [], globals: [], collection: [], console: [] };
    const options = {
        collection: JSON.parse(fs.readFileSync(job.collection, "utf8")),
        globalVar: job.globalVars.map(([key, value]) => ({ key, value })),
        reporters: Object.keys(job.reports),
        reporter: Object.fromEntries(Object.entries(job.reports).map(([name, path]) => [name, { export: path }]))
    };
    if (job.iterations) options.iterationCount = job.iterations;
    if (job.data) options.iterationData = job.data;
    if (job.globals) options.globals = JSON.parse(fs.readFileSync(job.globals, "utf8"));
    if (job.environment) options.environment = JSON.parse(fs.readFileSync(job.environment, "utf8"));
    if (job.workingDir) options.workingDir = job.workingDir;
    Object.assign(options, job.options);
    if (job.folders.length) options.folder = job.folders;
    if (job.bail) options.bail = true;
    if (job.timeoutScript) options.timeoutScript = job.timeoutScript;
    const emitter = newman.run(options, (error, summary) => {
        record.error = message(error) || message(summary && summary.run.error);
        record.passed = Boolean(summary) && !error && !summary.run.error && summary.run.failures.length === 0;
        Object.keys(job.processEnvironment || {}).forEach((name) => { delete process.env[name]; });
        if (summary && summary.environment) record.environment = visible(summary.environment);
        resolve(record);
    });
    follow(emitter, record);
});

const runAll = async (job) => {
    const records = new Array(job.runs.length);
    let next = 0;
    const work = async () => {
        while (next < job.runs.length) {
            const index = next;
            next += 1;
            records[index] = await run(job.runs[index]);
        }
    };
    await Promise.all(Array.from({ length: job.parallel }, work));
    return records;
};

const readData = (path) => new Promise((resolve) => {
    loadOptions({ collection: { info: {}, item: [] }, iterationData: path }, (error, options) => {
        resolve([message(error), error ? null : exact(options.iterationData)]);
    });
});

const answer = (job) => (job.data ? Promise.all(job.data.map(readData)) : runAll(job));

const main = async () => {
    for await (const line of readline.createInterface({ input: process.stdin })) {
        process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
    }
    // Connections that are kept alive would keep the process alive.
    process.exit();
};

main().catch((error) => { console.error(error); process.exitCode = 1; });
