//! The worked example of `docs/papers.md` is what this program makes, and verifies as the page says.

use documents::{
    Bilingual, MaskedId, NumberHash, PublicKeySet, Standing, StandingEntry, StatusList,
    paper::{
        CodeVerdict, Holder, Line, Paper, PaperBody, PaperHead, PaperStanding, PaperVerdict, Scalar, Section,
        SignedPaper, Value, verify_code,
    },
};

use crate::samples::{date, key};

const PAGE: &str = include_str!("../../../../docs/papers.md");
const KEYS: &str = include_str!("../../../../docs/certificate.md");

fn block(page: &'static str, kind: &str) -> &'static str {
    let start = format!("```{kind}\n");
    let (_, rest) = page.split_once(&start).unwrap_or_else(|| panic!("no block `{kind}`"));
    rest.split("```").next().unwrap()
}

fn example() -> Paper {
    Paper {
        head: PaperHead {
            kind: "example".into(),
            wording: [0x11; 16],
            title: Bilingual::new("受理回执", "Receipt"),
            number: "LH-110117-2020-000001-2".into(),
            issued_on: date("2020-11-15"),
            office: Bilingual::new("平谷区公共就业服务机构", "Pinggu District Public Employment Service"),
            holder: Holder {
                name: "王小明".into(),
                id_masked: Some(MaskedId::of("11010119900307123X").unwrap()),
            },
        },
        body: PaperBody {
            sections: vec![Section {
                title: None,
                lines: vec![Line {
                    id: "received_on".into(),
                    label: Bilingual::new("收到日期", "Received on"),
                    value: Value::One(Scalar::Date(date("2020-11-15"))),
                }],
            }],
            reasons: Vec::new(),
            provisions: Vec::new(),
            decision: None,
            objections: Vec::new(),
        },
    }
}

/// Bytes as they stand in the documentation: sixteen a line.
fn hex(bytes: &[u8]) -> String {
    let row = |row: &[u8]| row.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
    bytes.chunks(16).map(|bytes| row(bytes) + "\n").collect()
}

#[test]
fn the_page_shows_what_the_program_makes() {
    let (key, id) = key(7);
    let signed = SignedPaper::sign(example(), &key, &id).unwrap();
    assert_eq!(block(PAGE, "hex paper"), hex(&signed.to_bytes()));
    let code: String = block(PAGE, "text code").split_whitespace().collect();
    assert_eq!(code, signed.to_code());
}

#[test]
fn the_page_verifies_as_it_says() {
    let keys = PublicKeySet::from_jwks(block(KEYS, "json")).unwrap();
    let code: String = block(PAGE, "text code").split_whitespace().collect();
    let on = date("2020-11-20");
    let list = StatusList {
        sequence: 42,
        issued_at: "2020-12-01T00:00:00Z".parse().unwrap(),
        next_update: "2020-12-02T00:00:00Z".parse().unwrap(),
        entries: [(
            NumberHash::of_paper(&example().head.number),
            StandingEntry { standing: Standing::Revoked, on },
        )]
        .into(),
    };
    let stands = |list| match verify_code(&code, &keys, list, "2020-12-01T12:00:00Z".parse().unwrap()) {
        CodeVerdict::Paper(PaperVerdict::Issued { standing, paper }) => {
            assert_eq!((paper.head, paper.body), (example().head, Some(example().body)));
            standing
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(stands(None), PaperStanding::NotLookedUp);
    assert_eq!(stands(Some(&list)), PaperStanding::Revoked { on });
}
