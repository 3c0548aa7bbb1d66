// Plays a page made for web-eid.js and keeps everything that it is told. A classic script: sandboxed pages load it as well.
"use strict";

/** Every message that this document was sent by itself, and what its sender looked like. */
const heard = [];
window.addEventListener("message", ({ data, origin, source }) => {
  if (source === window) heard.push({ at: performance.now(), data, origin });
});

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @returns {Promise<any>} the first message after `from` that fits, or undefined when none came in time */
async function hear(fits, milliseconds, from = 0) {
  const until = performance.now() + milliseconds;
  for (;;) {
    const found = heard.slice(from).find(({ data }) => fits(data));
    if (found !== undefined || performance.now() > until) return found;
    await wait(5);
  }
}

/** Answers to an action since `from`: nothing that this page said itself. */
const answersTo = (action, from = 0) =>
  heard.slice(from).filter(({ data }) => typeof data?.action === "string" && data.action !== action && data.action.startsWith(action));

/**
 * What web-eid.js does for one call: an acknowledgement within 1 s, then success or failure.
 * @returns {Promise<{ ackMs?: number, ack?: any, reply?: any, from: number, sent: number }>}
 */
async function webEid(action, more = {}, { ackMs = 1000, replyMs = 12_000 } = {}) {
  const from = heard.length;
  const sent = performance.now();
  window.postMessage({ action, libraryVersion: "2.1.0", ...more }, "*");
  const ack = await hear((data) => data?.action === `${action}-ack`, ackMs, from);
  if (ack === undefined) return { from, sent };
  const reply = await hear((data) => [`${action}-success`, `${action}-failure`].includes(data?.action), replyMs, from);
  return { ackMs: ack.at - sent, ack, reply, from, sent };
}
