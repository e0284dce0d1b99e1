//! How long one document takes, each with its own data: nothing of the last one helps but the templates.

#![expect(clippy::unwrap_used, reason = "the samples are those of the tests")]

#[expect(dead_code, reason = "the measures need two of them")]
#[path = "../tests/documents/drafts.rs"]
mod drafts;
#[path = "../tests/documents/papers.rs"]
mod papers;
#[path = "../tests/documents/samples.rs"]
mod samples;

use std::{
    hint::black_box,
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
};

use divan::Bencher;
use documents::{
    CertificatePayload, Commitment, Letter, SignedCertificate, Summary, Typesetter, VerifyAddress,
    paper::{Holder, PaperDraft, SignedPaper, verify_paper},
    verify,
};

static TYPESETTER: LazyLock<Typesetter> = LazyLock::new(|| Typesetter::new().unwrap());
static COUNT: AtomicU32 = AtomicU32::new(0);

fn main() {
    let _ = LazyLock::force(&TYPESETTER);
    divan::main();
}

fn address() -> VerifyAddress {
    VerifyAddress::new("https://linghuo.example/verify#").unwrap()
}

/// A certificate of another person each time.
fn next() -> CertificatePayload {
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let family: char = char::from_u32(0x4E00 + count * 7 % 20_000).unwrap_or('王');
    CertificatePayload {
        number: format!("1101174{:09}", 200_000_000 + count),
        holder_name: format!("{family}小明"),
        registration_number: format!("LH-110117-2020-{count:06}"),
        ..samples::payload()
    }
}

fn signed() -> SignedCertificate {
    let (key, id) = samples::key(7);
    SignedCertificate::sign(next(), &key, &id).unwrap()
}

#[divan::bench(sample_count = 200)]
fn certificate_pdf(bencher: Bencher) {
    bencher.with_inputs(signed).bench_refs(|it| TYPESETTER.certificate_pdf(it, &address()).unwrap());
}

#[divan::bench(sample_count = 100)]
fn longest_certificate_pdf(bencher: Bencher) {
    let (key, id) = samples::key(7);
    let it = || {
        let longest =
            CertificatePayload { registration_number: next().registration_number, ..samples::longest() };
        SignedCertificate::sign(longest, &key, &id).unwrap()
    };
    bencher.with_inputs(it).bench_refs(|it| TYPESETTER.certificate_pdf(it, &address()).unwrap());
}

#[divan::bench(sample_count = 100)]
fn commitment_pdf(bencher: Bencher) {
    let commitment = || Commitment { reference: next().registration_number, ..papers::commitment() };
    bencher.with_inputs(commitment).bench_refs(|it| TYPESETTER.commitment_pdf(it).unwrap());
}

#[divan::bench(sample_count = 100)]
fn letter_pdf(bencher: Bencher) {
    let letter = || Letter { addressee: Some(next().holder_name), ..papers::confirmation() };
    bencher.with_inputs(letter).bench_refs(|it| TYPESETTER.letter_pdf(it).unwrap());
}

/// A paper of another person each time.
fn paper(kind: &str, draft: PaperDraft) -> SignedPaper {
    let (key, id) = samples::key(7);
    let next = next();
    let holder = Holder { name: next.holder_name, ..draft.holder.clone() };
    let draft = PaperDraft { number: next.registration_number, holder, ..draft };
    SignedPaper::sign(TYPESETTER.papers().get(kind).unwrap().compose(draft).unwrap(), &key, &id).unwrap()
}

#[divan::bench(sample_count = 100)]
fn decision_letter_pdf(bencher: Bencher) {
    let it = || paper("decision-refused", drafts::refusal());
    bencher.with_inputs(it).bench_refs(|it| TYPESETTER.paper_pdf(it, &address()).unwrap());
}

#[divan::bench(sample_count = 50)]
fn statement_of_two_years_pdf(bencher: Bencher) {
    let it = || paper("contribution-statement", drafts::statement(2));
    bencher.with_inputs(it).bench_refs(|it| TYPESETTER.paper_pdf(it, &address()).unwrap());
}

#[divan::bench(sample_count = 50)]
fn summary_png(bencher: Bencher) {
    let summary = || Summary { policy: next().number, ..papers::summary() };
    bencher.with_inputs(summary).bench_refs(|it| TYPESETTER.summary_png(it).unwrap());
}

#[divan::bench]
fn sign(bencher: Bencher) {
    let (key, id) = samples::key(7);
    bencher.with_inputs(next).bench_values(|it| SignedCertificate::sign(it, &key, &id).unwrap());
}

#[divan::bench]
fn verify_letter(bencher: Bencher) {
    let keys = samples::keys(&[(7, "2020-10-01", None)]);
    let now = "2020-12-01T00:00:00Z".parse().unwrap();
    let it = || paper("decision-refused", drafts::refusal()).to_bytes();
    bencher.with_inputs(it).bench_refs(|it| black_box(verify_paper(it, None, &keys, None, now)));
}

#[divan::bench]
fn verify_code(bencher: Bencher) {
    let keys = samples::keys(&[(7, "2020-10-01", None)]);
    let now = "2020-12-01T00:00:00Z".parse().unwrap();
    bencher.with_inputs(|| signed().to_code()).bench_refs(|it| black_box(verify(it, &keys, None, now)));
}
