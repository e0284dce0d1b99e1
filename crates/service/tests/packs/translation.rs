//! The English translation has, for each piece of the Chinese text, exactly one.

use service::Outline;

const TRANSLATION: &str =
    include_str!("../../../../policies/translations/beijing-flexible-employment-2020.en.md");

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
    let english = Outline::of_translation(TRANSLATION);
    assert_eq!(english.articles().collect::<Vec<_>>(), CHINESE);
    for line in TRANSLATION.lines().filter(|line| line.contains('¦')) {
        assert!(
            line.starts_with("pieces:") || line.split(" ¦ ").all(|piece| !piece.trim().is_empty()),
            "{line}"
        );
    }
}

#[test]
fn an_outline_counts_paragraphs_items_and_pieces() {
    let text = "# Title\n\n## Article 2\n\nFollowing:\n\n(1) a;\n\n(2) b. ¦ c.\n\nNext.\n\n## Entry into force\n\nNow.\n";
    let outline = Outline::of_translation(text);
    assert_eq!(outline, Outline::new([(0, vec![1]), (2, vec![4, 1])]));
}
