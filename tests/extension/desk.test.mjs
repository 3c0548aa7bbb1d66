import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { authenticate, caller, code, failing, makeWorld, message, sender, status, world } from "./desk-world.mjs";
import { NONCE, ORIGIN, settled, TOKEN } from "./fakes.mjs";

beforeEach(makeWorld);

test("the origin is the sender's; one in the message is not even read", async () => {
  const request = message("authenticate", {}, { origin: "https://bank.example" });
  await world.desk.serve(sender(), { ...request, origin: "https://bank.example" }, caller());

  assert.equal(world.asked[0].arguments.origin, ORIGIN);
});

for (const [what, from] of [
  ["a frame in the page", { frameId: 4 }],
  ["a page over http", { url: "http://doctor.example/", origin: "http://doctor.example" }],
  ["a file", { url: "file:///tmp/a.html", origin: "null" }],
  ["a sandboxed page", { origin: "null" }],
  ["a frame", { frameId: 4 }],
  ["an extension's page", { tab: undefined }],
  ["letters that can look like others", { url: "https://xn--prtal-hsa.example/", origin: "https://xn--prtal-hsa.example" }],
  ["such letters in a domain", { url: "https://portal.xn--xample-9ua.be/", origin: "https://portal.xn--xample-9ua.be" }],
  ["the same letters and a dot", { url: "https://doctor.example./", origin: "https://doctor.example." }],
  ["an address by number", { url: "http://127.0.0.1/", origin: "http://127.0.0.1" }],
  [
    "a name that only starts like localhost",
    { url: "http://localhost.evil.example/", origin: "http://localhost.evil.example" },
  ],
  ["no tab", { tab: undefined }],
  ["a name too long to be read", { url: `https://${"a".repeat(260)}/`, origin: `https://${"a".repeat(260)}` }],
]) {
  test(`${what} is refused and no host is started`, async () => {
    await assert.rejects(authenticate({}, sender(from)), code("origin-denied"));
    await assert.rejects(status(sender(from)), code("origin-denied"));
    assert.deepEqual(world.asked, []);
  });
}

test("http://localhost is for developers, until a policy says no", async () => {
  const local = sender({ url: "http://localhost:5080/", origin: "http://localhost:5080" });
  await authenticate({}, local);
  assert.equal(world.asked[0].arguments.origin, "http://localhost:5080");

  world.settings.allowHttpLocalhost = false;
  await assert.rejects(authenticate({}, local), code("origin-denied"));
});

test("an empty list of sites lets nobody in", async () => {
  world.settings.allowedOrigins = [];

  await assert.rejects(authenticate(), code("origin-denied"));
});

test("a policy's list of sites closes all others", async () => {
  world.settings.allowedOrigins = ["https://portal.example.be"];

  await assert.rejects(authenticate(), code("origin-denied"));
});

for (const [what, given, expected] of [
  ["a nonce of 43 characters", { challengeNonce: "a".repeat(43) }, "invalid-request"],
  ["a nonce of 129 characters", { challengeNonce: "a".repeat(129) }, "invalid-request"],
  ["a nonce that is an object", { challengeNonce: {} }, "invalid-request"],
  ["no nonce", { challengeNonce: undefined }, "invalid-request"],
  ["a time that is no number", { userInteractionTimeout: "1" }, "invalid-request"],
  ["a time below zero", { userInteractionTimeout: -1 }, "invalid-request"],
]) {
  test(`${what} is refused before a host is started`, async () => {
    await assert.rejects(world.desk.serve(sender(), message("authenticate", {}, given), caller()), code(expected));
    assert.deepEqual(world.asked, []);
  });
}

test("a policy that names a site in punycode means it", async () => {
  world.settings.allowedOrigins = ["https://xn--prtal-hsa.example"];
  await authenticate({}, sender({ url: "https://xn--prtal-hsa.example/", origin: "https://xn--prtal-hsa.example" }));

  assert.equal(world.asked[0].arguments.origin, "https://xn--prtal-hsa.example");
});

test("a policy lets frames ask under their own origin; a sandboxed one still cannot", async () => {
  world.settings.allowFrames = true;
  await authenticate({}, sender({ frameId: 4, url: "https://frame.example/x", origin: "https://frame.example" }));
  assert.equal(world.asked[0].arguments.origin, "https://frame.example");

  await assert.rejects(authenticate({}, sender({ frameId: 4, origin: "null" })), code("origin-denied"));
});

test("a language that policy or the person chose goes before the page's", async () => {
  world.settings.language = "fr";
  await authenticate();

  assert.equal(world.asked[0].arguments.lang, "fr");
});

test("switched off for Web eID, its pages find nobody and no program starts; ours are served", async () => {
  world.settings.webEid = "off";
  const asked = { ...message("authenticate"), dialect: "web-eid" };

  await assert.rejects(world.desk.serve(sender(), asked, caller()), code("extension-missing"));
  assert.deepEqual(world.asked, []);
  await authenticate();
});

