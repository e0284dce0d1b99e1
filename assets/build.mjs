// Builds dist/ from src/: sass to CSS, drawings and scripts as they are, each under a name with its content's hash,
// each pressed by Brotli and gzip at their strongest, and manifest.json from plain to hashed names.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as sass from "sass";

const here = import.meta.dirname;
const out = join(here, "dist");
// Agreed limit for the styles as a browser loads them.
const CSS_BYTES_MAX = 12 * 1000;

const built = new Map();
const { css } = sass.compile(join(here, "src/app.scss"), {
  style: "compressed",
  loadPaths: [join(here, "node_modules")],
  // The components' own code, not ours to change.
  quietDeps: true,
});
built.set("app.css", Buffer.from(css));
for (const name of readdirSync(join(here, "src")).filter((name) => /\.(svg|js)$/.test(name))) {
  built.set(name, readFileSync(join(here, "src", name)));
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out);
const manifest = {};
for (const [name, bytes] of built) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const hashed = `${basename(name, extname(name))}.${hash}${extname(name)}`;
  const pressed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  writeFileSync(join(out, hashed), bytes);
  writeFileSync(join(out, `${hashed}.br`), pressed);
  writeFileSync(join(out, `${hashed}.gz`), gzipSync(bytes, { level: 9 }));
  manifest[name] = hashed;
  console.log(`${hashed}  ${bytes.length} bytes, ${pressed.length} pressed`);
  if (name === "app.css" && pressed.length > CSS_BYTES_MAX) {
    console.error(`app.css is ${pressed.length} bytes when pressed, more than ${CSS_BYTES_MAX}`);
    process.exitCode = 1;
  }
}
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
