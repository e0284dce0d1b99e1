// The pages under test: a running server given by LINGHUO_URL, or the gallery, built and started here.
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "../..");

export async function start() {
  if (process.env.LINGHUO_URL) return { url: process.env.LINGHUO_URL, stop: () => {} };
  const build = ["build", "--quiet", "-p", "web", "--example", "gallery"];
  if (spawnSync("cargo", build, { cwd: root, stdio: "inherit" }).status !== 0) throw new Error("the gallery does not build");
  const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
  const child = spawn(join(target, "debug/examples/gallery"), ["127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`the gallery ended with ${code}`)));
  });
  return { url, stop: () => child.kill() };
}
