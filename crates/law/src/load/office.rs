//! Who made an instrument, for where, of what rank, and when it was published.

use crate::authorised::Office;
use crate::date::Date;
use crate::region::Regions;
use law_syntax::{Diagnostic, Document, Spanned};

/// Reads 制定机关, 适用地区, 级别 and 公布 from the front matter; all may be left out.
pub(super) fn read(
    document: &Document,
    id: &str,
    force: Date,
    regions: &Regions,
    out: &mut Vec<Diagnostic>,
) -> Office {
    let given = |key: &str| document.front(key).filter(|value| !value.value.is_empty());
    let issuer = given("制定机关").map(|value| value.value.clone()).unwrap_or_default();
    let (place, rank, day) = (given("适用地区"), given("级别"), given("公布"));
    let mut fault = |value: &Spanned<String>, zh: &str, en: &str| {
        let finding = Diagnostic::error(
            "E0306",
            &document.source,
            value.span,
            format!("文件头“{}”：{zh}", value.value),
            format!("front matter `{}`: {en}", value.value),
        );
        out.push(finding.hint(zh, en));
    };
    let city = |code: &str| code == regions.city.code || code == "000000";
    let region = place.and_then(|value| {
        let code = if city(&value.value) { value.value.parse().ok() } else { regions.parse(&value.value) };
        if code.is_none() {
            fault(
                value,
                "应当是六位行政区划代码；全国写 000000",
                "a code of six digits is expected; 000000 for the nation",
            );
        }
        code
    });
    let level = rank.and_then(|value| {
        let level = Office::named_level(&value.value);
        if level.is_none() {
            fault(value, "应当是国家、市或者区", "国家, 市 or 区 is expected");
        }
        level
    });
    let published = day.and_then(|value| {
        let day = Date::parse(&value.value);
        if day.is_none() {
            fault(value, "应当是 YYYY-MM-DD 的日期", "a date YYYY-MM-DD is expected");
        }
        day
    });
    let level = level.unwrap_or_else(|| Office::level_of(region, regions));
    Office { id: id.to_owned(), issuer, region, level, published, force: Some(force) }
}
