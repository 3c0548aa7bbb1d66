import assert from "node:assert/strict";
import { test } from "node:test";
import { codeForBrowserError } from "../../extension/background/browser-errors.js";

const ROWS = [
  ["Chromium", "Specified native messaging host not found.", "host-missing"],
  ["Chromium", "Access to the specified native messaging host is forbidden.", "host-forbidden"],
  [
    "Chromium",
    "Access to the native messaging host was disabled by the system administrator.",
    "host-blocked-by-policy",
  ],
  ["Chromium", "Native host has exited.", "host-crashed"],
  ["Chromium", "Failed to start native messaging host.", "host-crashed"],
  ["Chromium", "Error when communicating with the native messaging host.", "host-crashed"],
  ["Chromium", "The sender sent an invalid JSON message; message ignored.", "host-crashed"],
  ["Chromium", "Message exceeded maximum allowed size of 64MiB.", "message-too-large"],
  ["Chromium", "Invalid native messaging host name specified.", "internal-error"],
  ["Firefox", "No such native application be.eidbridge.host", "host-missing"],
  [
    "Firefox",
    "Native application tried to send a message of 1819043176 bytes, which exceeds the limit of 1048576 bytes.",
    "host-crashed",
  ],
  ["Firefox", "An unexpected error occurred", "host-crashed"],
  ["Firefox", undefined, "host-crashed"],
  ["a browser to come", "Something nobody has seen yet.", "internal-error"],
];

for (const [browser, sentence, code] of ROWS) {
  test(`${browser} says ${JSON.stringify(sentence)}: ${code}`, () => {
    assert.equal(codeForBrowserError(sentence), code);
  });
}
