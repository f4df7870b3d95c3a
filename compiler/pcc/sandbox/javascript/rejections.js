// Finds promises that a script lets fail without a word, and the line of a syntax error. The engine has no event for them, so the script's own code is
// asked: acorn parses it, and every call in it, and every asynchronous function, is put between two parentheses that
// take note of the promise that comes out. Whoever awaits a promise, or calls `then`, `catch` or
// `Promise.all` with it, reads its `constructor` (ECMA-262, 27.2.4.7 and 7.3.22): that is how it is seen to be handled.
(function (g, ended) {
  'use strict';

  const uncurry = Function.prototype.call.bind.bind(Function.prototype.call);
  const { apply, construct, getPrototypeOf, setPrototypeOf, defineProperty } = Reflect;
  const Original = g.Function, Native = g.Promise, asynchronous = getPrototypeOf(async () => {});
  const then = uncurry(Native.prototype.then), slice = uncurry(String.prototype.slice);
  const indexOf = uncurry(String.prototype.indexOf), lastIndexOf = uncurry(String.prototype.lastIndexOf);
  const test = uncurry(RegExp.prototype.test), sort = uncurry(Array.prototype.sort), { isArray } = Array;
  const keysOf = Object.keys, quote = JSON.stringify, isIn = uncurry(WeakSet.prototype.has), add = uncurry(WeakSet.prototype.add);
  const get = uncurry(WeakMap.prototype.get), set = uncurry(WeakMap.prototype.set);
  const recall = uncurry(Map.prototype.get), remember = uncurry(Map.prototype.set);
  const sizeOf = uncurry(Object.getOwnPropertyDescriptor(Map.prototype, 'size').get);
  const forget = uncurry(Map.prototype.clear);

  // The code around a script, see `sandbox.py`.
  const OPENING = 'await(async()=>{;', CLOSING = '\n})().catch(e=>', EXIT = '__exitscope', TRACK = '__track', WRAP = '__wrap';
  const PROMISING = /\b(?:async|Promise|then|sendRequest|jar|vault)\b/, REMEMBERED = 500;

  const handled = new WeakSet(), known = new WeakSet(), wrapped = new WeakMap(), lines = new WeakMap(), marked = new Map();
  let begun = false, rejected = [], internal = false, watching = false, source = '', acorn = null;

  function watch() {
    if (watching) { return; }
    watching = true;
    defineProperty(Native.prototype, 'constructor', {
      configurable: true,
      enumerable: false,
      get() {
        if (!internal && this !== null && typeof this === 'object') { add(handled, this); }
        return Native;
      },
      set(value) {
        defineProperty(this, 'constructor', { value, writable: true, configurable: true, enumerable: true });
      }
    });
    // The sandbox chains promises of its own, around the callbacks of `pm.sendRequest` for example.
    defineProperty(Native.prototype, 'then', {
      value: { then(fulfilled, failed) { return track(then(this, fulfilled, failed)); } }.then,
      writable: true,
      configurable: true
    });
  }

  function track(value) {
    if (value === null || typeof value !== 'object') { return value; }
    const outer = internal;
    internal = true;
    try {
      if (getPrototypeOf(value) === Native.prototype && !isIn(known, value)) {
        add(known, value);
        then(value, undefined, (reason) => { rejected[rejected.length] = { promise: value, reason }; });
      }
    } catch (error) { /* a proxy: not a promise of the engine */ }
    internal = outer;
    return value;
  }

  function wrap(value, name) {
    if (typeof value !== 'function' || getPrototypeOf(value) !== asynchronous) { return value; }
    let made = get(wrapped, value);
    if (!made) {
      made = { call(...values) { return track(apply(value, this, values)); } }.call;
      defineProperty(made, 'name', { value: value.name || name || '', configurable: true });
      defineProperty(made, 'length', { value: value.length, configurable: true });
      setPrototypeOf(made, asynchronous);
      set(wrapped, value, made);
      set(wrapped, made, made);
    }
    return made;
  }

  // The name that a function without one gets from where it stands (ECMA-262, NamedEvaluation).
  function nameFor(node, key) {
    const target = node.type === 'VariableDeclarator' && key === 'init' ? node.id
      : (node.type === 'AssignmentExpression' || node.type === 'AssignmentPattern') && key === 'right' ? node.left
        : (node.type === 'Property' || node.type === 'PropertyDefinition') && key === 'value' && !node.computed
          ? node.key : null;
    return target && target.type === 'Identifier' ? target.name : '';
  }

  // A declared function exists before its block runs: it gets its name again, at the top.
  function nameAgain(statements, marks) {
    let text = '', first = 0;
    while (first < statements.length && statements[first].directive) { first++; }
    for (let i = 0; i < statements.length; i++) {
      const { type, async, generator, id } = statements[i];
      if (type === 'FunctionDeclaration' && async && !generator) { text += id.name + '=' + WRAP + '(' + id.name + ');'; }
    }
    if (text) { marks[marks.length] = { at: statements[first].start, rank: 1, order: marks.length, text }; }
  }

  function collect(node, marks, inChain, name, isMethod) {
    function visit(child, chained, key) {
      if (isArray(child)) { for (let i = 0; i < child.length; i++) { visit(child[i], false, key); } }
      else if (child && typeof child.type === 'string') {
        const method = key === 'value' && (node.method || node.kind === 'get' || node.kind === 'set'
          || node.type === 'MethodDefinition');
        collect(child, marks, chained, nameFor(node, key), method);
      }
    }
    function enclose(part, helper, more) {
      const end = more ? ',' + quote(more) + ')' : ')';
      // The space is for `await(async () => {})()`.
      marks[marks.length] = { at: part.start, rank: 1, order: marks.length, text: ' ' + helper + '(' };
      marks[marks.length] = { at: part.end, rank: 0, order: -marks.length, text: end };
    }
    if (isArray(node.body)) { nameAgain(node.body, marks); }
    const calls = node.type === 'CallExpression' || node.type === 'NewExpression';
    // Within `a?.b()` a part cannot be taken out: the whole chain is enclosed.
    if (node.type === 'ChainExpression' || (calls && !inChain && node.callee.type !== 'Super')) {
      enclose(node, TRACK);
    }
    // A method has no place for a call around it; `nameAgain` is for declarations.
    if (node.async && (node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression') && !isMethod) {
      enclose(node, WRAP, name);
    }
    const spine = node.type === 'ChainExpression' ? 'expression' : node.type === 'MemberExpression' ? 'object' : 'callee';
    const keys = keysOf(node);
    for (let i = 0; i < keys.length; i++) {
      visit(node[keys[i]], keys[i] === spine && (inChain || node.type === 'ChainExpression'), keys[i]);
    }
  }

  function parse(code) {
    if (!acorn) {
      const exports = {};
      Original('exports', 'module', source)(exports, {});
      acorn = exports;
    }
    return acorn.parse(code, { ecmaVersion: 'latest', allowReturnOutsideFunction: true });
  }

  function mark(code) {
    const marks = [];
    collect(parse(code), marks, false, '', false);
    sort(marks, (a, b) => a.at - b.at || a.rank - b.rank || a.order - b.order);
    let made = '', from = 0;
    for (let i = 0; i < marks.length; i++) {
      made += slice(code, from, marks[i].at) + marks[i].text;
      from = marks[i].at;
    }
    return made + slice(code, from);
  }

  function promises(code) {
    const start = indexOf(code, OPENING), end = lastIndexOf(code, CLOSING);
    return source !== '' && start >= 0 && test(PROMISING, slice(code, start + OPENING.length, end));
  }

  // Returns the script compiled with both helpers in sight, or null: what acorn cannot read is left as it is.
  function compile(values) {
    const last = values.length - 1, code = values[last];
    if (typeof code !== 'string' || !promises(code)) { return null; }
    try {
      let made = recall(marked, code);
      if (made === undefined) {
        made = mark(code);
        if (sizeOf(marked) >= REMEMBERED) { forget(marked); }
        remember(marked, code, made);
      }
      const names = [];
      for (let i = 0; i < last; i++) { names[i] = values[i]; }
      const script = apply(Original, undefined, [...names, TRACK, WRAP, made]);
      watch();
      return function (...given) { return apply(script, this, [...given, track, wrap]); };
    } catch (error) { return null; }
  }

  // The engine does not say where the code of a function is wrong; acorn does.
  function locate(code, error) {
    try { parse(code); } catch (found) {
      // The engine puts two lines before the body of a function.
      if (found.loc) { set(lines, error, found.loc.line + 2); }
    }
  }

  function compilePlainly(values) {
    try { return apply(Original, undefined, values); } catch (error) {
      if (source) { locate(values[values.length - 1], error); }
      throw error;
    }
  }

  function compileScript(values) {
    begun = true;
    const made = compile(values) || compilePlainly(values), exit = values.length - 2;
    return function (...given) {
      const leave = given[exit];
      given[exit] = function (...said) { ended(() => apply(leave, this, said)); };
      return apply(made, this, given);
    };
  }

  function Compiler(...values) {
    const length = values.length;
    if (length > 1 && values[length - 2] === EXIT) { return compileScript(values); }
    return construct(Original, values, new.target && new.target !== Compiler ? new.target : Original);
  }
  Compiler.prototype = Original.prototype;
  defineProperty(Compiler, 'name', { value: 'Function', configurable: true });
  defineProperty(Compiler, 'length', { value: 1, configurable: true });
  defineProperty(Original.prototype, 'constructor', { value: Compiler, writable: true, configurable: true });
  g.Function = Compiler;

  function reasonOf(reason) {
    return reason ? reason : { name: '', message: 'a promise was rejected with ' + (reason === '' ? 'an empty text' : reason) };
  }

  return {
    useParser(text) { source = text; },
    lineOf(error) { return get(lines, error); },
    reset() { rejected = []; begun = false; },
    begun() { return begun; },
    take() {
      const reasons = [], found = rejected;
      rejected = [];
      for (let i = 0; i < found.length; i++) {
        if (!isIn(handled, found[i].promise)) { reasons[reasons.length] = reasonOf(found[i].reason); }
      }
      return reasons;
    }
  };
})
