// The real binary under test: a fresh data folder, a free port, made-up people, stopped at the end.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "../..");

export async function startLinghuo() {
  const binary = process.env.LINGHUO ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/linghuo");
  const data = mkdtempSync(join(tmpdir(), "linghuo-data-"));
  const options = ["serve", "--data", data, "--listen", "127.0.0.1:0", "--log-format", "json"];
  const child = spawn(binary, options, { stdio: ["ignore", "pipe", "pipe"] });
  const log = [];
  const lines = createInterface({ input: child.stderr });
  const url = await new Promise((resolve, reject) => {
    let address;
    createInterface({ input: child.stdout }).once("line", (line) => (address = line));
    lines.on("line", (line) => {
      log.push(line);
      // The people come behind the listening server; the journeys need them.
      if (line.includes("the demonstration has its people")) resolve(address);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`linghuo ended with ${code}:\n${log.join("\n")}`)));
  });
  const stop = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const code = await ended;
    rmSync(data, { recursive: true, force: true });
    return code;
  };
  return { url, log, stop };
}
