// What clerks do to a registration and what the person is told of it, in both languages, on a phone and on a desk, by
// keyboard and without a script; axe looks at every page with every rule on.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESKTOP, PHONE, address } from "./browser.mjs";
import { CHAOYANG, TONGZHOU, begin, clerk, day, finish, register, server, setDate, visitor } from "./product.mjs";

before(begin);
after(finish);

const SIZES = { phone: PHONE, desktop: DESKTOP };
const at = (number, page = "") => `/officer/registrations/${number}${page}`;

async function atWindow(k, number) {
  await k.open(at(number));
  await k.press(k.page.locator(`main a[href$='${at(number, "/change")}']`));
  await k.page.locator(`input[name=employment_region][value="${TONGZHOU}"]`).check();
  await k.press(k.next());
  assert.match(await k.page.locator(".lh-notice").innerText(), /通州区公共就业服务机构|Tongzhou District Public Employment/);
  await k.page.locator(`input[name=employment_region][value="${CHAOYANG}"]`).check();
  await k.page.fill("#occupation", "同城快递员");
  await day(k.page, "changed_on", [2020, 11, 1]);
  await k.press(k.next());
  await k.at(at(number, "/effect"));
  await k.press(k.next());
  assert.match(await k.page.title(), /^(有误：|Error: )/, "no change without the promise");
  await k.page.check("#commitment");
  await k.press(k.next());
  await k.at(at(number));
  assert.match(await k.page.locator("main").innerText(), /同城快递员/);
}

async function corrected(k, v, number) {
  await k.open(at(number, "/correction"));
  const offered = await k.page.locator("main form").innerText();
  assert.doesNotMatch(offered.split("\n").filter((line) => !/第十一条|Article 11/.test(line)).join("\n"), /证明|proof/i);
  await k.page.locator("input[name=reason][value=occupation_unclear]").check();
  await k.press(k.next());
  await k.at(at(number));
  await v.open("/inbox");
  await v.press(v.page.locator("main a[href*='/registration/correct/']").first());
  assert.equal(await v.page.locator("main form input[name=occupation]").count(), 1);
  assert.equal(await v.page.locator("main form input[type=radio]").count(), 0, "exactly that field, and its day");
  await v.page.fill("#occupation", "外卖骑手");
  assert.equal(await v.page.inputValue("#changed_on-month"), "11", "from the day of what stands there");
  await v.press(v.next());
  await v.at("/registration/effect");
  await v.page.check("#commitment");
  await v.press(v.next());
  await v.at("/registration");
}

async function renewed(k, number) {
  await k.open(at(number, "/access-code"));
  await k.press(k.next());
  await k.at(at(number, "/access-code/new"));
  const code = (await k.page.locator(".lh-code").innerText()).trim();
  await k.open(at(number, "/access-code/new"));
  await k.at(at(number, "/access-code"), "shown once");
  assert.equal(await k.page.locator(".lh-code").count(), 0);
  return code;
}

async function ended(v) {
  await v.open("/registration/end");
  await v.page.locator("input[name=after][value=none]").check();
  await v.press(v.next());
  await v.page.check("#commitment");
  await v.press(v.next());
  await v.at("/registration");
}

async function toldBeforeAndAfter(v) {
  await v.open("/inbox");
  await v.press(v.page.locator("main a[href*='/effects']").first());
  await v.at(/^\/inbox\/[0-9a-f-]+\/effects$/);
  assert.equal(await v.page.locator(".lh-side").count(), 24, "twelve conclusions, before and after");
  assert.match(await v.page.locator(".lh-effects--lost").innerText(), /属于灵活就业人员|flexible/i);
  assert.ok((await v.page.locator(".lh-effects--unchanged figcaption a").count()) > 0, "each with its article");
}

