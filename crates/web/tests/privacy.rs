//! What a person is, typed or answered never stands in debug output, from where it would reach a log.

use web::forms::{Answer, IdNumber, RawForm, who_form};
use web::i18n::Text;
use web::views::{Answered, ChangedRow, FromId, Row, Section};
use web::{Account, Role};

#[test]
fn debug_output_holds_nothing_personal() {
    let secret = || Text::new("王磊秘密", "Wang Lei secret");
    let label = || Text::new("标签", "label");
    let mut form = who_form();
    let raw =
        RawForm::from([("name", "王磊秘密"), ("id_number", "11010519491231002X"), ("phone", "13800138000")]);
    let values = form.read(&raw);
    let row = Row::new(label(), secret());
    let section = Section { title: label(), rows: vec![row.clone()], change_href: None };
    let answered = Answered { question: label(), answer: secret(), change_href: "/".into() };
    let changed = ChangedRow { label: label(), before: secret(), after: secret() };
    let id = IdNumber::parse("11010519491231002X").ok();
    let from_id = FromId {
        birth_date: jiff::civil::date(1949, 12, 31),
        is_female: true,
        region: secret(),
        change_href: "/".into(),
    };
    let account = Account { name: "王磊秘密".into(), role: Role::Person };
    let answer = Answer::Choice("secret".into());
    let printed = format!(
        "{form:?} {raw:?} {values:?} {row:?} {section:?} {answered:?} {changed:?} {id:?} {from_id:?} {account:?} {answer:?}"
    );
    assert!(values.is_some() && printed.contains("标签"), "{printed}");
    for word in ["王磊", "秘密", "secret", "11010519", "138001", "1949"] {
        assert!(!printed.contains(word), "{word} in {printed}");
    }
}
