// Pictures of pages for the eye: node shots.mjs DIR [path…]; each for phone and desktop, LANGS=zh,en LARGE=1.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DESKTOP, PHONE, address, launch } from "./browser.mjs";
import { start } from "./server.mjs";

const [dir = "results", ...asked] = process.argv.slice(2);
mkdirSync(dir, { recursive: true });
const server = await start();
const { browser, close } = await launch();
const paths = asked.length ? asked : await (await fetch(`${server.url}/gallery.json`)).json();
for (const lang of (process.env.LANGS ?? "zh").split(",")) {
  for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
    if (process.env.SIZES && !process.env.SIZES.includes(size)) continue;
    const context = await browser.newContext({ viewport, javaScriptEnabled: false });
    if (process.env.LARGE) await context.addCookies([{ name: "lh_large", value: "1", url: server.url }]);
    const page = await context.newPage();
    for (const path of paths) {
      await page.goto(address(server.url, lang, path));
      const name = path.replaceAll(/[^a-z0-9]+/gi, "_").replace(/^_|_$/g, "") || "home";
      await page.screenshot({ path: join(dir, `${name}.${lang}.${size}.png`), fullPage: true });
    }
    await context.close();
  }
}
await close();
server.stop();
