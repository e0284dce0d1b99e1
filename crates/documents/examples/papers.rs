//! Writes one paper of each page into a folder, to be looked at: `cargo run -p documents --example papers -- DIR`.

#![expect(clippy::unwrap_used, reason = "the samples are those of the tests")]

#[path = "../tests/documents/drafts.rs"]
mod drafts;
#[expect(dead_code, reason = "the papers need one key of them")]
#[path = "../tests/documents/samples.rs"]
mod samples;

use std::{fs, path::PathBuf, time::Instant};

use documents::{Qr, Typesetter, VerifyAddress, paper::SignedPaper};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target/documents".into()));
    fs::create_dir_all(&folder)?;
    let address = VerifyAddress::new("https://linghuo.example/verify#")?;
    let (key, key_id) = samples::key(7);
    let typesetter = Typesetter::new()?;
    let all = [
        ("startup-loan-qualification", drafts::qualification()),
        ("decision-refused", drafts::refusal()),
        ("corrections-wanted", drafts::corrections(3)),
        ("acceptance-receipt", drafts::receipt()),
        ("startup-loan-application", drafts::application()),
        ("employment-unemployment", drafts::unemployment()),
        ("title-recommendation", drafts::recommendation()),
        ("contribution-statement", drafts::statement(2)),
    ];
    for (id, draft) in all {
        let template = typesetter.papers().get(id).ok_or(id)?;
        let signed = SignedPaper::sign(template.compose(draft)?, &key, &key_id)?;
        let started = Instant::now();
        let pdf = typesetter.paper_pdf(&signed, &address)?;
        let (took, whole) = (started.elapsed(), signed.to_bytes().len());
        let version = Qr::of(&address.text_of_paper(&signed))?.version();
        let held = if signed.is_whole_in_code() { "whole" } else { "sealed" };
        println!("{id}: {took:?}, {} bytes, paper {whole} bytes, QR {version} ({held})", pdf.len());
        fs::write(folder.join(format!("{id}.pdf")), pdf)?;
    }
    Ok(())
}
