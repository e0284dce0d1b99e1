// Every page in both languages, on a phone and on a desk: no fault by any axe rule, no scrolling sideways,
// its own title and language, nothing loaded from elsewhere, nothing refused by the content policy.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axeFaults, widthFaults } from "./axe.mjs";
import { DESKTOP, PHONE, address, launch } from "./browser.mjs";
import { start } from "./server.mjs";

const SITE = { zh: "灵活", en: "Linghuo 灵活" };
const TAG = { zh: "zh-Hans-CN", en: "en" };
// A page with everything it needs, as it comes over the wire.
const PAGE_BYTES_MAX = 60_000;

let server, chrome, pages;
before(async () => {
  server = await start();
  chrome = await launch();
  pages = await (await fetch(`${server.url}/gallery.json`)).json();
  assert.ok(pages.length > 30, "the gallery lists its pages");
});
after(async () => {
  await chrome?.close();
  server?.stop();
});

// Runs a check on every page and gathers what is wrong, so that one run shows everything.
async function eachPage(options, langs, check) {
  const wrong = [];
  for (const lang of langs) {
    const context = await chrome.browser.newContext(options);
    if (options.large) await context.addCookies([{ name: "lh_large", value: "1", url: server.url }]);
    const page = await context.newPage();
    const said = [];
    page.on("console", (message) => message.type() === "error" && said.push(message.text()));
    page.on("request", (request) => request.url().startsWith(server.url) || said.push(`asked ${request.url()}`));
    for (const path of pages) {
      said.length = 0;
      const response = await page.goto(address(server.url, lang, path));
      // The browser itself writes a line about a page that answers 4xx or 5xx.
      const heard = said.filter((line) => !line.startsWith("Failed to load resource: the server responded"));
      for (const fault of [...heard, ...(await check(page, lang, path, response))]) wrong.push(`${lang} ${path}: ${fault}`);
    }
    await context.close();
  }
  assert.deepEqual(wrong, []);
}

describe("pages", () => {
  for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
    test(`axe finds nothing on a ${size}`, async () => {
      await eachPage({ viewport }, ["zh", "en"], (page) => axeFaults(page));
    });
  }

  test("axe finds nothing in the large edition, whose type is larger", async () => {
    await eachPage({ viewport: PHONE, large: true }, ["zh"], async (page) => {
      const size = await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector("main p, main label")).fontSize));
      const small = size >= 15 * 1.25 ? [] : [`text of ${size}px`];
      return [...small, ...(await widthFaults(page)), ...(await axeFaults(page))];
    });
  });

  test("nothing scrolls sideways at 320 px, or with text at 200 %, and nothing is cut off", async () => {
    const narrow = { width: 320, height: 640 };
    await eachPage({ viewport: narrow }, ["zh", "en"], async (page) => {
      const faults = await widthFaults(page);
      await page.setViewportSize(DESKTOP);
      await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%", "important"));
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll("main *")]
          .filter((e) => getComputedStyle(e).overflow === "hidden" && e.scrollHeight > e.clientHeight + 2 && e.clientHeight > 2)
          .map((e) => `${e.className} is cut off`));
      faults.push(...(await widthFaults(page)).map((fault) => `at 200 %: ${fault}`), ...cut);
      await page.setViewportSize(narrow);
      return faults;
    });
  });

  test("each works without a script: title, language, one heading, size", async () => {
    const titles = new Map();
    await eachPage({ viewport: PHONE, javaScriptEnabled: false }, ["zh", "en"], async (page, lang, path, response) => {
      const html = await response.text();
      const faults = [];
      const [, title] = html.match(/<title>([^<]*)<\/title>/) ?? [];
      if (!title?.endsWith(`– ${SITE[lang]}`)) faults.push(`title ${title}`);
      if (!html.includes(`<html lang="${TAG[lang]}"`)) faults.push("language");
      if ((html.match(/<h1[ >]/g) ?? []).length !== 1) faults.push("not one h1");
      // One page has a script of ours, which only adds a slider; none has one in the page itself.
      const own = html.replace(/<script src="\/assets\/law\.[0-9a-f]{12}\.js" defer><\/script>/, "");
      if (own !== html && !path.startsWith("/law/on")) faults.push("a script where none is needed");
      if (/<script|<style|\sstyle="|\son[a-z]+="/.test(own)) faults.push("script or style in the page");
      const isFaulty = /govuk-error-summary/.test(html);
      if (isFaulty !== /^(有误：|Error: )/.test(title ?? "")) faults.push(`a fault must stand first in the title: ${title}`);
      if (isFaulty !== (response.status() === 422 && !path.startsWith("/problem"))) faults.push(`status ${response.status()}`);
      for (const [form] of html.matchAll(/<form method="post"[\s\S]*?<\/form>/g)) {
        if (!/name="csrf" value="[0-9a-f]{128}"/.test(form)) faults.push("a form without a token");
      }
      for (const [, target] of html.matchAll(/<li><a href="#([^"]+)"/g)) {
        if (!html.includes(`id="${target}"`)) faults.push(`a link to #${target}, which is not there`);
      }
      if (!path.includes("faults")) titles.set(`${lang} ${title}`, path);
      return faults;
    });
    assert.ok(titles.size > pages.length, `${titles.size} titles for ${pages.length} pages in two languages`);
  });

  test("a page with its styles is small", async () => {
    const bytes = async (url) => {
      const answer = await fetch(url, { headers: { "accept-encoding": "br" } });
      // fetch unpacks the body, so the pressed length is asked for by hand.
      const { request } = await import("node:http");
      await answer.arrayBuffer();
      return await new Promise((resolve, reject) => {
        request(url, { headers: { "accept-encoding": "br" } }, (raw) => {
          let n = 0;
          raw.on("data", (part) => (n += part.length)).on("end", () => resolve(n));
        }).on("error", reject).end();
      });
    };
    const html = await (await fetch(server.url)).text();
    const linked = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
    const styles = (await Promise.all(linked.map((path) => bytes(server.url + path)))).reduce((a, b) => a + b, 0);
    for (const path of pages) {
      const total = (await bytes(server.url + path)) + styles;
      assert.ok(total <= PAGE_BYTES_MAX, `${path}: ${total} bytes`);
    }
  });
});
