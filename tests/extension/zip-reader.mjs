import assert from "node:assert/strict";
import { inflateRawSync } from "node:zlib";

/** The files of an archive, found through its directory as an unpacker does. @returns {Map<string, Buffer>} */
export function readZip(archive) {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files = new Map();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    assert.equal(archive.readUInt32LE(at), 0x02014b50);
    const [packed, size] = [archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 24)];
    const nameLength = archive.readUInt16LE(at + 28);
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = inflateRawSync(archive.subarray(start, start + packed));
    assert.equal(bytes.length, size);
    files.set(archive.toString("utf8", at + 46, at + 46 + nameLength), bytes);
    at += 46 + nameLength;
  }
  return files;
}
