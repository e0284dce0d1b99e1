//! Pictures: whole, of a size that can be shown, and nothing but pictures.

use super::{FileKind, Refusal};

const PNG_SIGNATURE_BYTES: usize = 8;
/// A chunk's length, type and check sum.
const PNG_CHUNK_BYTES: usize = 12;
const JPEG_END: &[u8] = &[0xff, 0xd9];
/// Where readers of PDF look for its beginning.
const PDF_HEAD_BYTES: usize = 1024;

/// Checks a picture and gives its width and height.
pub(super) fn check(kind: FileKind, file: &[u8], pixels_max: u64) -> Result<(u64, u64), Refusal> {
    let size = imagesize::blob_size(file).map_err(|_| Refusal::Broken(kind))?;
    let (Ok(width), Ok(height)) = (u64::try_from(size.width), u64::try_from(size.height)) else {
        return Err(Refusal::Broken(kind));
    };
    match width.checked_mul(height) {
        Some(0) => return Err(Refusal::Broken(kind)),
        Some(pixels) if pixels <= pixels_max => {}
        Some(_) | None => return Err(Refusal::TooManyPixels { width, height, pixels_max }),
    }
    let head = file.get(..PDF_HEAD_BYTES).unwrap_or(file);
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Err(Refusal::TwoInOne { kind, other: "a PDF" });
    }
    match kind {
        FileKind::Png => png_ends(file)?,
        // Telephones put more behind a photograph's end (a second picture, a short film), so only the end is asked for.
        FileKind::Jpeg if !file.windows(2).rev().any(|window| window == JPEG_END) => {
            return Err(Refusal::Broken(kind));
        }
        FileKind::Jpeg | FileKind::Pdf => {}
    }
    Ok((width, height))
}

/// Walks the chunks: the last is IEND, and the file ends with it.
fn png_ends(file: &[u8]) -> Result<(), Refusal> {
    let broken = || Refusal::Broken(FileKind::Png);
    let mut rest = file.get(PNG_SIGNATURE_BYTES..).ok_or_else(broken)?;
    loop {
        let (length, after) = rest.split_first_chunk::<4>().ok_or_else(broken)?;
        let is_end = after.starts_with(b"IEND");
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| broken())?;
        let chunk = length.checked_add(PNG_CHUNK_BYTES).ok_or_else(broken)?;
        rest = rest.get(chunk..).ok_or_else(broken)?;
        if is_end {
            let other = "something else behind its end";
            return if rest.is_empty() {
                Ok(())
            } else {
                Err(Refusal::TwoInOne { kind: FileKind::Png, other })
            };
        }
    }
}
