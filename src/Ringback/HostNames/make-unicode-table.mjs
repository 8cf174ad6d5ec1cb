// Makes unicode.txt, which UnicodeTable.cs reads: what UTS #46 and the normalization form NFC need of Unicode.
// The mapping comes from Unicode's IdnaMappingTable.txt, with the classes of RFC 5892 and RFC 5893, in the form in which the
// package tr46 (of jsdom, MIT) has them; the rest from the Unicode data of Node itself. Both must be of the same version.
//
//   npm install --no-save tr46@6 && node make-unicode-table.mjs > unicode.txt
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const mapping = require('tr46/lib/mappingTable.json');
const regexes = require('tr46/lib/regexes.js');
const hex = n => n.toString(16).toUpperCase();
const last = 0x10FFFF;
const isSurrogate = c => c >= 0xD800 && c <= 0xDFFF;
const out = [`# Unicode ${process.versions.unicode}; made by make-unicode-table.mjs: see there.`];

// A section of ranges: the code points with a value, "first-last value".
function ranges(name, valueOf) {
  out.push(`[${name}]`);
  let from = 0, value;
  for (let c = 0; c <= last + 1; c++) {
    const now = c > last || isSurrogate(c) ? undefined : valueOf(c);
    if (now !== value) {
      if (value !== undefined) {
        out.push(from === c - 1 ? `${hex(from)} ${value}` : `${hex(from)}-${hex(c - 1)} ${value}`);
      }
      [from, value] = [c, now];
    }
  }
}

// The n-th character class of a regular expression.
const classes = regex => regex.source.match(/\[(?:\\.|[^\]\\])*\]/g).map(text => new RegExp(text, 'u'));
const has = (regex, c) => regex.test(String.fromCodePoint(c));

// 2 valid, 6 valid since the processing is not transitional; ignored; all else is mapped or not allowed.
const statuses = new Array(last + 1);
const mapped = [];
for (const [where, status, to] of mapping) {
  const [from, end] = Array.isArray(where) ? where : [where, where];
  for (let c = from; c <= end; c++) {
    statuses[c] = status === 2 || status === 6 ? 'v' : status === 7 ? 'i' : undefined;
    if (status === 1) mapped.push(`${hex(c)} ${[...to].map(x => hex(x.codePointAt(0))).join(' ')}`);
  }
}
ranges('status', c => statuses[c]);
out.push('[mapped]', ...mapped);

ranges('mark', c => /\p{M}/u.test(String.fromCodePoint(c)) ? 'y' : undefined);
ranges('virama', c => has(regexes.combiningClassVirama, c) ? 'y' : undefined);

// ZWNJ stands rightly between these: [LD] T* ZWNJ T* [RD].
const [before, transparent, , after] = (() => {
  const found = classes(regexes.validZWNJ);
  return found.length === 4 ? [found[0], found[1], found[2], found[3]] : (() => { throw new Error('validZWNJ has changed'); })();
})();
ranges('joining', c => has(transparent, c) ? 't' : has(before, c) ? (has(after, c) ? 'd' : 'l') : has(after, c) ? 'r' : undefined);

// The classes of RFC 5893: L, R (and AL), A (AN), E (EN), M (NSM), N (ES, CS, ET, ON, BN).
const nsm = classes(regexes.bidiS3)[1], inRtl = classes(regexes.bidiS2)[0], inLtr = classes(regexes.bidiS5)[0];
ranges('bidi', c => has(regexes.bidiS1LTR, c) ? 'L' : has(regexes.bidiS1RTL, c) ? 'R' : has(regexes.bidiS4AN, c) ? 'A'
  : has(regexes.bidiS4EN, c) ? 'E' : has(nsm, c) ? 'M' : has(inRtl, c) && has(inLtr, c) ? 'N' : undefined);

// The order of canonical combining classes, which is all that normalization needs of them: 1 for the lowest.
const text = (...cs) => String.fromCodePoint(...cs);
const moves = (a, b) => text(0x78, a, b).normalize('NFD') !== text(0x78, a, b);
const combining = [];
for (let c = 0x300; c <= last; c++) {
  if (!isSurrogate(c) && text(c).normalize('NFD') === text(c) && (moves(c, 0x334) || moves(0x301, c))) combining.push(c);
}
const reps = [];
const sameClass = (a, b) => !moves(a, b) && !moves(b, a);
for (const c of combining) if (!reps.some(r => sameClass(r, c))) reps.push(c);
reps.sort((a, b) => moves(a, b) ? 1 : -1);
const rank = new Map(combining.map(c => [c, reps.findIndex(r => sameClass(r, c)) + 1]));
ranges('combining', c => rank.get(c));

// What two code points are composed to, but for Hangul, which is arithmetic.
out.push('[composed]');
for (let c = 0; c <= last; c++) {
  if (isSurrogate(c) || (c >= 0xAC00 && c <= 0xD7A3)) continue;
  const whole = text(c), parts = [...whole.normalize('NFD')];
  if (parts.length > 1 && whole.normalize('NFC') === whole) {
    const first = [...parts.slice(0, -1).join('').normalize('NFC')];
    if (first.length !== 1) throw new Error(`${hex(c)} has no pair`);
    out.push(`${hex(first[0].codePointAt(0))} ${hex(parts.at(-1).codePointAt(0))} ${hex(c)}`);
  }
}
console.log(out.join('\n'));
