//! Whether a file is a ZIP archive from behind, whatever it begins with: archives are read from their end.

/// The record at the end of an archive, without its comment (APPNOTE 4.3.16).
const RECORD_BYTES: usize = 22;
const SIGNATURE: &[u8] = b"PK\x05\x06";
/// The comment's length has two bytes.
const COMMENT_BYTES_MAX: usize = 65_535;

/// Whether an archive's last record is there. What follows it does not matter: most readers pass over it.
pub(super) fn is_there(file: &[u8]) -> bool {
    let start = file.len().saturating_sub(RECORD_BYTES + COMMENT_BYTES_MAX);
    let tail = file.get(start..).unwrap_or_default();
    tail.windows(RECORD_BYTES).any(is_record)
}

/// The signature alone stands by chance in one compressed file of some ten thousand; a record on one disk does not.
fn is_record(record: &[u8]) -> bool {
    record.starts_with(SIGNATURE)
        && record.get(4..8) == Some(&[0; 4])
        && record.get(8..10) == record.get(10..12)
}
