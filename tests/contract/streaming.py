"""What the cases cannot show of `decide --ndjson -`: where lines begin and end."""

import json
import subprocess
import threading

GOOD = b'{"as_of":"2020-11-15","facts":{}}'
# input, how many answers, which of them are errors
ENDS = [
    ("nothing at all", b"", []),
    ("one line, no line end", GOOD, [False]),
    ("a line end closes a line and opens none", GOOD + b"\n", [False]),
    ("a blank last line is a line", GOOD + b"\n\n", [False, True]),
    ("only a line end", b"\n", [True]),
    ("carriage returns before line ends", GOOD + b"\r\n" + GOOD + b"\r\n", [False, False]),
    ("a bad line stops nothing", b"x\n" + GOOD + b"\n{\n" + GOOD, [True, False, True, False]),
    ("bad bytes stop nothing", b"\xff\xfe\n" + GOOD + b"\n", [True, False]),
    ("a separator of Unicode is no line end", b'"\xe2\x80\xa8"\n', [True]),
]


def problems(command):
    """Readable complaints; a note is no fault."""
    call = command + ["decide", "--ndjson", "-"]
    for name, given, errors in ENDS:
        done = subprocess.run(call, input=given, capture_output=True)
        try:
            got = ["error" in json.loads(line) for line in done.stdout.splitlines()]
        except ValueError:
            got = f"no JSON: {done.stdout[:200]!r}"
        if got != errors:
            yield f"{name}: expected errors {errors}, got {got}"
        elif done.returncode != (1 if any(errors) else 0):
            yield f"{name}: exit status {done.returncode}"


def answers_at_once(command, seconds=10):
    """Whether an answer comes before the input ends."""
    run = subprocess.Popen(command + ["decide", "--ndjson", "-"], stdin=subprocess.PIPE,
                           stdout=subprocess.PIPE)
    run.stdin.write(GOOD + b"\n")
    run.stdin.flush()
    lines = []
    reader = threading.Thread(target=lambda: lines.append(run.stdout.readline()))
    reader.start()
    reader.join(seconds)
    early = bool(lines)
    run.stdin.close()
    reader.join()
    run.stdout.close()
    run.wait()
    return early
