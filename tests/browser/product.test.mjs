// The product itself, from the first question to the end of a registration, in both languages, on a phone and on a
// desk: what one page says, the next one knows, and a stranger with a phone can verify it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { axeFaults, widthFaults } from "./axe.mjs";
import { DESKTOP, PHONE, address, launch } from "./browser.mjs";
import { answerCheck } from "./check.mjs";
import { startLinghuo } from "./linghuo.mjs";
import { idNumber } from "./people.mjs";

const HAS_ZBAR = spawnSync("zbarimg", ["--version"]).status === 0;
const CHAOYANG = "110105";
const TONGZHOU = "110112";

let server, chrome, people = 0;
before(async () => {
  server = await startLinghuo();
  chrome = await launch();
  await setDate("2020", "11", "15");
});
after(async () => {
  await chrome?.close();
  if (server) assert.equal(await server.stop(), 0, "a clean stop");
});

// What axe has looked at: each kind of page once in a language and size, each question once in a language.
const seen = new Set();

// A visitor of one's own: cookies, language, size. Every page visited is looked at by axe where scripts run.
async function visitor({ lang = "zh", viewport = DESKTOP, javaScriptEnabled = true } = {}) {
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
  const next = () => page.locator("main form button[type=submit]").first();
  return { context, page, look, open, press, path, next, lang, close: () => context.close() };
}

async function setDate(year, month, day) {
  const v = await visitor({ javaScriptEnabled: false });
  await v.open("/demo");
  for (const [field, value] of [["today", year], ["today-month", month], ["today-day", day]]) await v.page.fill(`#${field}`, value);
  await v.press(v.page.locator("form[action$='/demo/date'] button").first());
  assert.equal(v.path(), "/demo");
  await v.close();
}

const COURIER = {
  employment_form: "platform",
  platform_labour_relation: "false",
  birth_date: [1987, 6, 21],
  sex: "male",
  hukou_region: CHAOYANG,
  hukou_kind: "non_agricultural",
  employment_region: CHAOYANG,
};

async function check(v, given) {
  await v.open("/check");
  await v.press(v.page.locator("main .govuk-button").first());
  const asked = await answerCheck(v.page, given, v.look);
  assert.equal(v.path(), "/check/results");
  await v.look();
  return asked;
}

async function day(page, field, [year, month, date]) {
  await page.fill(`#${field}`, String(year));
  await page.fill(`#${field}-month`, String(month));
  await page.fill(`#${field}-day`, String(date));
}

async function fillRegistration(v, { n, district = CHAOYANG, isPrefilled = false }) {
  await v.open("/register");
  await v.page.fill("#name", "王磊");
  await v.page.fill("#id_number", idNumber(n));
  await v.page.fill("#phone", "13800138000");
  await v.press(v.next());
  assert.equal(v.path(), "/register/work");
  const kind = v.page.locator("input[name=employment_form][value=platform]");
  assert.equal(await kind.isChecked(), isPrefilled, "told once: the check's answer stands here");
  await kind.check();
  await v.page.fill("#occupation", "外卖骑手");
  await v.page.locator(`input[name=employment_region][value="${district}"]`).check();
  await v.press(v.next());
  assert.equal(v.path(), "/register/place");
  await v.page.locator("input[name=platform_labour_relation][value=no]").check();
  await day(v.page, "started_on", [2020, 9, 1]);
  await v.press(v.next());
  assert.equal(v.path(), "/register/review");
}

async function confirmation(v) {
  assert.equal(v.path(), "/register/done");
  const number = (await v.page.locator(".govuk-panel__body strong").innerText()).trim();
  const code = (await v.page.locator(".lh-notice .lh-code").innerText()).trim();
  assert.match(number, /^JY-2020-/);
  return { number, code };
}

async function register(v, options = {}) {
  await fillRegistration(v, { n: (people += 1), ...options });
  await v.page.check("#commitment");
  await v.press(v.next());
  return await confirmation(v);
}

