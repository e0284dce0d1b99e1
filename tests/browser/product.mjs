// The product under test and what its visitors do: open pages, answer the check, register, scan a certificate,
// sign in as a clerk. Every page visited is looked at by axe where scripts run.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { axeFaults, widthFaults } from "./axe.mjs";
import { DESKTOP, PHONE, address, arrives, launch } from "./browser.mjs";
import { answerCheck } from "./check.mjs";
import { startLinghuo } from "./linghuo.mjs";
import { idNumber } from "./people.mjs";

const HAS_ZBAR = spawnSync("zbarimg", ["--version"]).status === 0;
export const CHAOYANG = "110105";
export const TONGZHOU = "110112";

export let server;
let chrome;
// How many made-up people have come so far; each gets an identity number of their own.
export const people = { count: 0 };

export async function begin() {
  server = await startLinghuo();
  chrome = await launch();
  await setDate("2020", "11", "15");
}

export async function finish() {
  await chrome?.close();
  if (server) assert.equal(await server.stop(), 0, "a clean stop");
}

// What axe has looked at: each kind of page once in a language and size, each question once in a language.
const seen = new Set();

// A visitor of one's own: cookies, language, size. Every page visited is looked at by axe where scripts run.
export async function visitor({ lang = "zh", viewport = DESKTOP, javaScriptEnabled = true } = {}) {
  const context = await chrome.browser.newContext({ viewport, javaScriptEnabled });
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  const look = async () => {
    const { pathname } = new URL(page.url());
    const kind = pathname.replace(/JY-[0-9-]+|\/verify\/.+/g, "…");
    const key = kind.includes("/check/") ? kind : `${viewport.width} ${kind}`;
    if (!javaScriptEnabled || seen.has(key)) return;
    seen.add(key);
    const html = await page.content();
    assert.equal((html.match(/<h1[ >]/g) ?? []).length, 1, `${pathname}: one heading`);
    assert.deepEqual([...(await widthFaults(page)), ...(await axeFaults(page))], [], pathname);
  };
  const open = async (path) => {
    const response = await page.goto(address(server.url, lang, path));
    await look();
    return response;
  };
  const press = async (locator) => {
    await locator.click();
    await page.waitForLoadState();
    await look();
  };
  const path = () => new URL(page.url()).pathname.replace(/^\/en(?=\/|$)/, "") || "/";
  const at = (expected, why) => arrives(page, path, expected, why);
  const next = () => page.locator("main form button[type=submit]").first();
  return { context, page, look, open, press, path, at, next, lang, close: () => context.close() };
}

export async function setDate(year, month, day) {
  const v = await visitor({ javaScriptEnabled: false });
  await v.open("/demo");
  for (const [field, value] of [["today", year], ["today-month", month], ["today-day", day]]) await v.page.fill(`#${field}`, value);
  await v.press(v.page.locator("form[action$='/demo/date'] button").first());
  await v.at("/demo");
  await v.close();
}

export const COURIER = {
  employment_form: "platform",
  platform_labour_relation: "false",
  birth_date: [1987, 6, 21],
  sex: "male",
  hukou_region: CHAOYANG,
  hukou_kind: "non_agricultural",
  employment_region: CHAOYANG,
};

export async function check(v, given) {
  await v.open("/check");
  await v.press(v.page.locator("main .govuk-button").first());
  const asked = await answerCheck(v.page, given, v.look);
  await v.at("/check/results");
  await v.look();
  return asked;
}

export async function day(page, field, [year, month, date]) {
  await page.fill(`#${field}`, String(year));
  await page.fill(`#${field}-month`, String(month));
  await page.fill(`#${field}-day`, String(date));
}

export async function fillRegistration(v, { n, district = CHAOYANG, isPrefilled = false }) {
  await v.open("/register");
  await v.page.fill("#name", "王磊");
  await v.page.fill("#id_number", idNumber(n));
  await v.page.fill("#phone", "13800138000");
  await v.press(v.next());
  await v.at("/register/work");
  const kind = v.page.locator("input[name=employment_form][value=platform]");
  assert.equal(await kind.isChecked(), isPrefilled, "told once: the check's answer stands here");
  await kind.check();
  await v.page.fill("#occupation", "外卖骑手");
  await v.page.locator(`input[name=employment_region][value="${district}"]`).check();
  await v.press(v.next());
  await v.at("/register/place");
  await v.page.locator("input[name=platform_labour_relation][value=no]").check();
  await day(v.page, "started_on", [2020, 9, 1]);
  await v.press(v.next());
  await v.at("/register/review");
}

export async function confirmation(v) {
  await v.at("/register/done");
  const number = (await v.page.locator(".govuk-panel__body strong").innerText()).trim();
  const code = (await v.page.locator(".lh-notice .lh-code").innerText()).trim();
  assert.match(number, /^JY-2020-/);
  return { number, code };
}

export async function register(v, options = {}) {
  await fillRegistration(v, { n: (people.count += 1), ...options });
  await v.page.check("#commitment");
  await v.press(v.next());
  return await confirmation(v);
}

// The text of the QR code as a phone reads it from the screen.
export async function scan(v) {
  const box = v.page.locator(".lh-certificate__qr svg");
  if (!HAS_ZBAR) return new URL(await v.page.locator("main a[href*='/verify/']").getAttribute("href"), server.url).href;
  const dir = mkdtempSync(join(tmpdir(), "linghuo-qr-"));
  const file = join(dir, "qr.png");
  await box.evaluate((svg) => svg.setAttribute("style", "width:700px;height:700px;max-width:none;position:fixed;inset:0;z-index:9"));
  writeFileSync(file, await box.screenshot());
  const { stdout } = spawnSync("zbarimg", ["-q", "--raw", file], { encoding: "utf8" });
  rmSync(dir, { recursive: true, force: true });
  await v.page.reload();
  return stdout.trim();
}

export async function verdict(url) {
  const stranger = await visitor({ viewport: PHONE });
  await stranger.page.goto(url);
  await stranger.look();
  const state = await stranger.page.locator(".lh-verdict").getAttribute("class");
  const words = await stranger.page.locator("main").innerText();
  await stranger.close();
  return { state: state.split("--")[1], words };
}

// A clerk who has signed in by the door of the house.
export async function clerk(name, options = {}) {
  const demo = await visitor({ javaScriptEnabled: false });
  await demo.open("/demo");
  const password = (await demo.page.locator("main code").innerText()).trim();
  await demo.close();
  const v = await visitor(options);
  await v.open("/officer/sign-in");
  await v.page.fill("#account", name);
  await v.page.fill("#password", password);
  await v.press(v.next());
  await v.at("/officer");
  return v;
}
