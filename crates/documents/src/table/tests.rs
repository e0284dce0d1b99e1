//! Lists are written and read back by another library, and as text.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::{Cell, Column, Heading, Kind, Language, Table, TableError};

const MADE_AT: &str = "2020-11-23T08:15:30Z";

fn table() -> Table {
    let column = |key: &str, zh: &str, kind| Column::new(key, Heading::new(zh, key), kind);
    let columns = vec![
        column("name", "姓名", Kind::Text),
        column("months", "月数", Kind::Integer),
        column("amount", "金额（元）", Kind::Money),
        column("paid_on", "支付日期", Kind::Date),
        column("share", "占比", Kind::Percent).wide(30),
    ];
    Table::new(Heading::new("补贴/发放", "Subsidies: paid"), columns).unwrap()
}

fn row(name: &str, months: i64, fen: i64, day: Date, basis_points: i64) -> Vec<Cell> {
    vec![
        Cell::Text(name.to_owned()),
        Cell::Integer(months),
        Cell::Money { fen },
        Cell::Date(day),
        Cell::Percent { basis_points },
    ]
}

fn xlsx(language: Language, rows: &[Vec<Cell>]) -> Vec<u8> {
    let table = table();
    let mut list = table.xlsx(language, MADE_AT.parse().unwrap()).unwrap();
    for row in rows {
        list.push(row).unwrap();
    }
    list.finish().unwrap()
}

fn read(bytes: Vec<u8>) -> (String, Vec<Vec<Data>>) {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&name).unwrap();
    assert!(book.worksheet_formula(&name).unwrap().is_empty(), "no formula is in a list");
    (name, range.rows().map(<[Data]>::to_vec).collect())
}

fn csv(rows: &[Vec<Cell>]) -> String {
    let table = table();
    let mut list = table.csv(Language::Zh, Vec::new()).unwrap();
    for row in rows {
        list.push(row).unwrap();
    }
    String::from_utf8(list.finish().unwrap()).unwrap()
}

