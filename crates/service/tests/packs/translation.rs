//! The English translation has, for each piece of the Chinese text, exactly one.

use service::{Anchor, Outline, Translation};

use crate::common::library;

/// The pieces of each paragraph of the Chinese text as published, cut at 。 and ；; items count with the paragraph
/// before them. Counted from the text, not from the translation.
const CHINESE: [(u16, &[u16]); 21] = [
    (0, &[1]),
    (1, &[1]),
    (2, &[5]),
    (3, &[4, 2, 1]),
    (4, &[2]),
    (5, &[1]),
    (6, &[1]),
    (7, &[3]),
    (8, &[2]),
    (9, &[3]),
    (10, &[1]),
    (11, &[3]),
    (12, &[4]),
    (13, &[1]),
    (14, &[1]),
    (15, &[2]),
    (16, &[1]),
    (17, &[2]),
    (18, &[2]),
    (19, &[4]),
    (20, &[2]),
];

#[test]
fn each_chinese_piece_has_one_english_piece() {
    let outline = library().translation.outline();
    assert_eq!(outline.articles().collect::<Vec<_>>(), CHINESE);
}

#[test]
fn the_words_at_an_anchor_are_its_own() {
    let translation = library().translation;
    let words = |anchor: &str| translation.words(Anchor::parse(anchor).unwrap()).unwrap();
    assert_eq!(words("2.1.3"), "(2) part-time workers;");
    assert_eq!(words("0"), "These Measures shall be carried out from 1 October 2020.");
    assert!(words("11.1.2").contains("no proof of employment need be provided"));
    assert!(words("7.1.3").contains("at the time of back payment"));
    assert!(words("3.2").contains("insurance. The contribution standard"), "{}", words("3.2"));
    for nowhere in ["21", "2.2", "2.1.6"] {
        assert_eq!(translation.words(Anchor::parse(nowhere).unwrap()), None);
    }
}

#[test]
fn a_translation_counts_paragraphs_items_and_pieces() {
    let text = "# Title\n\n## Article 2\n\nFollowing:\n\n(1) a;\n\n(2) b. ¦ c.\n\nNext.\n\n## Entry into force\n\nNow.\n";
    let read = Translation::parse(text).unwrap();
    assert_eq!(read.outline(), Outline::new([(0, vec![1]), (2, vec![4, 1])]));
    let items: Vec<_> =
        read.article(2).unwrap().paragraphs.concat().iter().map(|piece| piece.is_item).collect();
    assert_eq!(items, [false, true, true, true, false]);
    for (broken, said) in [
        ("# T\n\nwords\n", "before any article"),
        ("# T\n\n## Chapter 1\n", "expected `## Article N`"),
        ("# T\n\n## Article 0\n", "expected `## Article N`"),
        ("# T\n\n## Article 1\n\na ¦  ¦ b\n", "both sides"),
        ("# T\n\n## Article 1\n\na ¦ b¦c\n", "both sides"),
        ("# T\n\n## Article 1\n\n## Article 1\n", "twice"),
        ("## Article 1\n", "title"),
    ] {
        let fault = Translation::parse(broken).unwrap_err();
        assert!(fault.contains(said), "{broken:?}: {fault}");
    }
}
