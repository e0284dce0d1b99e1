//! Reading one data file into its type, with the key that is at fault when it does not fit.

use serde::de::DeserializeOwned;

use crate::problem::{Problem, ProblemCode};
use crate::texts::Texts;

/// Reads the TOML text at `path`, or says what is wrong with it.
pub(crate) fn toml<T: DeserializeOwned>(texts: &Texts, path: &str) -> Result<T, Problem> {
    let text = text(texts, path)?;
    let parsed = ::toml::Deserializer::parse(text)
        .map_err(|fault| Problem::new(path, "", ProblemCode::Malformed, fault.to_string().trim()))?;
    serde_path_to_error::deserialize(parsed).map_err(|fault| {
        let key = fault.path().to_string();
        Problem::new(path, key, ProblemCode::Malformed, fault.inner().to_string().trim())
    })
}

/// Reads the JSON text at `path`, or says what is wrong with it.
pub(crate) fn json<T: DeserializeOwned>(texts: &Texts, path: &str) -> Result<T, Problem> {
    let text = text(texts, path)?;
    let mut parsed = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut parsed).map_err(|fault| {
        let key = fault.path().to_string();
        Problem::new(path, key, ProblemCode::Malformed, fault.inner().to_string())
    })
}

/// The text at `path`, or the problem that it is missing.
pub(crate) fn text<'a>(texts: &'a Texts, path: &str) -> Result<&'a str, Problem> {
    texts
        .get(path)
        .ok_or_else(|| Problem::new(path, "", ProblemCode::MissingFile, "this file, with its data"))
}
