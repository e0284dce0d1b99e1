// The product itself, from the first question to the end of a registration, in both languages, on a phone and on a
// desk: what one page says, the next one knows, and a stranger with a phone can verify it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESKTOP, PHONE, address } from "./browser.mjs";
import { idNumber } from "./people.mjs";
import {
  CHAOYANG, COURIER, TONGZHOU, begin, check, clerk, confirmation, day, fillRegistration, finish, people, register, scan,
  server, setDate, verdict, visitor,
} from "./product.mjs";

before(begin);
after(finish);

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
        assert.doesNotMatch(valid.words, new RegExp(idNumber(people.count)), "no more of the person than is printed");

        await v.open("/registration/change");
        await v.page.locator(`input[name=employment_region][value="${TONGZHOU}"]`).check();
        await v.press(v.next());
        await v.at("/registration/effect");
        const shown = await v.page.locator("main").innerText();
        assert.match(shown, lang === "zh" ? /通州区公共就业服务机构/ : /Tongzhou District Public Employment Service/);
        assert.equal((await verdict(qr)).state, "yes", "nothing is changed before it is confirmed");
        await v.press(v.next());
        assert.match(await v.page.title(), /^(有误：|Error: )/, "no change without the promise");
        await v.page.check("#commitment");
        await v.press(v.next());
        await v.at("/registration");
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
        await v.at("/registration/end", "the day after the change at the earliest");
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
    await v.at("/sign-in");
    await v.page.fill("#number", number);
    await v.page.fill("#access_code", "AAAA-AAAA");
    await v.press(v.next());
    assert.match(await v.page.title(), /^有误：/);
    await v.page.fill("#access_code", code);
    await v.press(v.next());
    await v.at("/registration");
    await v.open("/check/results");
    assert.match(await v.page.locator("#employment_registration").getAttribute("class"), /lh-card--yes/);
    await v.open("/registration/end");
    await day(v.page, "ended_on", [2020, 11, 15]);
    await v.page.locator("input[name=after][value=employee]").check();
    await v.press(v.next());
    await v.at("/registration/effect");
    assert.match(await v.page.locator(".lh-effects--lost").innerText(), /属于灵活就业人员/);
    await v.page.check("#commitment");
    await v.press(v.next());
    await v.at("/registration");
    assert.match(await v.page.locator(".lh-verdict").innerText(), /登记已终止/);
    assert.equal(await v.page.locator("main a[href$='/registration/change']").count(), 0);
    await v.close();
  });

  test("pressed twice it is one registration, and a second one leads to the first", async () => {
    const v = await visitor({ javaScriptEnabled: false });
    await fillRegistration(v, { n: (people.count += 1) });
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
    await fillRegistration(other, { n: people.count });
    await other.page.check("#commitment");
    await other.press(other.next());
    await other.at("/sign-in", "who is on record signs in; the number is not given away");
    assert.doesNotMatch(await other.page.content(), new RegExp(number));
    await v.close();
    await other.close();
  });

  test("a clerk sees the own district only, is pointed to the right office, and each look is told", async () => {
    const person = await visitor();
    const { number } = await register(person);
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
      await page.fill("#id_number", idNumber(people.count));
      await page.fill("#phone", "13900139000");
      await page.locator("input[name=employment_form][value=part_time]").check();
      await page.fill("#occupation", "小时工保洁");
      await page.locator(`input[name=employment_region][value="${district}"]`).check();
      await day(page, "started_on", [2020, 10, 1]);
      await page.check("#commitment");
      await chaoyang.press(chaoyang.next());
    };
    people.count += 1;
    await fill(TONGZHOU);
    assert.match(await chaoyang.page.locator(".lh-notice").innerText(), /通州区公共就业服务机构/);
    await fill(CHAOYANG);
    await chaoyang.at("/officer/window/done");
    assert.equal(await chaoyang.page.locator(".lh-notice .lh-code").count(), 1);
    await chaoyang.press(chaoyang.page.locator("main a[href*='/officer/certificates/']").first());

    await person.open("/certificate");
    const qr = await scan(person);
    const city = await clerk("city");
    await city.open(`/officer/registrations/${number}`);
    await city.press(city.page.locator("form[action$='/revoke'] button"));
    assert.equal((await verdict(qr)).state, "no");
    for (const v of [person, chaoyang, dongcheng, city]) await v.close();
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
