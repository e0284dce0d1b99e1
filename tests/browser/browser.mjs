// One browser for all tests. CHROMIUM names another executable than Debian's.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 800 };

export async function launch() {
  const home = mkdtempSync(join(tmpdir(), "linghuo-browser-"));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
    env: { ...process.env, HOME: home },
  });
  return {
    browser,
    close: async () => {
      await browser.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

// The address of a page in a language: English has the same path under /en.
export const address = (url, lang, path) => url + (lang === "en" ? `/en${path === "/" ? "" : path}` : path);

// Waits until the page stands where it should; a click answers before the page that it leads to is there.
export async function arrives(page, path, expected, why) {
  const is = typeof expected === "string" ? (found) => found === expected : (found) => expected.test(found);
  await page.waitForURL(() => is(path()), { waitUntil: "domcontentloaded", timeout: 15_000 }).catch(() => {});
  assert.ok(is(path()), `${why ?? "the page"}: at ${path()}, expected ${expected}`);
}
