// The bridge between Postman's sandbox and its host. Messages are JSON texts in both directions; no function of the
// host is in reach. The host calls the returned function: one call runs one macrotask (a message, or the oldest due
// timer); promises settle when the call returns, as between two macrotasks of Node. What it is given lies in the inbox:
//
//   "<ms> [name, ...arguments]"   a message, and for how long the host was busy before it
//   ""                            go on
//   "parser <source>"             acorn, for the scripts that have async functions
//   -> "<turn><ms> [messages]"    r: call again; s: call again after ms; h: the host has to act;
//                                 k: call again, and the messages may wait for those of the next call
(function (g, watchRejections, inbox) {
  'use strict';

  // Scripts may replace any of these on the prototypes; the bridge keeps the originals.
  const uncurry = Function.prototype.call.bind.bind(Function.prototype.call);
  const { stringify, parse } = JSON, { apply, ownKeys } = Reflect, now = Date.now, { max, min } = Math;
  const { isArray } = Array, TextOf = String;
  const get = uncurry(Map.prototype.get), set = uncurry(Map.prototype.set), drop = uncurry(Map.prototype.delete);
  const each = uncurry(Map.prototype.forEach), sizeOf = uncurry(
    Object.getOwnPropertyDescriptor(Map.prototype, 'size').get);
  const startsWith = uncurry(String.prototype.startsWith), indexOf = uncurry(String.prototype.indexOf);
  const slice = uncurry(String.prototype.slice), seen = uncurry(WeakSet.prototype.has);
  const see = uncurry(WeakSet.prototype.add), unsee = uncurry(WeakSet.prototype.delete), Seen = WeakSet, search = uncurry(RegExp.prototype.exec);

  const LONGEST = 2 ** 31 - 1, CONSOLE_CHARS = 4e6, CONSOLE_COUNT = 1e4, DEEPEST = 64, LARGEST = 1e5;
  const ASKS = ['execution.request.', 'execution.cookies.', 'execution.vault.', 'execution.run_collection_request.',
    'execution.datasets.'];
  const ANSWERS = ['execution.response.', 'execution.cookies.', 'execution.vault.',
    'execution.run_collection_request_response.', 'execution.datasets.'];

  const timers = new Map(), listeners = new Map();
  let out = '', ids = 0, guard = null, awaitsGuard = false, asked = 0, running = '', begins = false, keeps = false;
  let finished = false, ending = 0;
  let chars = 0, count = 0, left = 0;

  function later(callback, ms, repeats) {
    ms = min(max(0, +ms || 0), LONGEST);
    const timer = { at: now() + ms, id: ++ids, callback, every: repeats ? max(1, ms) : 0 };
    // The first timer of an execution is the sandbox's own time limit, see `execute`.
    if (awaitsGuard) { awaitsGuard = false; guard = timer; }
    else { set(timers, timer.id, timer); }
    return timer.id;
  }

  function cancel(id) {
    if (guard && guard.id === id) { guard = null; }
    drop(timers, id);
  }

  g.setTimeout = function (callback, ms) { return later(callback, ms, false); };
  g.setInterval = function (callback, ms) { return later(callback, ms, true); };
  g.setImmediate = function (callback) { return later(callback, 0, false); };
  g.clearTimeout = g.clearInterval = g.clearImmediate = cancel;

  function isOneOf(name, prefixes) {
    for (let i = 0; i < prefixes.length; i++) { if (startsWith(name, prefixes[i])) { return true; } }
    return false;
  }

  // A copy that JSON can hold, of a value that it cannot: circular, with a BigInt, with an accessor that throws.
  function plain(value, depth, state) {
    if (typeof value === 'bigint') { return TextOf(value); }
    if (value === null || typeof value !== 'object') {
      return typeof value === 'function' || typeof value === 'symbol' ? undefined : value;
    }
    if (seen(state.seen, value)) { return '[Circular]'; }
    if (depth > DEEPEST || ++state.count > LARGEST) { return '[…]'; }
    see(state.seen, value);
    try {
      if (typeof value.toJSON === 'function') {
        const made = value.toJSON();
        if (made !== value) { return plain(made, depth + 1, state); }
      }
    } catch (error) { return '[unreadable]'; } finally { unsee(state.seen, value); }
    see(state.seen, value);
    const copied = copyOf(value, depth, state);
    unsee(state.seen, value);
    return copied;
  }

  function copyOf(value, depth, state) {
    const copy = isArray(value) ? [] : { __proto__: null }, keys = isArray(value) ? null : ownKeys(value);
    const length = keys ? keys.length : min(value.length, LARGEST);
    for (let i = 0; i < length; i++) {
      const key = keys ? keys[i] : i;
      if (typeof key === 'symbol') { continue; }
      try { copy[key] = plain(value[key], depth + 1, state); } catch (error) { copy[key] = '[unreadable]'; }
    }
    return copy;
  }

  function encode(values) {
    try {
      const text = stringify(values);
      if (typeof text === 'string' && text[0] === '[') { return text; }
    } catch (error) { /* the copy below */ }
    let text;
    try { text = stringify(plain(values, 0, { seen: new Seen(), count: 0 })); } catch (error) { /* nothing can be said */ }
    return typeof text === 'string' && text[0] === '[' ? text : stringify(['pcc.unreadable', TextOf(values[0])]);
  }

  function send(values) {
    out += (out && ',') + encode(values);
  }

  // Where in the script an error was made: the first frame of code that came through `Function`.
  function lineOf(error) {
    try {
      const known = rejections.lineOf(error);
      if (known) { return known; }
      const found = search(/eval at [^\n]*<anonymous>:(\d+):\d+\)?(?:\n|$)/, error.stack);
      return found ? +found[1] : 0;
    } catch (unreadable) { return 0; }
  }

  function describe(thrown) {
    if (thrown === null || thrown === undefined) { return null; }
    const text = (read) => { try { return TextOf(read()); } catch (error) { return '[unreadable]'; } };
    if (typeof thrown !== 'object' && typeof thrown !== 'function') {
      return { name: '', message: text(() => thrown), line: 0 };
    }
    const has = (key) => { try { return thrown[key] !== undefined; } catch (error) { return true; } };
    return {
      name: has('name') ? text(() => thrown.name) : '',
      message: has('message') ? text(() => thrown.message)
        : text(() => stringify(plain(thrown, 0, { seen: new Seen(), count: 0 }))),
      line: lineOf(thrown)
    };
  }

  function sendConsole(values) {
    const text = values[3], length = typeof text === 'string' ? text.length : 0;
    if (++count > CONSOLE_COUNT || (chars += length) > CONSOLE_CHARS) { left++; return; }
    send(values);
  }

  function sendAssertions(values) {
    const list = values[2];
    for (let i = 0; i < list.length; i++) {
      const { name, index, passed, skipped, async, error } = list[i];
      send(['execution.assertion', values[0], { name, index, passed, skipped, async, error: describe(error) }]);
    }
  }

  function dispatch(...values) {
    const name = TextOf(values[0]);
    // Each is also sent with the id of its execution.
    if (name === 'execution.error' || name === 'execution.assertion') { return; }
    if (name === 'execution.console') { return sendConsole(values); }
    if (startsWith(name, 'execution.assertion.')) { return sendAssertions(values); }
    if (startsWith(name, 'execution.error.')) { return send([name, describe(values[2])]); }
    if (startsWith(name, 'execution.result.')) {
      finished = true;
      if (left) { send(['pcc.left', left]); }
      return send([name, describe(values[1]), values[2]]);
    }
    if (isOneOf(name, ASKS)) { asked++; }
    send(values);
  }

  function emit(name, ...values) {
    const found = get(listeners, name) || [];
    for (let i = 0; i < found.length; i++) { apply(found[i], g.bridge, values); }
  }

  const bridge = g.bridge = {
    listeners(name) { return get(listeners, name) || []; },
    on(name, callback) { set(listeners, name, [...(get(listeners, name) || []), callback]); },
    once(name, callback) {
      const once = (...values) => { bridge.off(name, once); apply(callback, bridge, values); };
      bridge.on(name, once);
    },
    off(name, callback) {
      const kept = [], found = callback ? get(listeners, name) || [] : [];
      for (let i = 0; i < found.length; i++) { if (found[i] !== callback) { kept[kept.length] = found[i]; } }
      // Every script listens under names of its own: what nobody listens to any more is forgotten.
      if (kept.length) { set(listeners, name, kept); } else { drop(listeners, name); }
    },
    emit,
    dispatch
  };

  // The script has come to its end. When the sandbox wants nothing but one timer now, that one ends the execution.
  function ended(tell) {
    const before = ids;
    tell();
    ending = ids === before + 1 ? ids : 0;
  }

  const rejections = watchRejections(g, ended);

  // No code of the script can run any more before the result: nothing of it is left that a timer or an answer wakes.
  function isEnding() {
    return ending !== 0 && guard !== null && asked === 0 && sizeOf(timers) === 1 && get(timers, ending) !== undefined;
  }

  // What goes wrong outside of a script's own code is still an error of that script.
  function attempt(action) {
    try { action(); } catch (error) { send(['execution.error.' + running, describe(error)]); }
  }

  function execute(message) {
    each(timers, (timer, id) => drop(timers, id));
    out = '';
    asked = chars = count = left = 0;
    finished = false;
    begins = true;
    ending = 0;
    running = message[1];
    rejections.reset();
    awaitsGuard = true;
    attempt(() => apply(emit, bridge, message));
    awaitsGuard = false;
  }

  function receive(text) {
    const space = indexOf(text, ' '), message = parse(slice(text, space + 1));
    if (guard) { guard.at += +slice(text, 0, space); }
    if (message[0] === 'execute') { return execute(message); }
    if (isOneOf(message[0], ANSWERS)) { asked--; }
    attempt(() => apply(emit, bridge, message));
  }

  function fire(timer) {
    if (timer.every) { timer.at = now() + timer.every; } else { cancel(timer.id); }
    attempt(timer.callback);
  }

  function oldest(limit) {
    let found = guard && guard.at <= limit ? guard : null;
    each(timers, (timer) => {
      if (timer.at <= limit && (!found || timer.at < found.at || (timer.at === found.at && timer.id < found.id))) {
        found = timer;
      }
    });
    return found;
  }

  // Nothing can happen any more, and the script has not ended: it waits for a promise that nothing settles, or else the
  // sandbox itself came to grief, perhaps before the script began.
  function giveUp() {
    send(guard ? ['pcc.idle'] : ['pcc.stuck', rejections.begun()]);
    if (guard) { fire(guard); return true; }
    return false;
  }

  function turn(ran) {
    if (finished || asked > 0) { return 'h0'; }
    if (ran || out) { return 'r0'; }
    if (sizeOf(timers) > 0) { return 's' + max(0, oldest(Infinity).at - now()); }
    return giveUp() ? 'r0' : 'h0';
  }

  function goOn() {
    const last = isEnding(), due = oldest(now());
    if (due) { fire(due); }
    // That took the time limit away. What is left tells the result, and nothing can come between the two.
    if (last && !finished && guard === null && sizeOf(timers) === 1) { fire(oldest(Infinity)); }
    return due !== null;
  }

  return function pump() {
    const text = inbox.text;
    if (startsWith(text, 'parser ')) { rejections.useParser(slice(text, 7)); return 'h0 []'; }
    let ran = true;
    const unhandled = rejections.take();
    for (let i = 0; i < unhandled.length; i++) { attempt(() => emit('uncaughtException', unhandled[i])); }
    if (text) { receive(text); }
    // What comes may never return, or crash: the host has to say first what it kept.
    else if (!keeps || isEnding()) { ran = goOn() || unhandled.length > 0; }
    const next = turn(ran), messages = out;
    // Most scripts are at their end now, which only the next call can tell: then all is said at once.
    keeps = begins && next === 'r0' && messages !== '';
    begins = false;
    out = '';
    return (keeps ? 'k0' : next) + ' [' + messages + ']';
  };
})
