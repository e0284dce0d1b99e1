//! Writes one of each document into a folder, to be looked at: `cargo run -p documents --example render -- DIR [FONT…]`.

#![expect(clippy::unwrap_used, reason = "the samples are those of the tests")]

#[path = "../tests/documents/papers.rs"]
mod papers;
#[path = "../tests/documents/samples.rs"]
mod samples;

use std::{fs, path::PathBuf, time::Instant};

use documents::{SignedCertificate, Typesetter, VerifyAddress, verify};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target/documents".into()));
    fs::create_dir_all(&folder)?;
    let address = VerifyAddress::new("https://linghuo.example/verify#")?;
    let (key, key_id) = samples::key(7);
    let started = Instant::now();
    let typesetter = Typesetter::new()?;
    println!("fonts and templates: {:?}", started.elapsed());
    let certificate = SignedCertificate::sign(samples::payload(), &key, &key_id)?;
    for name in ["first", "second", "third"] {
        let started = Instant::now();
        let pdf = typesetter.certificate_pdf(&certificate, &address)?;
        println!("certificate, {name}: {:?}, {} bytes", started.elapsed(), pdf.len());
        fs::write(folder.join("certificate.pdf"), pdf)?;
    }
    fs::write(
        folder.join("long.pdf"),
        typesetter.certificate_pdf(&SignedCertificate::sign(samples::longest(), &key, &key_id)?, &address)?,
    )?;
    let further = std::env::args().skip(2).map(fs::read).collect::<Result<Vec<_>, _>>()?;
    let rare = documents::CertificatePayload { holder_name: "王𠮷".into(), ..samples::payload() };
    let rare = SignedCertificate::sign(rare, &key, &key_id)?;
    match Typesetter::with_fonts(further)?.certificate_pdf(&rare, &address) {
        Ok(pdf) => fs::write(folder.join("rare.pdf"), pdf)?,
        Err(error) => println!("rare name: {error}"),
    }
    fs::write(folder.join("letter.pdf"), typesetter.letter_pdf(&papers::confirmation())?)?;
    fs::write(folder.join("commitment.pdf"), typesetter.commitment_pdf(&papers::commitment())?)?;
    let started = Instant::now();
    let png = typesetter.summary_png(&papers::summary())?;
    println!("summary: {:?}, {} bytes", started.elapsed(), png.len());
    fs::write(folder.join("summary.png"), png)?;
    let keys = samples::keys(&[(7, "2020-10-01", None)]);
    let verdict = verify(&address.text_of(&certificate), &keys, None, "2020-12-01T00:00:00Z".parse()?);
    println!("code: {}\nverdict: {verdict:?}", address.text_of(&certificate));
    Ok(())
}