test("a page may ask for at most 240 s", async () => {
  await world.desk.serve(sender(), message("authenticate", {}, { userInteractionTimeout: 9e9 }), caller());

  assert.equal(world.asked[0].arguments.eidbridge.userInteractionTimeout, 240_000);
});

for (const nonsense of [
  undefined,
  null,
  7,
  "status",
  {},
  { command: "status" },
  { command: "status", arguments: {}, presence: 1 },
]) {
  test(`${JSON.stringify(nonsense)} is no request`, async () => {
    await assert.rejects(world.desk.serve(sender(), nonsense, caller()), code("invalid-request"));
  });
}

test("a command nobody knows is said to be unknown", async () => {
  await assert.rejects(world.desk.serve(sender(), message("format-disk"), caller()), code("unknown-command"));
});

test("status needs no click and no focused window", async () => {
  world.focused = false;
  const asked = message("status", { used: false, gestureAt: 0 });

  assert.deepEqual(await world.desk.serve(sender(), asked, caller()), { extension: "0.1.0", host: "0.1.0" });
});

for (const dialect of ["eidbridge", "web-eid"]) {
  test(`a ${dialect} page that is hidden or being prerendered starts no program, not even for a status`, async () => {
    const asked = { ...message("status", {}, { libraryVersion: "2.1.0" }), dialect };
    const hidden = { ...asked, presence: { ...asked.presence, visible: false } };

    await assert.rejects(world.desk.serve(sender(), hidden, caller()), code("not-visible"));
    const prerendered = sender({ documentLifecycle: "prerender" });
    await assert.rejects(world.desk.serve(prerendered, asked, caller()), code("not-visible"));
    assert.deepEqual(world.asked, []);
  });
}

test("a token with a field missing or empty is not handed on", async () => {
  for (const name of Object.keys(TOKEN)) {
    world.hostAnswers = async () => ({ ...TOKEN, [name]: "" });
    await assert.rejects(authenticate(), code("host-crashed"));
  }
});

test("only the token's own fields reach the page", async () => {
  const lists = {
    unverifiedIntermediateCertificates: ["Q0E="],
    unverifiedSigningCertificates: [{ certificate: "Uw==" }],
  };
  world.hostAnswers = async () => ({ ...TOKEN, ...lists, nationalNumber: "x" });

  assert.deepEqual(await authenticate(), { ...TOKEN, ...lists });
});

test("readers and cards are for sites where this person has logged in, as numbers", async () => {
  world.hostAnswers = async ({ command }) =>
    command === "authenticate"
      ? TOKEN
      : {
          readers: [
            { name: "A", card: true },
            { name: "B", card: false },
          ],
        };
  await status();
  assert.equal(world.asked[0].command, "quit");

  await authenticate();
  assert.deepEqual(await status(), { extension: "0.1.0", host: "0.1.0", readers: 2, cards: 1 });
});

test("a login in a private window leaves no trace in the list of sites", async () => {
  await authenticate({}, sender({ tab: { id: 7, incognito: true } }));
  await status();

  assert.equal(world.asked[1].command, "quit");
});

test("a page that polls starts one host a second", async () => {
  await Promise.all([status(), status(), status()]);
  assert.equal(world.asked.length, 1);

  world.now += 1000;
  await status();
  assert.equal(world.asked.length, 2);
});

test("a clock that is set back keeps no status for ever", async () => {
  await status();
  world.now -= 3_600_000;
  await status();

  assert.equal(world.asked.length, 2);
});

test("behind a host that is silent no second one is started", async () => {
  let answer;
  world.hostAnswers = () => new Promise((resolve) => (answer = resolve));
  const first = status();
  await settled();
  world.now += 9000;
  const second = status();
  await settled();
  answer({});
  await Promise.all([first, second]);

  assert.equal(world.asked.length, 1);
});

test("only what passed the rules is admitted", async () => {
  let admitted = 0;
  const by = { ...caller(), onAdmitted: () => (admitted += 1) };
  await assert.rejects(authenticate({ visible: false }, sender(), by), code("not-visible"));
  await assert.rejects(authenticate({}, sender({ frameId: 4 }), by), code("origin-denied"));
  assert.equal(admitted, 0);

  await authenticate({}, sender(), by);
  assert.equal(admitted, 1);
});

test("a frame nobody clicked takes no turn: it hears that first, and the tab is not busy", async () => {
  world.settings.allowFrames = true;
  const frame = sender({ frameId: 4, url: "https://frame.example/", origin: "https://frame.example" });
  const refused = authenticate({ used: false, gestureAt: 0 }, frame);
  const served = authenticate();

  await assert.rejects(refused, code("gesture-needed"));
  assert.deepEqual(await served, TOKEN);
});

