// The way in for people who do not know what a service is called: an event of a life, then its things to do, on a phone,
// without a script, in both languages; and for who is signed in, how far each is.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PHONE } from "./browser.mjs";
import { begin, finish, register, visitor } from "./product.mjs";

before(begin);
after(finish);

describe("life events", () => {
  for (const lang of ["zh", "en"]) {
    test(`four events, each a list of things to do in order: ${lang}`, async () => {
      const v = await visitor({ lang, viewport: PHONE });
      await v.open("/");
      await v.press(v.page.locator("main a[href$='/life']"));
      await v.at("/life");
      const events = await v.page.locator("main ul a").evaluateAll((links) => links.map((link) => new URL(link.href).pathname));
      assert.equal(events.length, 4);
      for (const event of events) {
        await v.open(event.replace(/^\/en/, ""));
        const tasks = v.page.locator("main ol > li");
        assert.ok((await tasks.count()) >= 3, event);
        assert.equal(await v.page.locator("progress").count(), 0, "nobody is signed in, nothing is told");
      }
      await v.close();
    });
  }

  test("who has just registered sees it done, and comes to the next thing from there", async () => {
    const v = await visitor({ viewport: PHONE, javaScriptEnabled: false });
    await register(v);
    await v.open("/life/lost-work");
    assert.equal(await v.page.locator("progress").getAttribute("max"), "4");
    await v.open("/life/start-riding");
    assert.equal(await v.page.locator("progress").getAttribute("value"), "1");
    assert.match(await v.page.locator("main ol > li").first().innerText(), /办好了/);
    await v.press(v.page.locator("main ol > li").nth(1).getByRole("link").first());
    await v.at("/services/insurance-enrolment");
    await v.close();
  });
});
