// Makes browser-hosts.txt: host names in code points, and what the URL Standard makes of them, by the package tr46 (of jsdom,
// MIT); "-" for refused.
//   npm install --no-save tr46@6 && node make-browser-hosts.mjs > browser-hosts.txt
import tr46 from 'tr46';

const domainToASCII = host => tr46.toASCII(host, { checkBidi: true, checkJoiners: true }) ?? '';

let seed = 42;
const random = n => (seed = (seed * 1103515245 + 12345) % 2147483648, Math.floor(seed / 2147483648 * n));
const blocks = [[0x61, 0x7A], [0x30, 0x39], [0xA0, 0x24F], [0x300, 0x36F], [0x370, 0x52F], [0x590, 0x6FF], [0x900, 0xDFF], [0xE00, 0xEFF], [0x1000, 0x109F],
  [0x1100, 0x11FF], [0x1E00, 0x1FFF], [0x200B, 0x206F], [0x2100, 0x24FF], [0x3000, 0x30FF], [0xA8E0, 0xA9DF], [0xAC00, 0xAD00], [0xF900, 0xFAFF], [0xFB00, 0xFDFF], [0xFE20, 0xFE2F],
  [0xFF00, 0xFFEF], [0x10A00, 0x10A5F], [0x11000, 0x110CF], [0x1D400, 0x1D7FF], [0x1E900, 0x1E95F], [0x1F100, 0x1F6FF], [0x20000, 0x200FF]];
const often = [0x200C, 0x200D, 0x94D, 0x301, 0x308, 0x323, 0x327, 0x65, 0x628, 0x64A, 0x5D0, 0x30, 0x660, 0x2E, 0x2D, 0x3002, 0x1F468];
function* hosts() {
  for (let i = 0; i < 30000; i++) {
    const block = blocks[random(blocks.length)];
    const n = 1 + random(6);
    let s = random(3) === 0 ? 'a' : '';
    for (let k = 0; k < n; k++) {
      const b = random(3) === 0 ? null : random(4) === 0 ? blocks[random(blocks.length)] : block;
      s += String.fromCodePoint(b ? b[0] + random(b[1] - b[0] + 1) : often[random(often.length)]);
    }
    yield s + (random(2) ? '.test' : '');
  }
}
const all = process.argv[2] === 'all';
const seen = { good: 0, bad: 0 };
function show(host) {
  if (/^[\0-\x7f]*$/.test(host)) return;
  const got = domainToASCII(host);
  if (got && (!/^[a-z0-9_.-]+$/.test(got) || got.split('.').some(l => l.length === 0 || l.length > 63) || /(^|\.)\d+$/.test(got))) return;
  if (/^(.*\.)?(0x[0-9a-f]*|\d+)$/i.test(host.normalize('NFKC'))) return;
  const kind = got ? 'good' : 'bad';
  if (!all && seen[kind] >= 400) return;
  seen[kind]++;
  console.log(`${[...host].map(c => c.codePointAt(0).toString(16)).join(' ')}\t${got || '-'}`);
}
if (all) for (let c = 0x80; c <= 0x10FFFF; c++) if (c < 0xD800 || c > 0xDFFF) { show('a' + String.fromCodePoint(c) + 'b'); show(String.fromCodePoint(c)); }
for (const h of hosts()) show(h);
