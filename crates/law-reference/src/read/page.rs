//! A file: front matter, headings, fences (`docs/language/file.md`). The law's own words are passed over.

use super::text::numeral;
use super::{Reading, refuse};
use crate::day::{self, Day};

/// One fence with the article that it stands under.
#[derive(Debug, Clone)]
pub struct Fence {
    /// 规则, 参数…
    pub kind: String,
    /// The article; 0 is 施行日期.
    pub article: Option<i64>,
    /// Its lines that are not blank.
    pub lines: Vec<String>,
}

/// One file.
#[derive(Debug, Clone)]
pub struct Page {
    /// 文件, 叠加 or 信息项.
    pub kind: String,
    /// 标识
    pub id: String,
    /// 施行
    pub force: Day,
    /// 公布
    pub published: Option<Day>,
    /// 制定机关
    pub issuer: String,
    /// 适用地区
    pub scope: Option<i64>,
    /// 级别
    pub rank: Option<i64>,
    /// In the order of the file.
    pub fences: Vec<Fence>,
}

const KINDS: [&str; 11] =
    ["规则", "参数", "示例", "口径", "存疑", "落实", "信息项", "确定", "来源", "词语", "修改"];

/// Reads a file.
pub fn read(text: &str) -> Reading<Page> {
    let mut lines = text.lines();
    let mut front: Vec<(&str, &str)> = Vec::new();
    if text.starts_with("---") {
        lines.next();
        loop {
            match lines.next() {
                None => return refuse("E0102", "---"),
                Some("---") => break,
                Some(line) => match line.split_once(':') {
                    Some((key, value)) => front.push((key.trim(), value.trim())),
                    None => return refuse("E0101", line),
                },
            }
        }
    }
    let value = |key: &str| front.iter().find(|(k, v)| *k == key && !v.is_empty()).map(|(_, v)| *v);
    let kind = value("种类").unwrap_or_default();
    if !["文件", "叠加", "试算", "信息项"].contains(&kind) {
        return refuse("E0301", kind);
    }
    let mut force = day::FIRST;
    if kind != "信息项" {
        if let Some(lacking) = ["标识", "名称", "施行", "原文校验"].iter().find(|key| value(key).is_none())
        {
            return refuse("E0303", *lacking);
        }
        let given = value("施行").unwrap_or_default();
        let Some(day) = day::parse(given) else { return refuse("E0304", given) };
        force = day;
    }
    let Ok(published) = value("公布").map(|text| day::parse(text).ok_or(text)).transpose() else {
        return refuse("E0306", "公布");
    };
    let scope = value("适用地区").map(|text| text.parse().map_err(|_| text));
    let Ok(scope) = scope.transpose() else { return refuse("E0306", "适用地区") };
    let rank = match value("级别") {
        None => None,
        Some("区") => Some(1),
        Some("市") => Some(2),
        Some("国家") => Some(3),
        Some(other) => return refuse("E0306", other),
    };
    let (id, issuer) = (value("标识").unwrap_or_default(), value("制定机关").unwrap_or_default());
    let (kind, id, issuer) = (kind.to_owned(), id.to_owned(), issuer.to_owned());
    Ok(Page { kind, id, force, published, issuer, scope, rank, fences: fences(lines)? })
}

fn fences<'a>(mut lines: impl Iterator<Item = &'a str>) -> Reading<Vec<Fence>> {
    let mut fences = Vec::new();
    let (mut article, mut under_heading) = (None, false);
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix("## ") {
            article = heading_article(heading.trim());
            under_heading = true;
        }
        let Some(kind) = line.strip_prefix("```") else { continue };
        let kind = kind.trim().to_owned();
        if !KINDS.contains(&kind.as_str()) {
            return refuse("E0105", kind);
        }
        if !under_heading {
            return refuse("E0104", kind);
        }
        let mut inside = Vec::new();
        loop {
            match lines.next() {
                None => return refuse("E0103", kind),
                Some(line) if line.trim() == "```" => break,
                Some(line) if line.trim().is_empty() => {}
                Some(line) => inside.push(line.trim().to_owned()),
            }
        }
        fences.push(Fence { kind, article, lines: inside });
    }
    Ok(fences)
}

fn heading_article(heading: &str) -> Option<i64> {
    if heading == "施行日期" {
        return Some(0);
    }
    numeral(heading.strip_prefix('第')?.strip_suffix('条')?)
}
