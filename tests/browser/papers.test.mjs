// Papers, uploads and ratings as people meet them: a file beside the filing, the papers in one place and checked by a
// stranger, one tap to say how it was, the office's answer. On a phone, in both languages, and without a script.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESKTOP, PHONE, address } from "./browser.mjs";
import { idNumber } from "./people.mjs";
import { CHAOYANG, begin, clerk, day, finish, people, server, verdict, visitor } from "./product.mjs";

before(begin);
after(finish);

const UNEMPLOYED = "/services/unemployment-registration";
const LOAN = "/services/startup-loan";
// A picture of one white pixel.
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==",
  "base64",
);

// Registers as unemployed; whoever has no work any more is approved at once.
async function decided(v) {
  await v.open(`${UNEMPLOYED}/apply/person`);
  await v.page.fill("#name", "周敏");
  await v.page.fill("#id_number", idNumber((people.count += 1)));
  await v.page.fill("#phone", "13900000021");
  await v.press(v.next());
  await v.page.locator("input[name=now_form][value=none]").check();
  await v.page.locator("input[name=last_form][value=platform]").check();
  await v.page.selectOption("#last_region", CHAOYANG);
  await day(v.page, "last_day", [2020, 10, 31]);
  await v.page.locator("input[name=reason][value=less_work]").check();
  await v.press(v.next());
  await v.page.selectOption("#residence", CHAOYANG);
  await v.press(v.next());
  await v.page.check("#commitment");
  await v.press(v.next());
  await v.at(`${UNEMPLOYED}/done`);
  return (await v.page.locator(".govuk-panel__body strong").innerText()).trim();
}

describe("papers", () => {
  for (const lang of ["zh", "en"]) {
    test(`all in one place, as pages and as PDF, and checked by a stranger: ${lang}`, async () => {
      const v = await visitor({ lang, viewport: PHONE });
      const number = await decided(v);
      await v.open("/me");
      await v.press(v.page.locator("main a[href$='/me/papers']").first());
      await v.at("/me/papers");
      const all = await v.page.locator("main h3 a").evaluateAll((links) => links.map((link) => new URL(link.href).pathname.replace(/^\/en/, "")));
      assert.equal(all.length, 3, "receipt, commitment, certificate");
      assert.ok(all.every((path) => path.includes(number)));
      let checked = 0;
      for (const path of all) {
        await v.open(path);
        const pdf = await v.context.request.get(address(server.url, lang, `${path}/pdf`));
        assert.equal((await pdf.body()).subarray(0, 8).toString(), "%PDF-1.7", path);
        const verify = v.page.locator("main a[href*='/verify/']");
        if ((await verify.count()) === 0) continue;
        const found = await verdict(new URL(await verify.getAttribute("href"), server.url).href);
        assert.equal(found.state, "yes", path);
        assert.match(found.words, /周敏/);
        assert.doesNotMatch(found.words, new RegExp(idNumber(people.count)), "masked");
        checked += 1;
      }
      assert.equal(checked, 2, "the commitment has no seal");
      await v.close();
    });
  }
});

describe("uploads", () => {
  for (const javaScriptEnabled of [true, false]) {
    test(`a file goes beside the filing, a wrong one is told: script ${javaScriptEnabled}`, async () => {
      const v = await visitor({ viewport: PHONE, javaScriptEnabled });
      await v.open(`${LOAN}/apply/person`);
      await v.page.fill("#name", "周敏");
      await v.page.fill("#id_number", idNumber((people.count += 1)));
      await v.page.fill("#phone", "13900000021");
      await v.page.selectOption("#hukou", CHAOYANG);
      await v.press(v.next());
      await v.page.locator("input[name=employment_form][value=self_employed]").check();
      await v.page.locator("input[name=registered][value=true]").check();
      await v.page.fill("#business_number", "91110101MA00000X0X");
      await v.press(v.next());
      await v.page.fill("#purpose", "添置设备");
      await v.page.fill("#amount", "200000");
      await v.press(v.next());
      await v.at(`${LOAN}/check`);
      const form = () => v.page.locator("form[enctype='multipart/form-data']:has(input[value=identity_document])");
      const give = async (name, mimeType, buffer) => {
        await form().locator("input[type=file]").setInputFiles({ name, mimeType, buffer });
        await v.press(form().locator("button"));
      };
      await give("a.png", "image/png", Buffer.from("no picture"));
      assert.match(await v.page.locator(".govuk-error-summary").innerText(), /这个文件不能用/);
      await give("身份证.png", "image/png", PNG);
      assert.match(await v.page.locator("#papers").innerText(), /身份证\.png/);
      await v.page.check("#sign-application_form");
      await v.press(v.page.locator(`form[action$='${LOAN}/check'] button[type=submit]`));
      await v.at(`${LOAN}/done`);
      const number = (await v.page.locator(".govuk-panel__body strong").innerText()).trim();
      await v.open(`/me/cases/${number}`);
      const main = await v.page.locator("main").innerText();
      assert.match(main, /身份证\.png/);
      assert.match(main, /北京市创业担保贷款个人借款人资格认定申请表/);
      await v.close();
    });
  }
});

describe("ratings", () => {
  for (const lang of ["zh", "en"]) {
    test(`one tap, once; a bad one is answered by the office: ${lang}`, async () => {
      const v = await visitor({ lang, viewport: PHONE });
      const number = await decided(v);
      await v.open(`/me/cases/${number}`);
      await v.press(v.page.locator(`main a[href$='/me/cases/${number}/rating']`));
      await v.at(`/me/cases/${number}/rating`);
      assert.equal(await v.page.locator("input[name=stars]").count(), 5);
      await v.press(v.next());
      assert.match(await v.page.title(), /^(有误：|Error: )/, "a step is to be picked");
      await v.page.locator("input[name=stars][value='1']").check();
      await v.press(v.next());
      await v.at(`/me/cases/${number}/rating`);
      assert.equal(await v.page.locator("input[name=stars]").count(), 0, "once");

      const k = await clerk("v105", { lang, viewport: DESKTOP });
      await k.open("/officer/ratings");
      await k.press(k.page.locator(`main a[href$='/officer/ratings/${number}']`));
      await k.page.fill("#reply", "已联系本人。");
      await k.press(k.next());
      await k.at("/officer/ratings");
      assert.doesNotMatch(await k.page.locator("main").innerText(), new RegExp(number), "the counts name no case");
      await k.close();
      await v.open("/inbox");
      assert.match(await v.page.locator("main").innerText(), /已联系本人。/);
      await v.open(`/me/cases/${number}/rating`);
      assert.match(await v.page.locator("main").innerText(), lang === "zh" ? /已经答复/ : /Answered on/);
      await v.close();
    });
  }
});
