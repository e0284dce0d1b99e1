// A cheap phone on a bad line: how long a first visit takes until the page can be used, how many taps a registration
// takes, and how long that is at a person's pace. Nothing is cached; the line and the processor are the browser's own
// slow-downs (300 kbit/s, 400 ms, a quarter of this machine's speed).
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PHONE, launch } from "./browser.mjs";
import { startLinghuo } from "./linghuo.mjs";
import { idNumber } from "./people.mjs";

const LINE = { offline: false, latency: 400, downloadThroughput: 300_000 / 8, uploadThroughput: 300_000 / 8 };
const CPU_SLOWDOWN = 4;
const USABLE_MS_MAX = 3_000;
// Other work on this machine slows a visit and never hastens it: the fastest is the page's own time. A page that is
// too heavy stays too slow however often one comes.
const VISITS_MAX = 10;
const REGISTRATIONS_MAX = 4;

const TAPS_MAX = 8;
const SECONDS_MAX = 90;
// A person's pace: seconds for a tap, for a letter or digit on a phone, to go to the next field, and to look at a new
// page; letters of pinyin for a Chinese character (with the pick of the word); characters read in a second.
const PACE = { tap: 1.2, key: 0.35, field: 0.8, page: 2.5, keysPerCharacter: 3, readPerSecond: 8 };

let server, chrome;
before(async () => {
  server = await startLinghuo();
  chrome = await launch();
});
after(async () => {
  await chrome?.close();
  if (server) assert.equal(await server.stop(), 0, "a clean stop");
});

async function slowPhone() {
  const context = await chrome.browser.newContext({ viewport: PHONE, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", LINE);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
  return { context, page };
}

// Milliseconds until the page stands with its styles and its first control can be pressed.
async function usable(path, control) {
  const times = [];
  while (times.length < VISITS_MAX && !times.some((time) => time <= USABLE_MS_MAX)) {
    const { context, page } = await slowPhone();
    const began = performance.now();
    await page.goto(server.url + path, { waitUntil: "load" });
    await page.locator(control).first().click({ trial: true });
    times.push(performance.now() - began);
    await context.close();
  }
  return times.map(Math.round);
}

// A registration on the slow phone by the n-th person: how many taps, and how long at a person's pace.
async function registration(n) {
  const { context, page } = await slowPhone();
  let [taps, keys, fields, pages, waited] = [0, 0, 0, 0, 0];
  const arrive = async (go) => {
    const began = performance.now();
    const moved = page.waitForEvent("framenavigated");
    await go();
    await moved;
    await page.waitForLoadState("load");
    waited += (performance.now() - began) / 1000;
    pages += 1;
  };
  const type = async (field, text) => {
    await page.fill(`#${field}`, text);
    fields += 1;
    for (const c of text) keys += c > "\u{2e7f}" ? PACE.keysPerCharacter : 1;
  };
  const tap = async (locator) => {
    await locator.tap();
    taps += 1;
  };
  const on = () => arrive(() => tap(page.locator("main form button[type=submit]").first()));
  const pick = async (name, value) => {
    const input = page.locator(`input[name="${name}"][value="${value}"]`);
    const id = await input.getAttribute("id");
    await tap(page.locator(`label[for="${id}"]`));
    assert.ok(await input.isChecked(), `${name} ${value}`);
  };

  await arrive(() => page.goto(`${server.url}/register`));
  await type("name", "王小磊");
  await type("id_number", idNumber(400 + n));
  await type("phone", "13800138000");
  await on();
  await pick("employment_form", "platform");
  await type("occupation", "外卖骑手");
  await pick("employment_region", "110105");
  await on();
  await pick("platform_labour_relation", "no");
  await type("started_on", "2020");
  await type("started_on-month", "10");
  await type("started_on-day", "8");
  await on();
  const promise = (await page.locator(".lh-promise").innerText()).length;
  assert.ok(promise > 20, "the promise is there to be read");
  await tap(page.locator("#commitment"));
  assert.ok(await page.locator("#commitment").isChecked());
  await on();
  assert.equal(new URL(page.url()).pathname, "/register/done");

  const seconds =
    taps * PACE.tap + keys * PACE.key + fields * PACE.field + pages * PACE.page + promise / PACE.readPerSecond + waited;
  const words =
    `${taps} taps, ${keys} keys in ${fields} fields, ${pages} pages with ${waited.toFixed(1)} s of waiting, ` +
    `${promise} characters of promise read: ${seconds.toFixed(0)} s`;
  await context.close();
  return { taps, seconds, words };
}

describe("a slow phone", () => {
  for (const [path, control] of [
    ["/", "main a"],
    ["/en", "main a"],
    ["/check/employment_form", "main input[type=radio]"],
    ["/register", "#name"],
    ["/verify", "main form button"],
  ]) {
    test(`a first visit to ${path} can be used within three seconds`, async (t) => {
      const times = await usable(path, control);
      t.diagnostic(`${path}: ${times.join(", ")} ms`);
      assert.ok(Math.min(...times) <= USABLE_MS_MAX, `${path}: ${times.join(", ")} ms, at most ${USABLE_MS_MAX}`);
    });
  }

  test("a registration takes at most eight taps beside typing and ninety seconds at a person's pace", async (t) => {
    let fastest = Infinity;
    for (let n = 0; n < REGISTRATIONS_MAX && fastest >= SECONDS_MAX; n += 1) {
      const { taps, seconds, words } = await registration(n);
      t.diagnostic(words);
      assert.ok(taps <= TAPS_MAX, `${taps} taps`);
      fastest = Math.min(fastest, seconds);
    }
    assert.ok(fastest < SECONDS_MAX, `${fastest.toFixed(0)} s`);
  });
});
