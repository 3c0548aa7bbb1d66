// CRX3, the signed package of Chromium: "Cr24", 3, length of the header, header (protobuf CrxFileHeader), zip.
import { createHash, createPublicKey, sign } from "node:crypto";
import { u32 } from "./bytes.mjs";

const MAGIC = Buffer.from("Cr24");
const CRX_VERSION = 3;
const SIGNED_CONTEXT = Buffer.from("CRX3 SignedData\0");
/** Field numbers of crx3.proto. */
const RSA_PROOF = 2;
const SIGNED_HEADER_DATA = 10_000;
const PROOF_PUBLIC_KEY = 1;
const PROOF_SIGNATURE = 2;
const CRX_ID = 1;

/** @param {import("node:crypto").KeyObject} privateKey @returns {Buffer} SubjectPublicKeyInfo, DER */
export function publicKeyOf(privateKey) {
  return createPublicKey(privateKey).export({ type: "spki", format: "der" });
}

/**
 * The id that Chromium derives: 16 bytes of SHA-256, hexadecimal digits written as a to p.
 * @param {Uint8Array} publicKey
 */
export function extensionId(publicKey) {
  const digits = createHash("sha256").update(publicKey).digest("hex").slice(0, 32);
  return [...digits].map((digit) => String.fromCharCode(97 + parseInt(digit, 16))).join("");
}

/**
 * The same archive and key give the same bytes: RSASSA-PKCS1-v1_5 has nothing random.
 * @param {Buffer} archive zip @param {import("node:crypto").KeyObject} privateKey RSA
 * @returns {Buffer}
 */
export function crx(archive, privateKey) {
  const publicKey = publicKeyOf(privateKey);
  const id = createHash("sha256").update(publicKey).digest().subarray(0, 16);
  const signedData = field(CRX_ID, id);
  const toSign = Buffer.concat([SIGNED_CONTEXT, u32(signedData.length), signedData, archive]);
  const proof = Buffer.concat([
    field(PROOF_PUBLIC_KEY, publicKey),
    field(PROOF_SIGNATURE, sign("sha256", toSign, privateKey)),
  ]);
  const header = Buffer.concat([field(RSA_PROOF, proof), field(SIGNED_HEADER_DATA, signedData)]);
  return Buffer.concat([MAGIC, u32(CRX_VERSION), u32(header.length), header, archive]);
}

/** A protobuf field of bytes. @param {number} number @param {Uint8Array} bytes */
function field(number, bytes) {
  const lengthDelimited = 2;
  return Buffer.concat([varint((number << 3) | lengthDelimited), varint(bytes.length), bytes]);
}

/** @param {number} value */
function varint(value) {
  const bytes = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return Buffer.from([...bytes, value]);
}
