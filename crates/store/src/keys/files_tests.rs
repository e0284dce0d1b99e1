//! Keys are made once, read again, refused when open to others, and never made anew over old ones.

use super::*;

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn keys_are_made_once_and_closed_to_others() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("keys");
    let first = Keys::open_or_create(&folder).unwrap();
    let again = Keys::open_or_create(&folder).unwrap();
    assert_eq!(first.index, again.index);
    assert_eq!(first.certificate_key().id, again.certificate_key().id);
    assert_ne!(first.certificate_key().id, first.journal_key().id);
    assert_ne!(*first.index, *first.data[0].secret);
    let bits = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(bits(&folder), 0o700);
    for file in [DATA, INDEX, CERTIFICATE, JOURNAL] {
        assert_eq!(bits(&folder.join(file)), 0o600, "{file}");
    }
}

#[test]
fn what_others_can_read_is_refused_in_one_line() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("keys");
    Keys::open_or_create(&folder).unwrap();
    mode(&folder.join(INDEX), 0o640);
    let error = Keys::open_or_create(&folder).unwrap_err().to_string();
    assert!(error.contains("index.toml has mode 0640; expected 0600"), "{error}");
    assert_eq!(error.lines().count(), 1);
    mode(&folder.join(INDEX), 0o600);
    mode(&folder, 0o755);
    let error = Keys::open_or_create(&folder).unwrap_err();
    assert!(matches!(error, KeysError::Open { found: 0o755, expected: 0o700, .. }));
}

#[test]
fn a_lost_file_is_not_made_anew() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("keys");
    Keys::open_or_create(&folder).unwrap();
    fs::remove_file(folder.join(DATA)).unwrap();
    let error = Keys::open_or_create(&folder).unwrap_err();
    assert!(matches!(&error, KeysError::Missing { path } if path.ends_with(DATA)), "{error:?}");
    assert!(error.to_string().contains("back-up"), "{error}");
}

/// A power cut between any two steps of the first start: what is there goes on, and with the same keys
/// once any of them was in its place.
#[test]
fn an_interrupted_first_start_is_ended_by_the_next() {
    for in_place in 0..=FILES.len() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("keys");
        let first = Keys::open_or_create(&folder).unwrap();
        for name in &FILES[in_place..] {
            fs::rename(folder.join(name), ready(&folder, name)).unwrap();
        }
        let again = Keys::open_or_create(&folder).unwrap();
        let same = again.index == first.index && again.certificate_key().id == first.certificate_key().id;
        assert_eq!(same, in_place > 0, "{in_place} files were in place");
        assert!(FILES.iter().all(|name| folder.join(name).exists()));
    }
}

/// Cut off while the files were being laid ready: none is in place, so nothing was encrypted yet.
#[test]
fn a_first_start_cut_off_while_writing_begins_anew() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("keys");
    Keys::open_or_create(&folder).unwrap();
    for name in FILES {
        fs::remove_file(folder.join(name)).unwrap();
    }
    fs::write(ready(&folder, INDEX), "[[key]]\nid = \"1").unwrap();
    mode(&ready(&folder, INDEX), 0o600);
    Keys::open_or_create(&folder).unwrap();
    assert!(!ready(&folder, INDEX).exists());
}

#[test]
fn a_wrong_file_is_named_without_its_secret() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("keys");
    Keys::open_or_create(&folder).unwrap();
    for (text, field) in [
        ("[[key]]\nid = \"1\"\nsecret = \"topsecret\"\n", "secret"),
        (
            "[[key]]\nid = \"one\"\nsecret = \"0000000000000000000000000000000000000000000000000000000000000000\"\n",
            "id",
        ),
        ("topsecret", "file"),
        ("key = []", "key"),
    ] {
        fs::write(folder.join(DATA), text).unwrap();
        let error = Keys::open_or_create(&folder).unwrap_err();
        assert!(matches!(&error, KeysError::Malformed { field: f, .. } if *f == field), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("topsecret"));
    }
}

#[test]
fn rotation_adds_and_keeps() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("keys");
    let before = Keys::open_or_create(&folder).unwrap();
    Keys::rotate(&folder, Keyring::Data).unwrap();
    Keys::rotate(&folder, Keyring::Certificate).unwrap();
    let after = Keys::open_or_create(&folder).unwrap();
    assert_eq!(after.data.iter().map(|key| key.id).collect::<Vec<_>>(), [1, 2]);
    assert_ne!(after.certificate_key().id, before.certificate_key().id);
    assert_eq!(
        after.certificate_verifying_key(&before.certificate_key().id),
        Some(before.certificate_key().key.verifying_key())
    );
    assert_eq!(after.journal_key().id, before.journal_key().id);
    assert!(!format!("{after:?}").contains(&hex::encode(after.index.as_ref())));
}
