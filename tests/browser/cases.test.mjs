// A matter from the first page to the desk and back: the person on a phone, the clerk by keyboard alone; axe looks at
// every page with every rule on.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PHONE } from "./browser.mjs";
import { idNumber } from "./people.mjs";
import { CHAOYANG, begin, clerk, day, finish, people, visitor } from "./product.mjs";

before(begin);
after(finish);

const BASE = "/services/unemployment-registration";

async function filed(v) {
  await v.open("/services");
  await v.press(v.page.locator(`main a[href$='${BASE}']`));
  await v.at(BASE);
  await v.press(v.page.locator("main .govuk-button").first());
  await v.at(`${BASE}/apply/person`);
  await v.press(v.next());
  assert.match(await v.page.title(), /^(有误：|Error: )/, "nothing filled in is said so");
  await v.page.fill("#name", "周敏");
  await v.page.fill("#id_number", idNumber((people.count += 1)));
  await v.page.fill("#phone", "13900000021");
  await v.press(v.next());
  await v.page.locator("input[name=now_form][value=platform]").check();
  await v.page.locator("input[name=last_form][value=platform]").check();
  await v.page.selectOption("#last_region", CHAOYANG);
  await day(v.page, "last_day", [2020, 10, 31]);
  await v.page.locator("input[name=reason][value=less_work]").check();
  await v.press(v.next());
  await v.page.selectOption("#residence", CHAOYANG);
  await v.press(v.next());
  await v.at(`${BASE}/check`);
  await v.page.check("#commitment");
  await v.press(v.next());
  await v.at(`${BASE}/done`);
  return (await v.page.locator(".govuk-panel__body strong").innerText()).trim();
}

// What the keys do, and Enter on what has the focus.
async function keys(v, ...pressed) {
  for (const key of pressed.slice(0, -1)) await v.page.keyboard.press(key);
  await Promise.all([v.page.waitForNavigation(), v.page.keyboard.press(pressed.at(-1))]);
  await v.look();
}

describe("cases", () => {
  for (const lang of ["zh", "en"]) {
    test(`the person on a phone, the desk by keyboard: ${lang}`, async () => {
      const v = await visitor({ lang, viewport: PHONE });
      const number = await filed(v);
      const k = await clerk("k105", { lang });
      await k.open("/officer/desk");
      await keys(k, "n");
      await k.at(`/officer/desk/cases/${number}`);
      await keys(k, "1", "Enter");
      assert.match(await k.page.locator("main").innerText(), lang === "zh" ? /审核中/ : /In review/);
      // Down to the residence, flag it with the first reason, and send the one letter.
      const labels = await k.page.locator("[data-answer]").allInnerTexts();
      const at = labels.findIndex((text) => /您平时住在哪里|Where do you live/.test(text));
      assert.ok(at >= 0);
      for (let n = 0; n <= at; n += 1) await k.page.keyboard.press("j");
      await keys(k, "f", "Tab", "Tab", "Enter");
      assert.equal(await k.page.locator(".lh-answer--flagged").count(), 1);
      await keys(k, "1", "Enter");
      assert.match(await k.page.locator("main").innerText(), lang === "zh" ? /待补正/ : /Waiting for corrections/);

      await v.open("/me");
      await v.press(v.page.locator(`main a[href$='/me/cases/${number}']`));
      assert.equal(await v.page.locator("main select").count(), 1, "only what was asked");
      await v.page.selectOption("#supplement-residence", CHAOYANG);
      await v.press(v.page.locator("form.lh-act:has(input[value=supplement]) button[type=submit]"));
      assert.match(await v.page.locator(".lh-verdict").innerText(), lang === "zh" ? /正在审核/ : /Being reviewed/);

      // Back with the same clerk: the law says no, so it is refused, with a reason from the rules.
      await keys(k, "n");
      await k.at(`/officer/desk/cases/${number}`);
      await keys(k, "3", "Space", "Tab", "Tab", "Tab", "Enter");
      assert.match(await k.page.locator("main").innerText(), lang === "zh" ? /不予通过/ : /Refused/);

      await v.open("/progress");
      await v.page.fill("#number", number);
      await v.page.fill("#phone", "13900000021");
      await v.press(v.next());
      assert.match(await v.page.locator(".lh-verdict").innerText(), new RegExp(number));
      await k.close();
      await v.close();
    });
  }
});
