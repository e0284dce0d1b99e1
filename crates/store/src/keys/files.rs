//! The key files: `data.toml`, `index.toml`, `certificate.toml`, `journal.toml`, each readable by its
//! owner alone in a folder that only its owner enters. They are written whole or not at all, and are
//! on disk before the first value is encrypted with them.
//!
//! The first start writes all four beside their places (`….new`) before it puts the first in place. So a
//! crash leaves either nothing in place, and the keys are made anew, or all that is missing lies ready, and
//! it is put in place. A file that is missing without lying ready was lost.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use super::{DataKey, Keyring, Keys, KeysError, NamedSigningKey, Secret};

const FOLDER_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;
const DATA: &str = "data.toml";
const INDEX: &str = "index.toml";
const CERTIFICATE: &str = "certificate.toml";
const JOURNAL: &str = "journal.toml";
const FILES: [&str; 4] = [INDEX, CERTIFICATE, JOURNAL, DATA];

/// What a file holds: keys, oldest first.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ring {
    key: Vec<Key>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    id: String,
    /// Sixty-four hexadecimal digits.
    secret: String,
}

impl Drop for Key {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

pub(super) fn open_or_create(folder: &Path) -> Result<Keys, KeysError> {
    if !folder.exists() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true).mode(FOLDER_MODE).create(folder).map_err(|e| failed(folder, e))?;
    }
    require_mode(folder, FOLDER_MODE)?;
    if FILES.iter().all(|file| !folder.join(file).exists()) {
        create(folder)?;
    } else {
        finish(folder)?;
    }
    let data = read(folder, DATA)?.into_iter().map(|(id, secret)| {
        let id =
            id.parse().map_err(|_| malformed(&folder.join(DATA), "id", "a number, 1 for the first key"))?;
        Ok(DataKey { id, secret })
    });
    let mut data: Vec<DataKey> = data.collect::<Result<_, KeysError>>()?;
    data.sort_by_key(|key| key.id);
    if data.windows(2).any(|pair| matches!(pair, [a, b] if a.id == b.id)) {
        return Err(malformed(&folder.join(DATA), "id", "each number once"));
    }
    let (_, index) =
        read(folder, INDEX)?.pop().ok_or_else(|| malformed(&folder.join(INDEX), "key", "one key"))?;
    Ok(Keys { data, index, certificate: signing(folder, CERTIFICATE)?, journal: signing(folder, JOURNAL)? })
}

pub(super) fn rotate(folder: &Path, ring: Keyring) -> Result<(), KeysError> {
    let keys = open_or_create(folder)?;
    let (name, fresh) = match ring {
        Keyring::Data => (DATA, data_key(keys.data.last().map_or(1, |key| key.id + 1))?),
        Keyring::Certificate => (CERTIFICATE, signing_key()?),
        Keyring::Journal => (JOURNAL, signing_key()?),
    };
    let mut all = parse(folder, name)?;
    all.key.push(fresh);
    write(folder, name, &all)
}

fn create(folder: &Path) -> Result<(), KeysError> {
    for name in FILES {
        let key = if [DATA, INDEX].contains(&name) { data_key(1)? } else { signing_key()? };
        lay_ready(folder, name, &Ring { key: vec![key] })?;
    }
    // Also their names must be on disk before the first is in its place.
    sync(folder)?;
    FILES.iter().try_for_each(|name| put_in_place(folder, name))
}

/// Ends a first start that was interrupted: puts in place what lies ready, if that is all that is missing.
fn finish(folder: &Path) -> Result<(), KeysError> {
    let missing: Vec<&str> = FILES.into_iter().filter(|name| !folder.join(name).exists()).collect();
    if missing.iter().all(|name| ready(folder, name).exists()) {
        return missing.iter().try_for_each(|name| put_in_place(folder, name));
    }
    Ok(())
}

fn random() -> Result<Secret, KeysError> {
    let mut secret = Zeroizing::new([0; 32]);
    getrandom::fill(secret.as_mut()).map_err(|_| KeysError::NoRandom)?;
    Ok(secret)
}

fn data_key(id: u32) -> Result<Key, KeysError> {
    Ok(Key { id: id.to_string(), secret: hex::encode(random()?.as_ref()) })
}

/// The id is taken from the public key, so that two installations never share one.
fn signing_key() -> Result<Key, KeysError> {
    let secret = random()?;
    let public = hex::encode(SigningKey::from_bytes(&secret).verifying_key().as_bytes());
    let id = format!("ed-{}", public.chars().take(8).collect::<String>());
    Ok(Key { id, secret: hex::encode(secret.as_ref()) })
}

fn signing(folder: &Path, name: &str) -> Result<Vec<NamedSigningKey>, KeysError> {
    let ring = read(folder, name)?;
    Ok(ring
        .into_iter()
        .map(|(id, secret)| NamedSigningKey { id, key: SigningKey::from_bytes(&secret) })
        .collect())
}

fn read(folder: &Path, name: &str) -> Result<Vec<(String, Secret)>, KeysError> {
    let path = folder.join(name);
    let ring = parse(folder, name)?;
    if ring.key.is_empty() {
        return Err(malformed(&path, "key", "at least one [[key]]"));
    }
    ring.key
        .iter()
        .map(|key| {
            let mut secret = Zeroizing::new([0; 32]);
            hex::decode_to_slice(&key.secret, secret.as_mut())
                .map_err(|_| malformed(&path, "secret", "64 hexadecimal digits"))?;
            Ok((key.id.clone(), secret))
        })
        .collect()
}

fn parse(folder: &Path, name: &str) -> Result<Ring, KeysError> {
    let path = folder.join(name);
    if !path.exists() {
        return Err(KeysError::Missing { path });
    }
    require_mode(&path, FILE_MODE)?;
    let text = Zeroizing::new(fs::read_to_string(&path).map_err(|e| failed(&path, e))?);
    // The parser's own message would quote the line, and with it the secret.
    toml::from_str(&text).map_err(|_| malformed(&path, "file", "[[key]] tables with id and secret as text"))
}

fn write(folder: &Path, name: &str, ring: &Ring) -> Result<(), KeysError> {
    lay_ready(folder, name, ring)?;
    put_in_place(folder, name)
}

/// Where a file lies before it is put in its place.
fn ready(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.new"))
}

fn lay_ready(folder: &Path, name: &str, ring: &Ring) -> Result<(), KeysError> {
    let path = ready(folder, name);
    let text = toml::to_string(ring).map(Zeroizing::new);
    let text = text.map_err(|_| malformed(&path, "file", "keys that can be written"))?;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(FILE_MODE);
    let written = options.open(&path).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|e| failed(&path, e))
}

fn put_in_place(folder: &Path, name: &str) -> Result<(), KeysError> {
    fs::rename(ready(folder, name), folder.join(name)).map_err(|e| failed(&folder.join(name), e))?;
    sync(folder)
}

fn sync(folder: &Path) -> Result<(), KeysError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|e| failed(folder, e))
}

fn require_mode(path: &Path, expected: u32) -> Result<(), KeysError> {
    let found = fs::metadata(path).map_err(|e| failed(path, e))?.permissions().mode() & 0o777;
    if found & 0o077 != 0 {
        return Err(KeysError::Open { path: path.to_owned(), found, expected });
    }
    Ok(())
}

fn failed(path: &Path, source: io::Error) -> KeysError {
    KeysError::Io { path: path.to_owned(), source }
}

fn malformed(path: &Path, field: &'static str, expected: &'static str) -> KeysError {
    KeysError::Malformed { path: PathBuf::from(path), field, expected }
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
