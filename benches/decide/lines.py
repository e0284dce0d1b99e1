"""Decisions a second through `linghuo decide --ndjson`, reading and printing included, into a pipe.

Usage: lines.py BINARY [ROUNDS]. The mix is the good inputs of tests/contract, over and over; three runs each, the
quickest is printed. CPU is the binary's own (user + system), wall includes the reader at the other end of the pipe.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time


def mix(rounds):
    rows = []
    with open("tests/contract/cases.ndjson", encoding="utf-8") as cases:
        for line in cases:
            case = json.loads(line)
            if "input" in case and "outcomes" in case["answer"] and not case.get("known_on"):
                rows.append(json.dumps(case["input"], ensure_ascii=False))
    return ("\n".join(rows) + "\n") * rounds, len(rows) * rounds


def once(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE)
    size = 0
    while chunk := os.read(child.stdout.fileno(), 1 << 20):
        size += len(chunk)
    child.wait()
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return wall, cpu, size


def main():
    binary = sys.argv[1]
    text, count = mix(int(sys.argv[2]) if len(sys.argv) > 2 else 60)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".ndjson") as file:
        file.write(text)
        file.flush()
        for name, options in [("with because", []), ("--no-because", ["--no-because"])]:
            command = [binary, "decide", "--ndjson", file.name, *options]
            wall, cpu, size = min(once(command) for _ in range(3))
            print(
                f"{name:14} {count} decisions: {count / wall:8.0f}/s wall, "
                f"{count / cpu:8.0f} per CPU-second, {size / count:7.0f} bytes each"
            )
    one = b'{"as_of":"2020-11-15","facts":{"employment_form":"part_time"}}'
    times = []
    for _ in range(20):
        start = time.perf_counter()
        subprocess.run([binary, "decide", "-"], input=one, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - start)
    print(f"one decision, start of the binary included: {sorted(times)[10] * 1000:.1f} ms (median of 20)")


if __name__ == "__main__":
    main()
