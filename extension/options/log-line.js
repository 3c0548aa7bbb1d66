/** @param {import("../background/message-log.js").Entry} entry */
export function lineFor({ at, way, message }) {
  return `${new Date(at).toISOString().slice(11, 23)} ${way}: ${JSON.stringify(message)}`;
}
