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

/// The text of one language.
struct Side<'a> {
    path: String,
    whole: &'a str,
    front: Front,
    body: &'a str,
}

impl<'a> Side<'a> {
    fn read(folder: &str, file: &str, texts: &'a Texts) -> Result<Self, Problem> {
        let path = format!("{folder}/{file}");
        let whole = read::text(texts, &path)?;
        match front_matter(whole) {
            Ok((front, body)) => Ok(Self { path, whole, front, body }),
            Err(fault) => Err(Problem::new(path, "", ProblemCode::Malformed, fault)),
        }
    }
}

impl CommitmentEntry {
    pub(crate) fn read(&self, folder: &str, texts: &Texts) -> Result<Commitment, Vec<Problem>> {
        let (zh, en) = match (Side::read(folder, &self.zh, texts), Side::read(folder, &self.en, texts)) {
            (Ok(zh), Ok(en)) => (zh, en),
            (zh, en) => return Err([zh.err(), en.err()].into_iter().flatten().collect()),
        };
        let mut problems = Vec::new();
        if zh.front.version != self.version {
            let found = &zh.front.version;
            let said = format!("found version `{found}`, expected `{}` as the pack names it", self.version);
            problems.push(Problem::new(&zh.path, "version", ProblemCode::CommitmentMismatch, said));
        }
        if zh.front != en.front {
            let said = "found other front matter than in the Chinese text, expected the same";
            problems.push(Problem::new(&en.path, "", ProblemCode::CommitmentMismatch, said));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let digest = Sha256::digest([zh.whole, "\0", en.whole].concat().as_bytes());
        let Front { id, version, effective_from, anchor } = zh.front;
        Ok(Commitment {
            id,
            version,
            effective_from,
            anchor,
            text: Words { zh: zh.body.to_owned(), en: en.body.to_owned() },
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
