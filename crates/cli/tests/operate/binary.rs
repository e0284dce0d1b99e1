//! The binary: run to its end, or serving until it is told to stop.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use serde_json::Value;

/// What a run of the binary left.
#[derive(Debug)]
pub struct Ran {
    pub status: Option<i32>,
    pub output: String,
    pub errors: String,
}

impl Ran {
    /// The JSON on standard output.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.output).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

fn linghuo() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linghuo"));
    // A developer's own settings must not reach a test.
    command.env_remove("LINGHUO_DATABASE_URL").env_remove("RUST_LOG");
    command
}

/// Runs the binary to its end.
pub fn run<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Ran {
    run_with(arguments, b"")
}

/// Runs the binary to its end with an input.
pub fn run_with<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>, input: &[u8]) -> Ran {
    let mut child = linghuo()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that refuses its arguments reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { status: output.status.code(), output: text(output.stdout), errors: text(output.stderr) }
}

/// A server of its own on a free port.
pub struct Server {
    child: Child,
    /// `127.0.0.1:…`
    pub address: String,
    log: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves a data folder for real, without a demonstration, and logs at debug level.
    pub fn start(data: &Path, database: Option<&str>) -> Self {
        let mut command = linghuo();
        command.args(["serve", "--no-demo", "--listen", "127.0.0.1:0", "--data"]).arg(data);
        command.args(database.map(|url| format!("--database={url}")));
        command.env("RUST_LOG", "debug");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let reader = std::thread::spawn({
            let (log, mut errors) = (log.clone(), child.stderr.take().unwrap());
            move || {
                let mut bytes = [0; 4096];
                while let Ok(count @ 1..) = errors.read(&mut bytes) {
                    log.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..count]));
                }
            }
        });
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").map(str::to_owned);
        let address = address.unwrap_or_else(|| panic!("no address but {line:?}:\n{}", log.lock().unwrap()));
        Self { child, address, log, reader: Some(reader) }
    }

    /// What was logged until now.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Asks it to stop as a supervisor does, and gives what it logged; it must leave with 0.
    pub fn stop(mut self) -> String {
        let told = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(told.success());
        let status = self.end();
        assert!(status.success(), "left with {status} on SIGTERM:\n{}", self.log());
        self.log()
    }

    /// Kills it as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.end();
    }

    fn end(&mut self) -> ExitStatus {
        let status = self.child.wait().unwrap();
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        status
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After a failed test; otherwise it has ended and this does nothing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