test("a policy's oldest host version is kept to", async () => {
  world.settings.minimumHostVersion = "0.1.1";
  await assert.rejects(status(), code("version-mismatch"));
  await assert.rejects(authenticate(), code("version-mismatch"));

  world.settings.minimumHostVersion = "0.1.0";
  world.now += 1000;
  assert.deepEqual(await authenticate(), TOKEN);
});

for (const minimum of ["", "1.2", "9", "v9.0.0"]) {
  test(`a policy's oldest version "${minimum}" that cannot be read lets no program through`, async () => {
    world.settings.minimumHostVersion = minimum;

    await assert.rejects(status(), code("configuration-refused"));
    await assert.rejects(authenticate(), code("configuration-refused"));
  });
}

test("a Web eID page gets versions in its own words", async () => {
  const request = { ...message("status", {}, { libraryVersion: "2.1.0" }), dialect: "web-eid" };

  assert.deepEqual(await world.desk.serve(sender(), request, caller()), {
    library: "2.1.0",
    extension: "2.5.0+eidbridge.0.1.0",
    nativeApp: "2.9.0+eidbridge.0.1.0",
  });
});

const SIGNING = { certificate: "Q0VSVA==", hash: "SEFTSA==", hashFunction: "SHA-384" };
const ALGORITHM = { cryptoAlgorithm: "ECC", hashFunction: "SHA-384", paddingScheme: "NONE" };
const serve = (command, given) => world.desk.serve(sender(), message(command, {}, given), caller());

for (const [command, given, standard, ours, answer] of [
  ["get-signing-certificate", {}, {}, {}, { certificate: "QQ==", supportedSignatureAlgorithms: [ALGORITHM] }],
  ["sign", SIGNING, SIGNING, {}, { signature: "QQ==", signatureAlgorithm: ALGORITHM }],
  [
    "sign",
    { ...SIGNING, documentName: "a.pdf" },
    SIGNING,
    { documentName: "a.pdf" },
    { signature: "QQ==", signatureAlgorithm: ALGORITHM },
  ],
  ["get-identity", { fields: ["surname"] }, {}, { fields: ["surname"] }, { identity: { surname: "Peeters" } }],
  ["get-identity", { files: true }, {}, { files: true }, { identity: {}, files: { photo: "QQ==" } }],
]) {
  test(`${command} ${Object.keys(given)} reaches the host with its own arguments and brings its own fields`, async () => {
    world.hostAnswers = async () => ({ ...answer, extra: "not for the page" });

    assert.deepEqual(await serve(command, given), answer);
    const { eidbridge, ...plain } = world.asked[0].arguments;
    assert.deepEqual(plain, { ...standard, origin: ORIGIN, lang: "nl" });
    assert.deepEqual(eidbridge, { progress: true, userInteractionTimeout: undefined, ...ours });
  });
}

for (const [what, command, given] of [
  ["a signature without a hash", "sign", { ...SIGNING, hash: undefined }],
  ["a hash that is an object", "sign", { ...SIGNING, hash: {} }],
  ["a hash function that is a sentence", "sign", { ...SIGNING, hashFunction: "SHA-384 please" }],
  ["a document without a name", "sign", { ...SIGNING, documentName: "" }],
  ["a document with a name of 256 characters", "sign", { ...SIGNING, documentName: "x".repeat(256) }],
  ["fields that are a text", "get-identity", { fields: "surname" }],
  ["fields that are numbers", "get-identity", { fields: [1] }],
  ["files that are a text", "get-identity", { files: "yes" }],
]) {
  test(`${what}: refused before a host is started`, async () => {
    await assert.rejects(serve(command, given), code("invalid-request"));
    assert.deepEqual(world.asked, []);
  });
}

for (const command of ["get-signing-certificate", "sign", "get-identity"]) {
  test(`${command} needs a person as a login does`, async () => {
    const given = { ...SIGNING, fields: ["surname"] };
    await assert.rejects(
      world.desk.serve(sender(), message(command, { used: false, gestureAt: 0 }, given), caller()),
      code("gesture-needed"),
    );
    await assert.rejects(
      world.desk.serve(sender(), message(command, { visible: false }, given), caller()),
      code("not-visible"),
    );
    assert.deepEqual(world.asked, []);
  });

  for (const answer of [{}, TOKEN, { certificate: "", signature: "", identity: 7 }]) {
    test(`${command} answered with ${Object.keys(answer)} is a host that fails`, async () => {
      world.hostAnswers = async () => answer;

      await assert.rejects(serve(command, { ...SIGNING, fields: ["surname"] }), code("host-crashed"));
    });
  }
}

test("a site that only got data is not one where this person logs in: it is not told of readers", async () => {
  world.hostAnswers = async ({ command }) => (command === "get-identity" ? { identity: {} } : {});
  await serve("get-identity", { fields: ["surname"] });
  await status();

  assert.equal(world.asked.at(-1).command, "quit");
});
