//! The daemon's protocol, as clamd(8) has it: commands that begin with `z` and end with a zero byte, a stream in chunks
//! with their length before them, and one answer that ends with a zero byte.

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// The most bytes of a chunk.
pub(super) const CHUNK_BYTES: usize = 64 * 1024;
/// The longest answer that is read.
const MAX_ANSWER_BYTES: u64 = 4096;
/// The longest name of a signature that is kept.
const MAX_SIGNATURE_CHARS: usize = 200;

/// What the scanner says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// No known virus.
    Clean,
    /// A virus.
    Infected {
        /// Its name with the scanner, such as `Eicar-Test-Signature`.
        signature: String,
    },
    /// The file was not looked at.
    Unavailable(Unavailable),
}

/// Why a file was not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// Nobody listens there.
    #[error("the scanner is not there")]
    NoConnection,
    /// It did not answer in time.
    #[error("the scanner did not answer in time")]
    Timeout,
    /// The file is larger than we or the daemon allow: looking again does not help.
    #[error("the file is too large for the scanner")]
    TooLarge,
    /// It answered with an error, or something else than its protocol has.
    #[error("the scanner gave no usable answer")]
    BadAnswer,
}

/// Sends a command and reads its answer.
pub(super) async fn ask<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    command: &str,
) -> Result<String, Unavailable> {
    let asked = write(stream, format!("z{command}\0").as_bytes()).await;
    answer(stream).await.or_else(|error| asked.and(Err(error)))
}

/// Sends a file and reads what the daemon says of it.
pub(super) async fn scan<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut S, file: &[u8]) -> Verdict {
    let sent = send(stream, file).await;
    // A daemon that has had enough answers and hangs up while we still write: what it said is what counts.
    match answer(stream).await.or_else(|error| sent.and(Err(error))) {
        Ok(said) => verdict(&said),
        Err(why) => Verdict::Unavailable(why),
    }
}

async fn send<S: AsyncWrite + Unpin>(stream: &mut S, file: &[u8]) -> Result<(), Unavailable> {
    write(stream, b"zINSTREAM\0").await?;
    for chunk in file.chunks(CHUNK_BYTES) {
        let length = u32::try_from(chunk.len()).map_err(|_| Unavailable::TooLarge)?;
        write(stream, &length.to_be_bytes()).await?;
        write(stream, chunk).await?;
    }
    write(stream, &0_u32.to_be_bytes()).await
}

async fn write<S: AsyncWrite + Unpin>(stream: &mut S, bytes: &[u8]) -> Result<(), Unavailable> {
    stream.write_all(bytes).await.map_err(|_| Unavailable::NoConnection)
}

async fn answer<S: AsyncRead + Unpin>(stream: &mut S) -> Result<String, Unavailable> {
    let mut said = Vec::new();
    let mut stream = stream.take(MAX_ANSWER_BYTES);
    // A reset after the answer is no matter; one before it leaves nothing to be read.
    let _end = stream.read_to_end(&mut said).await;
    let said = said.strip_suffix(b"\0").ok_or(Unavailable::BadAnswer)?;
    String::from_utf8(said.to_vec()).map_err(|_| Unavailable::BadAnswer)
}

fn verdict(said: &str) -> Verdict {
    if said == "stream: OK" {
        return Verdict::Clean;
    }
    if let Some(signature) = said.strip_prefix("stream: ").and_then(|rest| rest.strip_suffix(" FOUND")) {
        let signature = signature.chars().filter(|c| !c.is_control()).take(MAX_SIGNATURE_CHARS).collect();
        return Verdict::Infected { signature };
    }
    // "INSTREAM size limit exceeded. ERROR", "stream: Heuristics... ERROR" and the like.
    let why =
        if said.contains("size limit exceeded") { Unavailable::TooLarge } else { Unavailable::BadAnswer };
    Verdict::Unavailable(why)
}

#[cfg(test)]
mod tests {
    use super::{Unavailable, Verdict, verdict};

    #[test]
    fn only_the_exact_word_is_clean() {
        assert_eq!(verdict("stream: OK"), Verdict::Clean);
        for said in
            ["", "OK", "stream: OK ", "stream: OKAY", "x stream: OK", "stream: FOUND", "stream: broken ERROR"]
        {
            assert_eq!(verdict(said), Verdict::Unavailable(Unavailable::BadAnswer), "{said}");
        }
        assert_eq!(
            verdict("stream: Win.Test.EICAR_HDB-1 FOUND"),
            Verdict::Infected { signature: "Win.Test.EICAR_HDB-1".to_owned() }
        );
        assert_eq!(
            verdict("INSTREAM size limit exceeded. ERROR"),
            Verdict::Unavailable(Unavailable::TooLarge)
        );
    }
}