describe("clerks", () => {
  for (const lang of ["zh", "en"]) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      test(`change, correction, access code, end, commitment, before and after: ${lang}, ${size}`, async () => {
        const v = await visitor({ lang, viewport });
        const { number, code } = await register(v);
        await v.press(v.page.locator("main a[href*='/commitments/']").first());
        assert.match(await v.page.locator("main").innerText(), /王磊[\s\S]*110\*{11}/);
        const pdf = await v.context.request.get(address(server.url, lang, `/commitments/${number}/1/pdf`));
        assert.equal((await pdf.body()).subarray(0, 4).toString(), "%PDF");

        const k = await clerk("k105", { lang, viewport });
        await atWindow(k, number);
        await corrected(k, v, number);
        const renewedCode = await renewed(k, number);
        assert.notEqual(renewedCode, code);
        await ended(v);
        await toldBeforeAndAfter(v);
        await v.open("/registration");
        const history = await v.page.locator(".lh-timeline").innerText();
        assert.match(history, lang === "zh" ? /钱经办代本人录入/ : /钱经办 on the person’s behalf|钱经办 on the person's behalf/);
        assert.equal(await v.page.locator("main .lh-timeline a[href*='/commitments/']").count(), 4, "one with each version");
        await v.close();
        await k.close();
      });

      test(`numbers and erasure: ${lang}, ${size}`, async () => {
        const v = await visitor({ lang, viewport });
        const { number } = await register(v);
        await ended(v);
        await setDate("2022", "3", "1");
        const city = await clerk("city", { lang, viewport });
        await city.press(city.page.locator("main a[href$='/officer/counts']"));
        assert.ok((await city.page.locator(".lh-chart__total").count()) > 3);
        assert.equal(await city.page.locator("svg[role=img] title").count(), 1);
        await city.open(at(number, "/erasure"));
        await city.press(city.next());
        assert.match(await city.page.title(), /^(有误：|Error: )/, "not without a reason and the number");
        await city.page.locator("input[name=reason][value=consent_withdrawn]").check();
        await city.page.fill("#number", number);
        await city.press(city.next());
        await city.at(at(number, "/erased"));
        assert.match(await city.page.locator("main ul.govuk-list").innerText(), lang === "zh" ? /已依法删除/ : /erased/);
        await city.open(at(number));
        assert.doesNotMatch(await city.page.locator("main").innerText(), /王磊/);
        await setDate("2020", "11", "15");
        await v.close();
        await city.close();
      });
    }
  }

  test("without a script: the whole of it, by keyboard where a clerk would use it", async () => {
    const v = await visitor({ viewport: PHONE, javaScriptEnabled: false });
    const { number } = await register(v);
    const k = await clerk("k105", { viewport: DESKTOP, javaScriptEnabled: false });
    await k.open(at(number));
    // From the top of the page to the first act, and in, by Tab and Enter alone.
    await k.page.keyboard.press("Tab");
    await k.page.keyboard.press("Enter");
    for (let i = 0; i < 10; i += 1) {
      await k.page.keyboard.press("Tab");
      const href = await k.page.locator(":focus").getAttribute("href");
      if (href?.endsWith("/change")) break;
    }
    await k.page.keyboard.press("Enter");
    await k.page.waitForURL((url) => url.pathname.endsWith("/change"));
    await atWindow(k, number);
    await corrected(k, v, number);
    await renewed(k, number);
    await ended(v);
    await toldBeforeAndAfter(v);
    await k.close();
    await v.close();
  });

  test("a reminder comes on its business date, once, and leads to the form", async () => {
    const v = await visitor();
    await register(v);
    const reminders = async () => {
      await v.open("/inbox");
      return await v.page.locator("main a[href$='/registration/change']").count();
    };
    assert.equal(await reminders(), 0);
    await setDate("2021", "5", "15");
    for (let n = 0; n < 40 && (await reminders()) === 0; n += 1) await v.page.waitForTimeout(250);
    assert.equal(await reminders(), 1);
    await setDate("2021", "5", "16");
    await v.page.waitForTimeout(2_000);
    assert.equal(await reminders(), 1, "never twice for one interval");
    await v.press(v.page.locator("main a[href$='/registration/change']"));
    await v.at("/registration/change");
    await setDate("2020", "11", "15");
    await v.close();
  });
});
