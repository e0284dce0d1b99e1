import { axeFaults, widthFaults } from "./axe.mjs";
import { DESKTOP, PHONE, address, launch } from "./browser.mjs";
const url = process.env.LINGHUO_URL;
const chrome = await launch();
const all = await (await fetch(`${url}/gallery.json`)).json();
const pages = all.filter((p) => p.startsWith("/law") || ["/check/results", "/certificate", "/inbox"].includes(p));
let n = 0, bad = 0;
for (const viewport of [PHONE, DESKTOP]) for (const lang of ["zh", "en"]) {
  const context = await chrome.browser.newContext({ viewport });
  const page = await context.newPage();
  page.setDefaultTimeout(60000);
  const said = [];
  page.on("console", (m) => m.type() === "error" && !m.text().startsWith("Failed to load") && said.push(m.text()));
  for (const path of pages) {
    await page.goto(address(url, lang, path));
    const f = [...(await axeFaults(page)), ...(await widthFaults(page)), ...said.splice(0)];
    n += 1; if (f.length) { bad += 1; console.log(lang, path, f.join("\n")); }
  }
  await context.close();
}
console.log(`${n} looked at, ${bad} with faults`);
await chrome.close();
