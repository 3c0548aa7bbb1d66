import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGUAGES } from "../../extension/background/catalogue.js";
import { readJson, readText } from "./fakes.mjs";

const listing = (language) => readText(`extension/store/listing.${language}.md`);
const privacy = (language) => readText(`extension/store/privacy.${language}.md`);
const sections = (text) => text.split(/^## /m).slice(1).map((section) => section.split("\n\n").slice(1).join("\n\n").trim());
/** Headings and list items: what must be the same in each language. */
const shape = (text) => text.split("\n").flatMap((line) => /^(#+|-) /.exec(line)?.[1] ?? []).join(" ");

for (const language of LANGUAGES) {
  test(`the store's name and short description are those of the extension, in ${language}`, () => {
    const texts = readJson(`extension/_locales/${language}/messages.json`);
    const [name, short] = sections(listing(language));

    assert.equal(name, texts.extensionName.message);
    assert.equal(short, texts.extensionDescription.message);
    assert.ok(short.length <= 132);
  });

  test(`listing and privacy statement are complete, in ${language}`, () => {
    assert.equal(shape(listing(language)), shape(listing("en")));
    assert.equal(shape(privacy(language)), shape(privacy("en")));
    for (const section of [...sections(listing(language)), ...sections(privacy(language))]) assert.ok(section.length > 10, section);
  });

  test(`every permission of the manifest is justified, and no other, in ${language}`, () => {
    const { permissions } = readJson("extension/manifest.json");
    const justified = [...sections(listing(language))[4].matchAll(/^- ([A-Za-z]+):/gm)].map(([, name]) => name);

    assert.deepEqual(justified, permissions);
  });
}

for (const language of LANGUAGES) {
  test(`each address of the content script is justified, in ${language}`, () => {
    const justified = sections(listing(language))[4];
    const { matches } = readJson("extension/manifest.json").content_scripts[0];

    assert.deepEqual(matches, ["https://*/*", "http://localhost/*"]);
    for (const named of [/^- .*\(https\):/m, /^- .* http:\/\/localhost: \S/m]) assert.match(justified, named);
  });
}

test("every permission of the manifest is justified in the README", () => {
  for (const permission of readJson("extension/manifest.json").permissions) {
    assert.match(readText("extension/README.md"), new RegExp(`^\\| \`${permission}\` \\| .+ \\| .+ \\|$`, "m"));
  }
});

test("the README names each browser's own place for policies", () => {
  for (const [browser, place] of [["Chrome", "/etc/opt/chrome/"], ["Edge", "/etc/opt/edge/"], ["Chromium", "/etc/chromium/"], ["Firefox", "/etc/firefox/"]]) {
    assert.match(readText("extension/README.md"), new RegExp(`^\\| ${browser} \\| \`${place}policies`, "m"));
  }
});
