// A second reader of sealed envelopes, from docs/reference/envelope.md and node:crypto
// alone. `node open.mjs FILE` checks every vector of the file and prints a count.
import { createDecipheriv, createHmac, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";

const hex = (text) => Buffer.from(text, "hex");
const u = (size, value) => {
  const out = Buffer.alloc(size);
  let left = BigInt(value);
  for (let at = size - 1; at >= 0; at--, left >>= 8n) out[at] = Number(left & 255n);
  return out;
};
const hmac = (hash, key, ...parts) => {
  const mac = createHmac(hash, key);
  parts.forEach((part) => mac.update(part));
  return mac.digest();
};
const derive = (key, label) => hmac("sha512", key, label, u(1, 1)).subarray(0, 32);
const encode = (domain, ...parts) =>
  Buffer.concat([Buffer.from(domain), u(2, parts.length),
    ...parts.flatMap((part) => [u(4, part.length), part])]);
const fail = (code) => { throw new Error(code); };

function gcm(key, nonce, sealed, aad) {
  const cut = sealed.length - 16;
  if (cut < 0) fail("seal_broken");
  const cipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: 16 });
  cipher.setAAD(aad);
  cipher.setAuthTag(sealed.subarray(cut));
  const plain = cipher.update(sealed.subarray(0, cut));
  try { return Buffer.concat([plain, cipher.final()]); } catch { return fail("seal_broken"); }
}

function chunked(key, body, context) {
  const salt = body.subarray(0, 24), said = body.subarray(24, 56), rest = body.subarray(56);
  const name = "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0";
  const info = Buffer.concat([Buffer.from(name), salt, context]);
  const first = hmac("sha512", key, info, u(1, 1));
  const made = Buffer.concat([first, hmac("sha512", key, first, info, u(1, 2))]);
  if (!timingSafeEqual(made.subarray(44, 76), said)) fail("seal_broken");
  const full = 16384 + 16, count = Math.floor(rest.length / full) + 1, found = [];
  for (let at = 0; at < count; at++) {
    const nonce = Buffer.from(made.subarray(32, 44)), counter = u(12, at);
    for (let i = 0; i < 12; i++) nonce[i] ^= counter[i];
    found.push(gcm(made.subarray(0, 32), nonce, rest.subarray(at * full, (at + 1) * full), ""));
  }
  return Buffer.concat(found);
}

function unpad(plain) {
  let end = plain.length;
  while (end > 0 && plain[end - 1] === 0) end--;
  let size = 64;
  while (size <= end - 1) size = size < 4096 ? size * 2 : size + 4096;
  if (plain[end - 1] !== 0x80 || size !== plain.length) fail("seal_broken");
  return plain.subarray(0, end - 1);
}

export function open(place, blob, key) {
  if (blob.length < 2 || blob.readUInt16BE(0) !== 0xf74a) fail("not_an_envelope");
  if (blob.length < 24) fail("truncated");
  const [version, suite, codec, flags] = blob.subarray(2, 6);
  if (version !== 1) fail("unknown_version");
  if (suite !== 1 && suite !== 2) fail("unknown_suite");
  if (codec > 2 || flags > 3) fail("format_error");
  const size = blob.length - 24, most = 28 + (1 << 20);
  if (size < (suite === 1 ? 28 : 72) || (suite === 1 && size > most)) fail("truncated");
  const head = blob.subarray(0, 24), body = blob.subarray(24);
  const id = derive(key, "fjcore/v1/commit").subarray(0, 16);
  if (!timingSafeEqual(id, head.subarray(8))) fail("seal_broken");
  const context = encode("fjcore/ctx/v1", head, hex(place.vault_id),
    Buffer.from(place.holder_id), hex(place.subject_id), Buffer.from(place.compartment),
    Buffer.from(place.record_type), hex(place.record_id), Buffer.from(place.field_path),
    u(8, place.revision));
  const seal = derive(key, `fjcore/v1/seal/0${suite}`);
  const plain = suite === 2 ? chunked(seal, body, context)
    : gcm(seal, body.subarray(0, 12), body.subarray(12), context);
  return flags & 2 ? unpad(plain) : plain;
}

const outcome = (act) => { try { act(); return "opened"; } catch (error) { return error.message; } };
const same = (one, other, what) => { if (one !== other) fail(`${what}: ${one} for ${other}`); };

const file = JSON.parse(readFileSync(process.argv[2], "utf8").replace(
  /"revision": (\d+)/g, '"revision": "$1"'));
const data = hex(file.keys.data);
let checked = 0;
for (const cell of file.cells) {
  const blob = hex(cell.envelope);
  same(open(cell.place, blob, data).toString("hex"), cell.payload, cell.id);
  for (let cut = 0; cut < Math.min(blob.length, 300); cut++, checked++)
    if (outcome(() => open(cell.place, blob.subarray(0, cut), data)) === "opened")
      fail(`${cell.id}: opened when cut at ${cut}`);
  checked++;
}
for (const bad of file.negative) {
  const got = outcome(() => open(bad.place, hex(bad.envelope), data));
  same(got === "opened", false, bad.id);
  if (bad.error) same(got, bad.error, bad.id);
  checked++;
}
for (const one of file.wraps) {
  same(derive(hex(one.key), "fjcore/v1/commit").toString("hex"), one.commitment, one.kind);
  const context = encode("fjcore/keyctx/v1", Buffer.from(one.kind), hex(one.vault_id),
    Buffer.from(one.holder_id), u(4, one.epoch), hex(one.subject_id),
    Buffer.from(one.compartment), hex(one.commitment));
  const blob = hex(one.wrapped), outer = derive(hex(one.outer), "fjcore/v1/wrap");
  same(gcm(outer, blob.subarray(0, 12), blob.subarray(12), context).toString("hex"), one.key, one.kind);
  checked++;
}
for (const one of file.indexes) {
  const text = encode("fjcore/index/v1", Buffer.from(one.index_id),
    Buffer.from(one.normaliser), u(1, one.partition), Buffer.from(one.token));
  const mac = hmac("sha256", derive(hex(file.keys.index), "fjcore/v1/index"), text);
  same(mac.toString("hex"), one.mac, one.token);
  same(mac.readUInt32BE(0) >>> (32 - one.bits), one.value, one.token);
  checked++;
}
console.log(`${checked} checked`);
