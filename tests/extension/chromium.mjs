// A real Chromium with the built extension, driven over its debugging pipe: no port, no driver, no package.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readJson } from "./fakes.mjs";

export const ID = readJson("manifests/ids.json").chromiumDevelopmentId;
const PROGRAM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  ...["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
  ...["--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--remote-debugging-pipe"],
];

const path = (file) => fileURLToPath(new URL(`../../${file}`, import.meta.url));

/** Builds the extension into a folder of its own. @param {string} out */
export function buildExtension(out) {
  execFileSync(process.execPath, [path("extension/build.mjs"), "--out", out]);
  return join(out, "chromium");
}

/**
 * @param {{ extension?: string, language?: string, host?: object[], policy?: object }} options host: what the program
 * answers to its one request, frame by frame; absent: no program is installed. policy: of the extension; needs root
 */
export async function startChromium({ extension, language = "en", host, policy }) {
  const profile = mkdtempSync(join(tmpdir(), "eidbridge-chromium-"));
  if (host !== undefined) installHost(profile, host);
  const loading = extension === undefined ? [] : [`--load-extension=${extension}`];
  const args = [...FLAGS, `--user-data-dir=${profile}`, `--lang=${language}`, ...loading, "about:blank"];
  // LANGUAGE counts only where the locale is not "C"; the words themselves are in Debian's chromium-l10n.
  const env = { ...process.env, LANGUAGE: language, LC_ALL: `${language}_BE.UTF-8`, HOME: profile, XDG_CONFIG_HOME: join(profile, "config") };
  const [program, ...before] = policy === undefined ? [PROGRAM] : withPolicy(policy);
  const child = spawn(program, [...before, ...args], { env, stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const connection = new Connection(child.stdio[3], child.stdio[4]);
  void gone.then(() => connection.close());
  return {
    /** @param {string} url @param {{ background?: boolean }} [how] */
    open: (url, how) => Page.open(connection, url, how),
    /** A tab that nobody is attached to: what is watched is not loaded ahead. @param {string} url */
    openUnwatched: (url) => connection.send("Target.createTarget", { url }),
    /** What the program was asked until now, byte for byte. */
    asked: () => readFileSync(join(profile, "asked"), { encoding: "utf8", flag: "a+" }),
    targets: async () => (await connection.send("Target.getTargets")).targetInfos,
    /** Resolves with the first target that fits. @param {(target: { url: string, type: string }) => boolean} fits */
    target: (fits) => connection.target(fits),
    async close() {
      await connection.send("Browser.close").catch(() => {});
      await gone;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** Chromium reads policies from one folder only: here it has a /etc/chromium of its own, in a mount namespace. */
function withPolicy(policy) {
  const folder = "/etc/chromium/policies/managed";
  const file = JSON.stringify({ "3rdparty": { extensions: { [ID]: policy } } });
  const script = `mkdir -p /etc/chromium && mount -t tmpfs policy /etc/chromium && mkdir -p ${folder} \
    && printf %s '${file}' > ${folder}/eidbridge.json && exec "$0" "$@"`;
  return ["unshare", "--mount", "sh", "-c", script, PROGRAM];
}

/** A program that says its version, hears one request and answers it. @param {string} profile @param {object[]} answers */
function installHost(profile, answers) {
  const folder = join(profile, "NativeMessagingHosts");
  const program = join(profile, "host.mjs");
  mkdirSync(folder, { recursive: true });
  writeFileSync(program, hostSource(answers));
  chmodSync(program, 0o755);
  const manifest = { name: "be.eidbridge.host", description: "test", path: program, type: "stdio" };
  writeFileSync(join(folder, "be.eidbridge.host.json"), JSON.stringify({ ...manifest, allowed_origins: [`chrome-extension://${ID}/`] }));
}

/** @param {object[]} answers */
const hostSource = (answers) => `#!${process.execPath}
import { appendFileSync } from "node:fs";
const say = (frame) => {
  const body = Buffer.from(JSON.stringify(frame));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  process.stdout.write(Buffer.concat([length, body]));
};
say({ version: "2.9.0+eidbridge.0.1.0", eidbridge: { version: "0.1.0", protocol: 1 } });
process.stdin.once("data", (request) => {
  appendFileSync(new URL("asked", import.meta.url), request);
  ${JSON.stringify(answers)}.forEach(say);
});
process.stdin.on("end", () => process.exit(0));
`;

/** JSON messages that end in a zero byte, on two pipes. */
class Connection {
  #next = 1;
  #rest = Buffer.alloc(0);
  #waiting = new Map();
  #watchers = new Set();
  #over = false;

  constructor(output, input) {
    this.output = output;
    output.on("error", () => this.close());
    input.on("data", (chunk) => this.#onData(chunk));
    void this.send("Target.setDiscoverTargets", { discover: true }).catch(() => {});
  }

  /** @returns {Promise<any>} */
  send(method, params = {}, sessionId = undefined) {
    if (this.#over) return Promise.reject(new Error(`Chromium is gone before ${method}`));
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, method });
      this.output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  async target(fits) {
    const { promise, resolve } = withResolvers();
    const look = (target) => fits(target) && resolve(target);
    this.#watchers.add(look);
    (await this.send("Target.getTargets")).targetInfos.forEach(look);
    return promise.finally(() => this.#watchers.delete(look));
  }

  close() {
    this.#over = true;
    for (const { reject, method } of this.#waiting.values()) reject(new Error(`Chromium is gone during ${method}`));
    this.#waiting.clear();
  }

  #onData(chunk) {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (let end = this.#rest.indexOf(0); end !== -1; end = this.#rest.indexOf(0)) {
      this.#onMessage(JSON.parse(this.#rest.subarray(0, end).toString()));
      this.#rest = this.#rest.subarray(end + 1);
    }
  }

  #onMessage({ id, result, error, method, params }) {
    if (method === "Target.targetCreated" || method === "Target.targetInfoChanged") this.#watchers.forEach((look) => look(params.targetInfo));
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error !== undefined) waiting?.reject(new Error(`${waiting.method}: ${error.message}`));
    else waiting?.resolve(result);
  }
}

function withResolvers() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

class Page {
  static async open(connection, url, { background = false } = {}) {
    const { targetId } = await connection.send("Target.createTarget", { url, background });
    const { sessionId } = await connection.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(connection, targetId, sessionId);
    await page.until(`location.href !== "about:blank" && document.readyState === "complete"`);
    return page;
  }

  constructor(connection, targetId, sessionId) {
    this.connection = connection;
    this.targetId = targetId;
    this.sessionId = sessionId;
  }

  send(method, params) {
    return this.connection.send(method, params, this.sessionId);
  }

  /** @param {string} expression JavaScript; a promise is awaited; the value comes back as JSON */
  async evaluate(expression) {
    const answer = await this.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true, userGesture: true });
    if (answer.exceptionDetails !== undefined) throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
    return answer.result.value;
  }

  /** Waits for what happens, not for time. @param {string} condition */
  async until(condition) {
    for (;;) {
      // A page that navigates takes its promise with it: asked again on the next one.
      const held = await this.evaluate(
        `new Promise((resolve) => { const look = () => { try { if (${condition}) return resolve(true); } catch {} setTimeout(look, 20); }; look(); })`,
      ).catch((error) => {
        if (/navigated|destroyed|Cannot find context/i.test(error.message)) return false;
        throw error;
      });
      if (held === true) return;
    }
  }

  /** @param {"light" | "dark"} scheme @param {number} width */
  async looksLike(scheme, width) {
    await this.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
    await this.send("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: false });
  }

  /** A trusted key, as a person's. @param {string} key @param {number} code */
  async press(key, code) {
    const about = { key, code: key, windowsVirtualKeyCode: code };
    await this.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...about, ...(key === "Enter" ? { text: "\r", type: "keyDown" } : {}) });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...about });
  }

  /** A trusted click in the middle of an element. @param {string} selector */
  async click(selector) {
    const { x, y } = await this.evaluate(`(() => { const e = document.querySelector(${JSON.stringify(selector)});
      e.scrollIntoView({ block: "center" }); const r = e.getBoundingClientRect(); return { x: r.x + r.width / 2, y: r.y + r.height / 2 }; })()`);
    for (const type of ["mousePressed", "mouseReleased"]) {
      await this.send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1 });
    }
  }

  /** The whole page. @param {string} file */
  async screenshot(file) {
    const { data } = await this.send("Page.captureScreenshot", { format: "png", captureBeyondViewport: true });
    writeFileSync(file, Buffer.from(data, "base64"));
  }

  bringToFront() {
    return this.send("Page.bringToFront");
  }

  close() {
    return this.connection.send("Target.closeTarget", { targetId: this.targetId });
  }
}
