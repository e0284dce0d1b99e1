// What people do, without a script: answer, be corrected, go back, register, turn on large type, by keyboard.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axeFaults } from "./axe.mjs";
import { PHONE, arrives, launch } from "./browser.mjs";
import { start } from "./server.mjs";

let server, chrome, page, context;
before(async () => {
  server = await start();
  chrome = await launch();
});
after(async () => {
  await chrome?.close();
  server?.stop();
});

async function open(path) {
  await context?.close();
  context = await chrome.browser.newContext({ viewport: PHONE, javaScriptEnabled: false });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(server.url + path);
}
const path = () => new URL(page.url()).pathname;
const at = (expected) => arrives(page, path, expected);

describe("journeys", () => {
  test("a registration takes at most eight taps beside typing", async () => {
    await open("/register");
    let taps = 0;
    const tap = async (locator) => {
      await locator.click();
      taps += 1;
    };
    const next = () => page.locator("main form button[type=submit]");
    await page.fill("#name", "王磊");
    await page.fill("#id_number", "11010519491231002X");
    await page.fill("#phone", "13800138000");
    await tap(next());
    await tap(page.getByLabel("通过互联网平台接单"));
    await page.fill("#occupation", "网约配送员");
    await tap(page.getByLabel("朝阳区"));
    await tap(next());
    await tap(page.getByLabel("没有劳动关系"));
    await page.fill("#started_on", "2020");
    await page.fill("#started_on-month", "9");
    await page.fill("#started_on-day", "1");
    await tap(next());
    assert.equal(await page.locator("#commitment").isChecked(), false);
    await tap(page.getByLabel("我已阅读并作出上述承诺"));
    await tap(next());
    await at("/register/done");
    assert.ok(taps <= 8, `${taps} taps`);
  });

  test("no page of the registration asks for a file", async () => {
    for (const step of ["/register", "/register/work", "/register/place", "/register/review", "/officer/window"]) {
      await open(step);
      assert.equal(await page.locator("input[type=file]").count(), 0, step);
    }
  });

  test("faults are listed, lead to their field, and what was typed stays", async () => {
    await open("/en/register");
    await page.fill("#name", "王磊");
    await page.fill("#id_number", "1101");
    await page.locator("main form button").click();
    assert.match(await page.title(), /^Error: /);
    assert.equal(await page.inputValue("#name"), "王磊");
    assert.equal(await page.inputValue("#id_number"), "1101");
    const link = page.locator(".govuk-error-summary a").first();
    assert.match(await link.innerText(), /18 characters; this has 4/);
    await link.click();
    assert.equal(new URL(page.url()).hash, "#id_number");
  });

  test("the way back shows no question about sending a form again", async () => {
    await open("/check/archive_entrusted");
    await page.getByLabel("不是").check();
    await page.locator("main form button").click();
    await at("/check/contribution_base_fen");
    await page.goBack({ waitUntil: "commit" });
    await at("/check/archive_entrusted");
    assert.equal(await page.locator("h1").count(), 1);
  });

  test("“I don’t know” is one tap on every kind of question", async () => {
    for (const fact of ["birth_date", "contribution_base_fen", "unpaid_pension_months_2020"]) {
      await open(`/check/${fact}`);
      await page.getByRole("button", { name: "不知道" }).click();
      await at(new RegExp(`^/check/(?!${fact}$)`));
    }
    for (const fact of ["employment_form", "hukou_region", "archive_entrusted"]) {
      await open(`/check/${fact}`);
      assert.equal(await page.getByLabel("不知道").count(), 1, fact);
    }
  });

  test("large type is one tap, stays, and comes back to the same page", async () => {
    await open("/en/verify");
    await page.getByRole("button", { name: "Large type" }).click();
    await at("/en/verify");
    assert.match(await page.locator("html").getAttribute("class"), /lh-large/);
    await page.goto(`${server.url}/check`);
    assert.match(await page.locator("html").getAttribute("class"), /lh-large/);
    await page.getByRole("button", { name: "标准版" }).click();
    assert.doesNotMatch(await page.locator("html").getAttribute("class"), /lh-large/);
  });

  test("the other language is the same page", async () => {
    await open("/check/birth_date");
    await page.getByRole("link", { name: "English" }).click();
    await at("/en/check/birth_date");
    await page.getByRole("link", { name: "中文" }).click();
    await at("/check/birth_date");
  });

  test("the words that an explanation rests on are marked when one arrives", async () => {
    await open("/check/results");
    const link = page.locator(".lh-quote a[href*='#a11-p1-s1']").first();
    await link.click();
    assert.equal(new URL(page.url()).pathname, "/law/beijing-flexible-employment-2020/11");
    const ground = (id) => page.locator(`#${id}`).evaluate((e) => getComputedStyle(e).backgroundColor);
    assert.notEqual(await ground("a11-p1-s1"), await ground("a11-p1-s2"));
    assert.match(await page.locator("#a11-p1-s1").innerText(), /就业失业登记证/);
  });

  test("the law of another day: by form and links without a script, by a slider with one", async () => {
    await open("/en/law/on");
    assert.equal(await page.locator(".lh-slider").isVisible(), false, "no slider that would not move");
    await page.fill("#day", "2021-07-01");
    await page.locator("main form.lh-when button").click();
    assert.equal(new URL(page.url()).searchParams.get("day"), "2021-07-01");
    assert.match(await page.locator("main").innerText(), /5360\.00[\s\S]*differs from today/);
    await page.locator("a[rel=prev]").click();
    assert.equal(new URL(page.url()).searchParams.get("day"), "2021-01-01");

    const scripted = await chrome.browser.newContext({ viewport: PHONE });
    const other = await scripted.newPage();
    const refused = [];
    other.on("console", (message) => message.type() === "error" && refused.push(message.text()));
    await other.goto(`${server.url}/en/law/on?day=2021-07-01&known=2021-08-01`);
    const slider = other.getByRole("slider");
    assert.equal(await slider.getAttribute("aria-valuetext"), "2021-07-01");
    await Promise.all([other.waitForURL(/day=2021-08-01/), slider.press("ArrowRight")]);
    assert.equal(new URL(other.url()).searchParams.get("known"), "2021-08-01", "what was known stays");
    assert.deepEqual(await axeFaults(other), []);
    assert.deepEqual(refused, [], "the content policy lets the script run and nothing else is asked");
    await scripted.close();
  });

  test("a search marks what was found and leads to the sentence", async () => {
    await open("/law");
    await page.fill("#q", "书面承诺信息填报真实");
    await page.locator("main form[role=search] button").click();
    assert.equal(await page.locator("mark").first().innerText(), "书面承诺信息填报真实");
    await page.locator(".lh-found a").first().click();
    assert.equal(new URL(page.url()).hash, "#a11-p1-s2");
  });

  test("a form without our token, or from elsewhere, changes nothing", async () => {
    const send = (headers, body) => fetch(`${server.url}/register`, { method: "POST", headers, body, redirect: "manual" });
    const form = { "content-type": "application/x-www-form-urlencoded" };
    assert.equal((await send(form, "name=x")).status, 403);
    const first = await fetch(`${server.url}/register`);
    const cookie = first.headers.get("set-cookie").split(";")[0];
    const [, token] = (await first.text()).match(/name="csrf" value="([0-9a-f]+)"/);
    const body = `csrf=${token}&name=x`;
    assert.equal((await send({ ...form, cookie }, body)).status, 422, "with the token the form itself is read");
    assert.equal((await send(form, body)).status, 403, "the token alone is not enough");
    assert.equal((await send({ ...form, cookie, "sec-fetch-site": "cross-site" }, body)).status, 403);
    assert.equal((await send({ ...form, cookie }, `${body}${"x".repeat(70_000)}`)).status, 413);
  });

  test("by keyboard: first the way past the top, then everything in order, focus always seen", async () => {
    await open("/officer");
    await page.keyboard.press("Tab");
    assert.equal(await page.locator(":focus").getAttribute("href"), "#main");
    const seen = [];
    for (let i = 0; i < 30; i += 1) {
      await page.keyboard.press("Tab");
      const focus = page.locator(":focus");
      if (!(await focus.count())) break;
      seen.push(await focus.evaluate((e) => e.name || e.textContent.trim()));
    }
    assert.ok(seen.indexOf("q") < seen.indexOf("state") && seen.includes("1101052020000001"), seen.join(" | "));
  });
});
