// The few ways in which zip and CRX write numbers and contents.
import { deflateRawSync } from "node:zlib";

// Node has zlib.crc32 from 20.15 and 22.2 on; the table below serves every Node 20.
const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC-32 as zip has it (ISO 3309). @param {Uint8Array} bytes */
export function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ TABLE[(crc ^ byte) & 0xff];
  return (crc ^ 0xffffffff) >>> 0;
}

/** Always at the same level: another level is other bytes. @param {Uint8Array} bytes */
export const deflate = (bytes) => deflateRawSync(bytes, { level: 9 });

/** Little endian, as both formats want it. @param {number} value */
export function u16(value) {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

/** @param {number} value */
export function u32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
