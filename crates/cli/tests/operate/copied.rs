//! A copy of the database in the wrong hands: without the keys it names nobody.

use crate::place::Place;

/// What of a person must not stand readable in any file but the keys.
const SEALED: &[&str] = &[
    "王磊",
    "110199199403020115",
    "13900000001",
    "赵国强",
    "110199196105200130",
    "13900000003",
    "李敏",
    "19940302",
    "住在海淀",
    "\"employment_form\":\"platform\"",
    "\"flexible_worker\":{\"status\"",
];
/// What `docs/threat-model.md` says lies open.
const OPEN: &[&str] =
    &["110105", "platform", "外卖骑手", "速达", "2020-09-01", "false_statement", "hukou_kind"];

#[tokio::test]
async fn without_the_keys_the_database_names_nobody() {
    let place = Place::new();
    place.fill().await;
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(place.data()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            bytes.extend(std::fs::read(path).unwrap());
        }
    }
    let has = |word: &str| bytes.windows(word.len()).any(|window| window == word.as_bytes());
    for word in OPEN {
        assert!(has(word), "{word} lies open, as the page says: or is this no database?");
    }
    for word in SEALED {
        assert!(!has(word), "{word} can be read in the database");
    }
}
