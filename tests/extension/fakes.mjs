import { readFileSync } from "node:fs";

/** @param {string} path from the root of the project */
export const readText = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
export const readJson = (path) => JSON.parse(readText(path));

export const ORIGIN = "https://doctor.example";
export const NONCE = "bm9uY2Utbm9uY2Utbm9uY2Utbm9uY2Utbm9uY2Utbm8=";
export const HELLO = { version: "2.9.0+eidbridge.0.1.0", eidbridge: { version: "0.1.0", protocol: 1 } };
export const WEB_EID_HELLO = { version: "2.9.0+0" };
export const TOKEN = {
  unverifiedCertificate: "Q0VSVA==",
  algorithm: "ES384",
  signature: "U0lH",
  format: "web-eid:1.0",
  appVersion: "https://x/0.1.0",
};

function event() {
  const listeners = [];
  return {
    addListener: (listener) => listeners.push(listener),
    emit: (...values) => listeners.forEach((each) => each(...values)),
  };
}

/** One end of a port; `sent` is what the code under test posted. */
export function fakePort(sender) {
  const port = {
    name: "eidbridge",
    sender,
    sent: [],
    disconnected: false,
    onMessage: event(),
    onDisconnect: event(),
    postMessage: (message) => port.sent.push(message),
    disconnect: () => {
      port.disconnected = true;
    },
    says: (message) => port.onMessage.emit(message),
    dies: () => port.onDisconnect.emit(port),
  };
  return port;
}

/** A storage area that copies values, as the browser does. */
export function fakeArea(start = {}) {
  const values = structuredClone(start);
  return {
    values,
    get: async (keys) =>
      structuredClone(
        Object.fromEntries(
          [keys]
            .flat()
            .filter((key) => key in values)
            .map((key) => [key, values[key]]),
        ),
      ),
    set: async (given) => void Object.assign(values, structuredClone(given)),
    remove: async (key) => void delete values[key],
  };
}

/** A page's window: messages posted to it are heard by its listeners, at once. */
export function fakeWindow(origin = ORIGIN) {
  const listeners = new Map();
  const window = {
    origin,
    isSecureContext: true,
    posted: [],
    addEventListener: (name, listener) => listeners.set(name, [...(listeners.get(name) ?? []), listener]),
    removeEventListener: (name, listener) =>
      listeners.set(
        name,
        (listeners.get(name) ?? []).filter((each) => each !== listener),
      ),
    postMessage(data, target) {
      if (target === "null") throw new DOMException("Invalid target origin 'null'.", "SyntaxError");
      window.posted.push({ data, target });
      window.emit("message", { source: window, origin, data });
    },
    emit: (name, value) => (listeners.get(name) ?? []).forEach((each) => each(value)),
    listening: (name) => (listeners.get(name) ?? []).length,
  };
  return window;
}

/** A page's document, as far as it can be seen. */
export function fakeDocument() {
  const { addEventListener, emit } = fakeWindow();
  return {
    visibilityState: "visible",
    addEventListener,
    /** @param {"visible" | "hidden"} state */
    look(state) {
      this.visibilityState = state;
      emit("visibilitychange");
    },
  };
}

/** Lets every promise that can settle do so. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));
