//! PDF: whole, without protection, and without the names of what runs or starts something. What lies in compressed
//! object streams is not seen here; the scanner and the viewer have to do with that.

use super::{FileKind, Refusal};

/// Where the end mark may stand (ISO 32000-1, Annex H).
const TAIL_BYTES: usize = 1024;
/// Actions and attachments that no evidence needs. `/JS` is too short: it stands by chance in compressed data.
const ACTIVE: [&str; 5] = ["JavaScript", "Launch", "RichMedia", "EmbeddedFile", "EmbeddedFiles"];
const ENCRYPT: &str = "Encrypt";
/// The longest of these names when every letter is written as `#xx`.
const MAX_NAME_BYTES: usize = 64;

pub(super) fn check(file: &[u8]) -> Result<(), Refusal> {
    let tail = file.get(file.len().saturating_sub(TAIL_BYTES)..).unwrap_or_default();
    if !tail.windows(5).any(|window| window == b"%%EOF") {
        return Err(Refusal::Broken(FileKind::Pdf));
    }
    for after in file.split(|byte| *byte == b'/').skip(1) {
        let name = name(after);
        if name == ENCRYPT {
            return Err(Refusal::Encrypted);
        }
        if let Some(active) = ACTIVE.iter().find(|active| **active == name) {
            return Err(Refusal::Active(active));
        }
    }
    Ok(())
}

/// The name behind a slash, with its `#xx` read (ISO 32000-1, 7.3.5).
fn name(after: &[u8]) -> String {
    let is_regular = |byte: &&u8| byte.is_ascii_graphic() && !b"()<>[]{}/%".contains(byte);
    let written: Vec<u8> = after.iter().take(MAX_NAME_BYTES).take_while(is_regular).copied().collect();
    let mut name = String::new();
    let mut rest = written.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let escaped = (*first == b'#').then(|| after.split_at_checked(2)).flatten();
        let byte = escaped.and_then(|(digits, _)| u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok());
        if let (Some(byte), Some((_, after))) = (byte, escaped) {
            name.push(char::from(byte));
            rest = after;
        } else {
            name.push(char::from(*first));
            rest = after;
        }
    }
    name
}
