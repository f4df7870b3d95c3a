// What Postman's sandbox expects of a browser and a bare engine does not have. Runs before the sandbox; whatever is
// not on the sandbox's own list of globals is deleted again by it.
(function (g) {
  'use strict';

  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

  function define(name, value) {
    if (typeof g[name] === 'undefined') {
      Object.defineProperty(g, name, { value, writable: true, configurable: true, enumerable: false });
    }
  }

  function toBytes(text) {
    const bytes = [];
    for (const char of String(text)) {
      let code = char.codePointAt(0);
      if (code >= 0xd800 && code <= 0xdfff) { code = 0xfffd; }
      if (code < 0x80) { bytes.push(code); }
      else if (code < 0x800) { bytes.push(0xc0 | code >> 6, 0x80 | code & 63); }
      else if (code < 0x10000) { bytes.push(0xe0 | code >> 12, 0x80 | code >> 6 & 63, 0x80 | code & 63); }
      else { bytes.push(0xf0 | code >> 18, 0x80 | code >> 12 & 63, 0x80 | code >> 6 & 63, 0x80 | code & 63); }
    }
    return Uint8Array.from(bytes);
  }

  // The decoder of the Encoding Standard for UTF-8: what is not well formed becomes U+FFFD, or an error.
  function fromBytes(bytes, fatal) {
    let text = '', code = 0, needed = 0, lower = 0x80, upper = 0xbf;
    function malformed() {
      if (fatal) { throw new TypeError('The encoded data was not valid for encoding utf-8'); }
      text += '\ufffd';
    }
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i];
      if (!needed) {
        if (byte < 0x80) { text += String.fromCharCode(byte); }
        else if (byte >= 0xc2 && byte <= 0xdf) { needed = 1; code = byte & 31; }
        else if (byte >= 0xe0 && byte <= 0xef) {
          needed = 2; code = byte & 15;
          if (byte === 0xe0) { lower = 0xa0; } else if (byte === 0xed) { upper = 0x9f; }
        }
        else if (byte >= 0xf0 && byte <= 0xf4) {
          needed = 3; code = byte & 7;
          if (byte === 0xf0) { lower = 0x90; } else if (byte === 0xf4) { upper = 0x8f; }
        }
        else { malformed(); }
      }
      else if (byte < lower || byte > upper) {
        needed = 0; lower = 0x80; upper = 0xbf; malformed(); i--;
      }
      else {
        lower = 0x80; upper = 0xbf; code = code << 6 | byte & 63;
        if (--needed === 0) { text += String.fromCodePoint(code); }
      }
    }
    if (needed) { malformed(); }
    return text;
  }

  function viewOf(source) {
    if (source === undefined) { return new Uint8Array(0); }
    if (ArrayBuffer.isView(source)) { return new Uint8Array(source.buffer, source.byteOffset, source.byteLength); }
    return new Uint8Array(source);
  }

  define('TextEncoder', class TextEncoder {
    get encoding() { return 'utf-8'; }
    encode(text = '') { return toBytes(text); }
  });

  define('TextDecoder', class TextDecoder {
    #fatal; #keepsMark;
    constructor(label = 'utf-8', options = {}) {
      if (!/^\s*(?:utf-?8|unicode-1-1-utf-8)\s*$/i.test(label)) {
        throw new RangeError(`The encoding ${label} is not supported: only utf-8 is`);
      }
      this.#fatal = Boolean(options.fatal);
      this.#keepsMark = Boolean(options.ignoreBOM);
    }
    get encoding() { return 'utf-8'; }
    decode(source) {
      const text = fromBytes(viewOf(source), this.#fatal);
      return !this.#keepsMark && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    }
  });

  define('btoa', function btoa(text) {
    const latin = String(text);
    let out = '';
    for (let i = 0; i < latin.length; i += 3) {
      const [a, b, c] = [latin.charCodeAt(i), latin.charCodeAt(i + 1), latin.charCodeAt(i + 2)];
      if (a > 255 || b > 255 || c > 255) { throw new Error('Invalid character'); }
      out += ALPHABET[a >> 2] + ALPHABET[(a & 3) << 4 | b >> 4];
      out += i + 1 < latin.length ? ALPHABET[(b & 15) << 2 | c >> 6] : '=';
      out += i + 2 < latin.length ? ALPHABET[c & 63] : '=';
    }
    return out;
  });

  define('atob', function atob(text) {
    let coded = String(text).replace(/[\t\n\f\r ]/g, ''), out = '', sum = 0, bits = 0;
    if (coded.length % 4 === 0) { coded = coded.replace(/==?$/, ''); }
    if (coded.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(coded)) {
      throw new Error('The string to be decoded is not correctly encoded.');
    }
    for (const char of coded) {
      sum = (sum << 6 | ALPHABET.indexOf(char)) & 0xffff;
      bits += 6;
      if (bits >= 8) { bits -= 8; out += String.fromCharCode(sum >> bits & 255); }
    }
    return out;
  });

  define('Blob', class Blob {
    #bytes;
    constructor(parts = [], options = {}) {
      const pieces = Array.from(parts, (part) => part instanceof g.Blob ? part.#bytes
        : part instanceof ArrayBuffer || ArrayBuffer.isView(part) ? viewOf(part) : toBytes(part));
      this.#bytes = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
      pieces.reduce((at, piece) => { this.#bytes.set(piece, at); return at + piece.length; }, 0);
      this.type = String(options.type || '').toLowerCase();
    }
    get size() { return this.#bytes.length; }
    async text() { return fromBytes(this.#bytes, false); }
    async arrayBuffer() { return this.#bytes.slice().buffer; }
    async bytes() { return this.#bytes.slice(); }
    slice(start, end, type) { return new g.Blob([this.#bytes.slice(start, end)], { type }); }
  });

  define('File', class File extends g.Blob {
    constructor(parts, name, options = {}) {
      super(parts, options);
      this.name = String(name);
      this.lastModified = options.lastModified ?? Date.now();
    }
  });

  define('structuredClone', function structuredClone(value) {
    const copies = new Map();
    function copy(item) {
      if (typeof item === 'function' || typeof item === 'symbol') {
        throw new Error(`${String(item)} could not be cloned.`);
      }
      if (item === null || typeof item !== 'object') { return item; }
      if (copies.has(item)) { return copies.get(item); }
      const keep = (made) => { copies.set(item, made); return made; };
      if (item instanceof Date) { return keep(new Date(item)); }
      if (item instanceof RegExp) { return keep(new RegExp(item.source, item.flags)); }
      if (item instanceof ArrayBuffer) { return keep(item.slice(0)); }
      if (ArrayBuffer.isView(item)) { return keep(item.slice ? item.slice() : new DataView(copy(item.buffer))); }
      if (item instanceof Map) {
        const made = keep(new Map());
        item.forEach((entry, key) => made.set(copy(key), copy(entry)));
        return made;
      }
      if (item instanceof Set) {
        const made = keep(new Set());
        item.forEach((entry) => made.add(copy(entry)));
        return made;
      }
      if (item instanceof Error) {
        const made = keep(new g[/^(?:Eval|Range|Reference|Syntax|Type|URI)Error$/.test(item.name) ? item.name : 'Error']());
        return Object.assign(made, { message: item.message });
      }
      const made = keep(Array.isArray(item) ? new Array(item.length) : {});
      Object.keys(item).forEach((key) => { made[key] = copy(item[key]); });
      return made;
    }
    return copy(value);
  });

  define('queueMicrotask', function queueMicrotask(callback) {
    if (typeof callback !== 'function') { throw new TypeError('The "callback" argument must be of type function.'); }
    Promise.resolve().then(() => callback());
  });

  define('console', { log() {}, info() {}, warn() {}, error() {}, debug() {} });
  g.self = g;
  g.global = g;
  // The engine's own clock for this one runs outside of our queue.
  if (g.Atomics) { delete g.Atomics.waitAsync; }
})
