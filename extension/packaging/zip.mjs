// Zip archives whose bytes depend on their contents and on nothing else: no clock, no order of a disk, no user.
import { crc32, deflate, u16, u32 } from "./bytes.mjs";

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
const DEFLATED = 8;
/** 1980-01-01 00:00, the first moment a zip knows. */
const DATE = 0x0021;
const TIME = 0;
/** A plain file, readable by all: rw-r--r--. */
const ATTRIBUTES = (0o100644 << 16) >>> 0;
const MADE_ON_UNIX = 3 << 8;

/** @typedef {{ name: string, bytes: Uint8Array }} File name: with forward slashes, relative */

/** @param {File[]} files in any order @returns {Buffer} */
export function zip(files) {
  const ordered = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const { name, bytes } of ordered) {
    const packed = deflate(bytes);
    const about = commonFields(name, bytes, packed);
    const local = Buffer.concat([u32(LOCAL), about, Buffer.from(name), packed]);
    directory.push(entry(name, about, offset));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...parts, central, end(ordered.length, central.length, offset)]);
}

/**
 * What the local header and the directory say alike.
 * @param {string} name
 * @param {Uint8Array} bytes
 * @param {Buffer} packed
 */
function commonFields(name, bytes, packed) {
  return Buffer.concat([
    ...[VERSION, FLAGS, DEFLATED, TIME, DATE].map(u16),
    ...[crc32(bytes), packed.length, bytes.length].map(u32),
    u16(Buffer.byteLength(name)),
    u16(0),
  ]);
}

/** @param {string} name @param {Buffer} about @param {number} offset of the local header */
function entry(name, about, offset) {
  const noComment = [u16(0), u16(0), u16(0)];
  return Buffer.concat([
    u32(CENTRAL),
    u16(MADE_ON_UNIX | VERSION),
    about,
    ...noComment,
    u32(ATTRIBUTES),
    u32(offset),
    Buffer.from(name),
  ]);
}

/** @param {number} count @param {number} size @param {number} offset */
function end(count, size, offset) {
  return Buffer.concat([u32(END), u16(0), u16(0), u16(count), u16(count), u32(size), u32(offset), u16(0)]);
}
