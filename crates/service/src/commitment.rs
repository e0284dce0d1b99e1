//! Written commitments: a text in both languages with its id, version and first day.
//!
//! Each text carries its own front matter, so that a text cannot quietly become another version; the digest is what a
//! case keeps beside the version.

use jiff::civil::Date;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::anchor::Anchor;
use crate::date;
use crate::problem::{Problem, ProblemCode};
use crate::read;
use crate::texts::Texts;
use crate::words::Words;

/// A commitment that a person accepts as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// Which commitment it is.
    pub id: String,
    /// Which wording of it.
    pub version: String,
    /// The first day on which this wording is the one to accept.
    pub effective_from: Date,
    /// The provision that asks for it.
    pub anchor: Anchor,
    /// Its words, in Markdown.
    pub text: Words,
    /// `sha256:…` of both texts with their front matter.
    pub digest: String,
}

/// A commitment as the pack names it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommitmentEntry {
    /// The version.
    pub version: String,
    /// The file of the Chinese text.
    pub zh: String,
    /// The file of the English text.
    pub en: String,
}

#[derive(Debug, PartialEq, Eq)]
struct Front {
    id: String,
    version: String,
    effective_from: Date,
    anchor: Anchor,
}

impl CommitmentEntry {
    pub(crate) fn read(&self, folder: &str, texts: &Texts) -> Result<Commitment, Vec<Problem>> {
        let one = |file: &str| {
            let path = format!("{folder}/{file}");
            let text = read::text(texts, &path)?;
            let (front, body) =
                front_matter(text).map_err(|fault| Problem::new(&path, "", ProblemCode::Malformed, fault))?;
            Ok((path, text, front, body))
        };
        let (zh_path, zh_text, zh, zh_body, en_path, en_text, en, en_body) =
            match (one(&self.zh), one(&self.en)) {
                (Ok((a, b, c, d)), Ok((e, f, g, h))) => (a, b, c, d, e, f, g, h),
                (zh, en) => return Err([zh.err(), en.err()].into_iter().flatten().collect()),
            };
        let mut problems = Vec::new();
        if zh.version != self.version {
            let said =
                format!("found version `{}`, expected `{}` as the pack names it", zh.version, self.version);
            problems.push(Problem::new(zh_path, "version", ProblemCode::CommitmentMismatch, said));
        }
        if zh != en {
            let said = "found other front matter than in the Chinese text, expected the same";
            problems.push(Problem::new(en_path, "", ProblemCode::CommitmentMismatch, said));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let digest = Sha256::digest([zh_text, "\0", en_text].concat().as_bytes());
        Ok(Commitment {
            id: zh.id,
            version: zh.version,
            effective_from: zh.effective_from,
            anchor: zh.anchor,
            text: Words { zh: zh_body.to_owned(), en: en_body.to_owned() },
            digest: format!("sha256:{}", hex::encode(digest)),
        })
    }
}

fn front_matter(text: &str) -> Result<(Front, &str), String> {
    let parts = text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n"));
    let (head, body) = parts.ok_or("expected front matter between two lines `---` at the beginning")?;
    let get = |key: &str| {
        let found = head.lines().filter_map(|line| line.split_once(": ")).find(|(name, _)| *name == key);
        found.map(|(_, value)| value.trim()).ok_or(format!("expected a line `{key}: …` in the front matter"))
    };
    let (day, anchor) = (get("effective_from")?, get("anchor")?);
    let front = Front {
        id: get("id")?.to_owned(),
        version: get("version")?.to_owned(),
        effective_from: date::parse(day)
            .ok_or(format!("found `{day}`, expected a date YYYY-MM-DD that exists"))?,
        anchor: Anchor::parse(anchor)
            .ok_or(format!("found `{anchor}`, expected an anchor such as `11.1.2`"))?,
    };
    Ok((front, body.trim()))
}