// The text of the QR code as a phone reads it from the screen.
async function scan(v) {
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

async function verdict(url) {
  const stranger = await visitor({ viewport: PHONE });
  await stranger.page.goto(url);
  await stranger.look();
  const state = await stranger.page.locator(".lh-verdict").getAttribute("class");
  const words = await stranger.page.locator("main").innerText();
  await stranger.close();
  return { state: state.split("--")[1], words };
}

describe("the product", () => {
  for (const lang of ["zh", "en"]) {
    for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
      test(`from the first question to the end of a registration: ${lang}, ${size}`, async () => {
        const v = await visitor({ lang, viewport });
        await v.open("/");
        const asked = await check(v, COURIER);
        assert.ok(asked.includes("employment_form") && asked.length < 30, asked.join(" "));
        assert.match(await v.page.locator("#employment_registration").getAttribute("class"), /lh-card--yes/);
        const picture = await v.context.request.get(address(server.url, lang, "/check/picture.png"));
        assert.equal((await picture.body()).subarray(1, 4).toString(), "PNG");

        const { number } = await register(v, { isPrefilled: true });
        await v.press(v.page.locator("main a[href$='/certificate']").first());
        assert.match(await v.page.locator("main").innerText(), new RegExp(number));
        const pdf = await v.context.request.get(address(server.url, lang, "/certificate.pdf"));
        assert.equal((await pdf.body()).subarray(0, 4).toString(), "%PDF");
        const qr = await scan(v);
        assert.ok(qr.startsWith(`${server.url}/verify/`), qr);
        const valid = await verdict(qr);
        assert.equal(valid.state, "yes");
        assert.match(valid.words, /王磊/);
        assert.doesNotMatch(valid.words, new RegExp(idNumber(people)), "no more of the person than is printed");

        await v.open("/registration/change");
        await v.page.locator(`input[name=employment_region][value="${TONGZHOU}"]`).check();
        await v.press(v.next());
        assert.equal(v.path(), "/registration/effect");
        const shown = await v.page.locator("main").innerText();
        assert.match(shown, lang === "zh" ? /通州区公共就业服务机构/ : /Tongzhou District Public Employment Service/);
        assert.equal((await verdict(qr)).state, "yes", "nothing is changed before it is confirmed");
        await v.press(v.next());
        assert.match(await v.page.title(), /^(有误：|Error: )/, "no change without the promise");
        await v.page.check("#commitment");
        await v.press(v.next());
        assert.equal(v.path(), "/registration");
        const history = await v.page.locator(".lh-timeline").innerText();
        assert.match(history, lang === "zh" ? /通州区[\s\S]*朝阳区/ : /Tongzhou[\s\S]*Chaoyang/);
        assert.equal((await verdict(qr)).state, "ended", "a newer certificate took its place");
        await v.open("/certificate");
        assert.equal((await verdict(await scan(v))).state, "yes");
        await v.open("/inbox");
        await v.press(v.page.locator("button[name=read]").first());
        await v.open("/registration/end");
        await v.page.locator("input[name=after][value=employee]").check();
        await v.press(v.next());
        assert.equal(v.path(), "/registration/end", "the day after the change at the earliest");
        await v.close();
      });
    }
  }

  test("without a script: check, register, change, sign out, come back by number and code, end", async () => {
    const v = await visitor({ viewport: PHONE, javaScriptEnabled: false });
    await check(v, COURIER);
    const { number, code } = await register(v, { isPrefilled: true });
    await v.press(v.page.locator(".lh-menu__out"));
    await v.open("/registration");
    assert.equal(v.path(), "/sign-in");
    await v.page.fill("#number", number);
    await v.page.fill("#access_code", "AAAA-AAAA");
    await v.press(v.next());
    assert.match(await v.page.title(), /^有误：/);
    await v.page.fill("#access_code", code);
    await v.press(v.next());
    assert.equal(v.path(), "/registration");
    await v.open("/check/results");
    assert.match(await v.page.locator("#employment_registration").getAttribute("class"), /lh-card--yes/);
    await v.open("/registration/end");
    await day(v.page, "ended_on", [2020, 11, 15]);
    await v.page.locator("input[name=after][value=employee]").check();
    await v.press(v.next());
    assert.equal(v.path(), "/registration/effect");
    assert.match(await v.page.locator(".lh-effects--lost").innerText(), /属于灵活就业人员/);
    await v.page.check("#commitment");
    await v.press(v.next());
    assert.equal(v.path(), "/registration");
    assert.match(await v.page.locator(".lh-verdict").innerText(), /登记已终止/);
    assert.equal(await v.page.locator("main a[href$='/registration/change']").count(), 0);
    await v.close();
  });

  test("pressed twice it is one registration, and a second one leads to the first", async () => {
    const v = await visitor({ javaScriptEnabled: false });
    await fillRegistration(v, { n: (people += 1) });
    const token = await v.page.locator("form[action$='/register/review'] input[name=csrf]").inputValue();
    const form = { csrf: token, commitment: "yes" };
    const cookies = await v.context.cookies();
    const first = await v.context.request.post(`${server.url}/register/review`, { form });
    const read = (html) => html.match(/<strong>(JY-[0-9-]+)<\/strong>/)[1];
    const number = read(await first.text());
    await v.context.clearCookies();
    await v.context.addCookies(cookies);
    const second = await v.context.request.post(`${server.url}/register/review`, { form });
    assert.equal(read(await second.text()), number);
    const other = await visitor({ javaScriptEnabled: false });
    await fillRegistration(other, { n: people });
    await other.page.check("#commitment");
    await other.press(other.next());
    assert.equal(other.path(), "/sign-in", "who is on record signs in; the number is not given away");
    assert.doesNotMatch(await other.page.content(), new RegExp(number));
    await v.close();
    await other.close();
  });

  test("a clerk sees the own district only, is pointed to the right office, and each look is told", async () => {
    const person = await visitor();
    const { number } = await register(person);
    const demo = await visitor();
    await demo.open("/demo");
    const password = (await demo.page.locator("main code").innerText()).trim();
    const clerk = async (name) => {
      const v = await visitor();
      await v.open("/officer/sign-in");
      await v.page.fill("#account", name);
      await v.page.fill("#password", password);
      await v.press(v.next());
      assert.equal(v.path(), "/officer");
      return v;
    };
    const chaoyang = await clerk("k105");
    await chaoyang.press(chaoyang.page.getByRole("link", { name: number }));
    assert.match(await chaoyang.page.locator("main").innerText(), /王磊/);
    await person.open("/registration");
    assert.match(await person.page.locator("#looks ~ ul").innerText(), /钱经办|k105/i);
    const dongcheng = await clerk("k101");
    assert.equal(await dongcheng.page.getByRole("link", { name: number }).count(), 0);
    assert.equal((await dongcheng.open(`/officer/registrations/${number}`)).status(), 404);

    await chaoyang.open("/officer/window");
    const fill = async (district) => {
      const { page } = chaoyang;
      await page.fill("#name", "孙梅");
      await page.fill("#id_number", idNumber(people));
      await page.fill("#phone", "13900139000");
      await page.locator("input[name=employment_form][value=part_time]").check();
      await page.fill("#occupation", "小时工保洁");
      await page.locator(`input[name=employment_region][value="${district}"]`).check();
      await day(page, "started_on", [2020, 10, 1]);
      await page.check("#commitment");
      await chaoyang.press(chaoyang.next());
    };
    people += 1;
    await fill(TONGZHOU);
    assert.match(await chaoyang.page.locator(".lh-notice").innerText(), /通州区公共就业服务机构/);
    await fill(CHAOYANG);
    assert.equal(chaoyang.path(), "/officer/window/done");
    assert.equal(await chaoyang.page.locator(".lh-notice .lh-code").count(), 1);
    await chaoyang.press(chaoyang.page.locator("main a[href*='/officer/certificates/']").first());

    await person.open("/certificate");
    const qr = await scan(person);
    const city = await clerk("city");
    await city.open(`/officer/registrations/${number}`);
    await city.press(city.page.locator("form[action$='/revoke'] button"));
    assert.equal((await verdict(qr)).state, "no");
    for (const v of [person, demo, chaoyang, dongcheng, city]) await v.close();
  });

  test("on 2020-11-15 Articles 5 and 7 are alive, on a later day they are over", async () => {
    const given = { ...COURIER, subsidy_expired_on: [2020, 10, 31], stably_employed: "false", pension_as_individual: "true", payment_difficulty: "true" };
    const alive = await visitor({ javaScriptEnabled: false });
    await check(alive, given);
    for (const id of ["subsidy_extension", "pension_deferral"]) {
      assert.match(await alive.page.locator(`#${id}`).getAttribute("class"), /lh-card--yes/, id);
    }
    assert.match(await alive.page.locator("#subsidy_extension").innerText(), /2021年10月31日/);
    await alive.close();
    await setDate("2022", "3", "1");
    const over = await visitor({ javaScriptEnabled: false });
    const asked = await check(over, given);
    assert.ok(!asked.includes("payment_difficulty"), "what can change nothing is not asked");
    for (const id of ["subsidy_extension", "pension_deferral"]) {
      assert.match(await over.page.locator(`#${id}`).getAttribute("class"), /lh-card--no/, id);
    }
    await over.close();
    await setDate("2020", "11", "15");
  });

  test("every sentence of the measures has its address, in both languages", async () => {
    for (const lang of ["zh", "en"]) {
      const v = await visitor({ lang, viewport: PHONE });
      await v.open("/law");
      const links = await v.page.locator(".lh-contents a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
      assert.equal(links.length, 21);
      await v.open("/law/11#a11-p1-s2");
      assert.match(await v.page.locator("#a11-p1-s2").innerText(), /无需提供就业证明材料/);
      await v.close();
    }
  });

  test("the log says nothing of anyone", () => {
    assert.ok(server.log.length > 0);
    for (const line of server.log) {
      for (const word of ["王磊", "110199", "13800138000", "JY-2020"]) assert.ok(!line.includes(word), line);
    }
  });
});