#[test]
fn a_sheet_has_its_header_numbers_as_numbers_and_days_as_days() {
    let (name, rows) = read(xlsx(Language::Zh, &[row("陈静", 36, -123_456, date(2020, 10, 1), 6_667)]));
    assert_eq!(name, "补贴 发放");
    let header: Vec<_> = rows[0].iter().map(ToString::to_string).collect();
    assert_eq!(header, ["姓名", "月数", "金额（元）", "支付日期", "占比"]);
    assert_eq!(rows[1][0], Data::String("陈静".to_owned()));
    assert_eq!(
        (&rows[1][1], &rows[1][2], &rows[1][4]),
        (&Data::Float(36.0), &Data::Float(-1234.56), &Data::Float(0.6667))
    );
    let Data::DateTime(day) = rows[1][3] else { panic!("{:?}", rows[1][3]) };
    assert!(day.is_datetime());
    assert_eq!(day.to_ymd_hms_milli(), (2020, 10, 1, 0, 0, 0, 0));
    let (name, rows) = read(xlsx(Language::En, &[]));
    assert_eq!(
        (name.as_str(), rows[0][1].to_string().as_str(), rows.len()),
        ("Subsidies  paid", "months", 1)
    );
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_header_stays_and_filters_and_columns_have_their_width() {
    let sheet = part(&xlsx(Language::Zh, &[row("a", 1, 1, date(2020, 1, 1), 1)]), "xl/worksheets/sheet1.xml");
    assert!(sheet.contains(r#"ySplit="1""#) && sheet.contains(r#"state="frozen""#), "{sheet}");
    assert!(sheet.contains(r#"<autoFilter ref="A1:E2"/>"#), "{sheet}");
    assert!(sheet.contains(r#"<col min="5" max="5" width="30.7"#), "{sheet}");
}

#[test]
fn the_same_list_has_the_same_bytes_and_says_when_it_was_made() {
    let rows = [row("a", 1, 1, date(2020, 1, 1), 1)];
    let one = xlsx(Language::Zh, &rows);
    let said = part(&one, "docProps/core.xml");
    assert_eq!(said.matches("2020-11-23T08:15:30Z").count(), 2, "{said}");
    assert_eq!(one, xlsx(Language::Zh, &rows));
}

#[test]
fn csv_is_what_a_spreadsheet_opens_as_it_is_meant() {
    let text = csv(&[row("陈静, \"小陈\"\n二行", 36, -5, date(2020, 10, 1), -1), vec![Cell::Empty; 5]]);
    let expected = "\u{feff}姓名,月数,金额（元）,支付日期,占比\r\n\
        \"陈静, \"\"小陈\"\"\n二行\",36,-0.05,2020-10-01,-0.01%\r\n,,,,\r\n";
    assert_eq!(text, expected);
}

#[test]
fn text_is_never_a_formula() {
    for attack in
        ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＠a", "=HYPERLINK(\"http://x\")"]
    {
        let rows = [row(attack, 1, 1, date(2020, 1, 1), 1)];
        let text = csv(&rows);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let record = reader.records().next().unwrap().unwrap();
        assert_eq!(&record[0], format!("'{attack}"), "made harmless in CSV");
        // As a string in XLSX it needs no apostrophe; `read` looks that there is no formula.
        let (_, rows) = read(xlsx(Language::Zh, &rows));
        let Data::String(kept) = &rows[1][0] else { panic!("{:?}", rows[1][0]) };
        assert_eq!(kept.trim(), attack.trim());
    }
    assert!(csv(&[row("a=b", 1, -7, date(2020, 1, 1), 1)]).contains("\na=b,1,-0.07,"));
}

#[test]
fn what_does_not_fit_is_named_by_its_place_and_not_repeated() {
    let table = table();
    let mut list = table.xlsx(Language::En, MADE_AT.parse().unwrap()).unwrap();
    let mut said = |cells: &[Cell]| list.push(cells).unwrap_err().to_string();
    let good = row("secret", 1, 1, date(2020, 1, 1), 1);
    assert_eq!(said(&good[..4]), "list: row 1: expected 5 cells, found 4");
    let mut wrong = good.clone();
    wrong[2] = Cell::Text("secret".to_owned());
    assert_eq!(said(&wrong), "list: row 1, column `amount`: expected Money, found Text");
    wrong[2] = Cell::Money { fen: 1_000_000_000_000_000 };
    assert_eq!(
        said(&wrong),
        "list: row 1, column `amount`: expected a number of at most 15 digits for a spreadsheet"
    );
    wrong[2] = Cell::Empty;
    wrong[0] = Cell::Text("𠮷".repeat(16_384));
    assert!(said(&wrong).contains("column `name`: expected at most 32767 characters"));
    // What was refused left nothing behind.
    list.push(&good).unwrap();
    let (_, rows) = read(list.finish().unwrap());
    assert_eq!((rows.len(), rows[1][0].to_string().as_str()), (2, "secret"));
}

#[test]
fn a_list_without_columns_or_with_one_twice_is_refused() {
    let column = |key: &str, en: &str| Column::new(key, Heading::new("列", en), Kind::Text);
    let error = |columns| Table::new(Heading::new("表", "list"), columns).unwrap_err();
    assert!(matches!(error(vec![]), TableError::Columns { found: 0 }));
    assert!(matches!(error(vec![column("a", "a"); 257]), TableError::Columns { found: 257 }));
    assert!(matches!(error(vec![column("a", "a"), column("a", "b")]), TableError::SameKey { .. }));
    assert!(matches!(error(vec![column("a", " ")]), TableError::NoHeading { .. }));
}

#[test]
fn days_before_the_spreadsheets_calendar_are_text() {
    let (_, rows) = read(xlsx(Language::Zh, &[row("a", 1, 1, date(1899, 12, 31), 1)]));
    assert_eq!(rows[1][3], Data::String("1899-12-31".to_owned()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn money_comes_back_to_the_fen(amounts in prop::collection::vec(-999_999_999_999_999_i64..=999_999_999_999_999, 1..50)) {
        let rows: Vec<_> = amounts.iter().map(|fen| row("a", 1, *fen, date(2020, 1, 1), 1)).collect();
        let (_, read) = read(xlsx(Language::Zh, &rows));
        let text = csv(&rows);
        let mut lines = csv::Reader::from_reader(text.as_bytes()).into_records();
        for (fen, row) in amounts.iter().zip(&read[1..]) {
            let Data::Float(yuan) = row[2] else { panic!("{:?}", row[2]) };
            prop_assert_eq!(format!("{yuan:.2}").replace('.', "").parse::<i64>().unwrap(), *fen);
            let line = lines.next().unwrap().unwrap();
            prop_assert_eq!(line[2].replace('.', "").parse::<i64>().unwrap(), *fen);
        }
    }
}

#[test]
fn made_at_is_handed_in() {
    let other: Timestamp = "2021-01-01T00:00:00Z".parse().unwrap();
    let bytes = table().xlsx(Language::Zh, other).unwrap().finish().unwrap();
    assert!(part(&bytes, "docProps/core.xml").contains("2021-01-01T00:00:00Z"));
}
