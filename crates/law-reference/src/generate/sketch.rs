//! A policy folder as its parts, before it is written: so that a case that differs can be made smaller part by part.

use std::fmt::Write as _;

/// A condition line with what stands below it.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its words; with lines below, they end with how these join.
    pub text: String,
    /// The next level.
    pub below: Vec<Line>,
}

/// A field: its lines after the name, one if it stands on one line.
#[derive(Debug, Clone)]
pub struct FieldSketch {
    /// `name (id)`
    pub name: String,
    /// Its value or its cases.
    pub cases: Vec<String>,
}

/// A conclusion, a definition or an authorised matter.
#[derive(Debug, Clone)]
pub struct RuleSketch {
    /// Under which of the articles, from 0.
    pub article: usize,
    /// The opening line.
    pub opening: String,
    /// Lines on other provisions.
    pub links: Vec<String>,
    /// Numbered conditions.
    pub lines: Vec<Line>,
    /// Fields.
    pub fields: Vec<FieldSketch>,
}

/// A fence with a table: a parameter, or what an overlay determines.
#[derive(Debug, Clone)]
pub struct TableSketch {
    /// `name (id)：clauses。`
    pub head: String,
    /// The cells of each row, with `|` between.
    pub rows: Vec<String>,
    /// The bounds of a table's rows.
    pub bounds: &'static str,
}

/// A file that is laid on.
#[derive(Debug, Clone, Default)]
pub struct OverlaySketch {
    /// 标识
    pub id: &'static str,
    /// 制定机关
    pub issuer: &'static str,
    /// 适用地区
    pub scope: &'static str,
    /// 施行
    pub force: String,
    /// Further lines of its front matter.
    pub more: String,
    /// What it determines.
    pub tables: Vec<TableSketch>,
    /// What it rules.
    pub rules: Vec<RuleSketch>,
    /// What it amends.
    pub amendments: Vec<String>,
}

/// A policy folder.
#[derive(Debug, Clone, Default)]
pub struct Sketch {
    /// 施行
    pub force: String,
    /// Facts, one a line.
    pub facts: Vec<String>,
    /// Parameters.
    pub parameters: Vec<TableSketch>,
    /// Rules.
    pub rules: Vec<RuleSketch>,
    /// What is laid on it.
    pub overlays: Vec<OverlaySketch>,
}

/// The words of the articles never change, so neither does their hash.
pub const ARTICLES: usize = 5;
const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

impl Sketch {
    /// The files of the folder.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut files = vec![
            ("facts.md".to_owned(), self.facts_file()),
            ("phrases.toml".to_owned(), super::vocabulary::phrases()),
            ("policy.md".to_owned(), self.policy_file()),
            ("regions.toml".to_owned(), REGIONS.to_owned()),
            ("calendars/2020.toml".to_owned(), CALENDAR.to_owned()),
        ];
        for (at, overlay) in self.overlays.iter().enumerate() {
            files.push((format!("with/{at:02}-{}.md", overlay.id), overlay.file()));
        }
        files
    }

    fn facts_file(&self) -> String {
        let mut text = String::from(
            "---\n种类: 信息项\n标识: facts\n名称: 信息项\n---\n\n# 信息项\n\n## 信息项\n\n```信息项\n",
        );
        self.facts.iter().for_each(|fact| line(&mut text, fact));
        text + "```\n"
    }

    fn policy_file(&self) -> String {
        let mut text = front(&["文件", "trial", "市局", "000000", &self.force, ""]) + "# 试验\n";
        for (article, numeral) in NUMERALS.iter().enumerate().take(ARTICLES) {
            let _ = write!(text, "\n## 第{numeral}条\n\n本条是试验。\n");
            if article == 0 {
                self.parameters.iter().for_each(|table| fence(&mut text, "参数", table));
            }
            for rule in self.rules.iter().filter(|rule| rule.article == article) {
                text += "\n```规则\n";
                rule.write(&mut text);
                text += "```\n";
            }
        }
        text
    }

    /// Every sketch with one part less, the larger parts first.
    pub fn smaller(&self) -> Vec<Self> {
        let mut all = Vec::new();
        let mut with = |change: &dyn Fn(&mut Self)| {
            let mut less = self.clone();
            change(&mut less);
            all.push(less);
        };
        (0..self.rules.len()).for_each(|at| with(&|s| drop(s.rules.remove(at))));
        (0..self.parameters.len()).for_each(|at| with(&|s| drop(s.parameters.remove(at))));
        for (overlay, of) in self.overlays.iter().enumerate() {
            with(&|s| drop(s.overlays.remove(overlay)));
            (0..of.tables.len()).for_each(|at| with(&|s| drop(s.overlays[overlay].tables.remove(at))));
            (0..of.rules.len()).for_each(|at| with(&|s| drop(s.overlays[overlay].rules.remove(at))));
            (0..of.amendments.len())
                .for_each(|at| with(&|s| drop(s.overlays[overlay].amendments.remove(at))));
            for (table, of) in of.tables.iter().enumerate() {
                (0..of.rows.len())
                    .for_each(|at| with(&|s| drop(s.overlays[overlay].tables[table].rows.remove(at))));
            }
        }
        (0..self.facts.len()).for_each(|at| with(&|s| drop(s.facts.remove(at))));
        for (rule, sketch) in self.rules.iter().enumerate() {
            (0..sketch.links.len()).for_each(|at| with(&|s| drop(s.rules[rule].links.remove(at))));
            (0..sketch.fields.len()).for_each(|at| with(&|s| drop(s.rules[rule].fields.remove(at))));
            for (field, of) in sketch.fields.iter().enumerate() {
                (0..of.cases.len())
                    .for_each(|at| with(&|s| drop(s.rules[rule].fields[field].cases.remove(at))));
            }
            for count in 0..lines_in(&sketch.lines) {
                with(&|s| drop(take_line(&mut s.rules[rule].lines, &mut count.clone())));
            }
        }
        for (table, of) in self.parameters.iter().enumerate() {
            (0..of.rows.len()).for_each(|at| with(&|s| drop(s.parameters[table].rows.remove(at))));
        }
        all
    }
}

fn lines_in(lines: &[Line]) -> usize {
    lines.iter().map(|line| 1 + lines_in(&line.below)).sum()
}

/// Takes out the line that stands so many lines down.
fn take_line(lines: &mut Vec<Line>, down: &mut usize) -> Option<Line> {
    for at in 0..lines.len() {
        if *down == 0 {
            return Some(lines.remove(at));
        }
        *down -= 1;
        if let Some(taken) = take_line(&mut lines[at].below, down) {
            return Some(taken);
        }
    }
    None
}

impl RuleSketch {
    fn write(&self, text: &mut String) {
        line(text, &self.opening);
        self.links.iter().for_each(|link| line(text, &format!("  {link}")));
        write_lines(text, &self.lines, 0);
        for field in &self.fields {
            match field.cases.as_slice() {
                [only] if !only.contains("的，") || only.starts_with("包括") => {
                    line(text, &format!("{}：{only}。", field.name));
                }
                cases => {
                    line(text, &format!("{}：", field.name));
                    for (at, case) in cases.iter().enumerate() {
                        let end = if at + 1 == cases.len() { '。' } else { '；' };
                        line(text, &format!("  {case}{end}"));
                    }
                }
            }
        }
    }
}

fn write_lines(text: &mut String, lines: &[Line], depth: usize) {
    for (at, of) in lines.iter().enumerate() {
        let number = match depth {
            0 => format!("（{}）", NUMERALS.get(at).unwrap_or(&"九十九")),
            1 => format!("{}. ", at + 1),
            _ => format!("({}) ", at + 1),
        };
        let end = match (of.below.is_empty(), at + 1 == lines.len()) {
            (false, _) => "：",
            (true, true) => "。",
            (true, false) => "；",
        };
        line(text, &format!("{}{number}{}{end}", "  ".repeat(depth + 1), of.text));
        write_lines(text, &of.below, depth + 1);
    }
}

impl OverlaySketch {
    fn file(&self) -> String {
        let mut text = front(&["叠加", self.id, self.issuer, self.scope, &self.force, &self.more])
            + "# 叠加\n\n## 第一条\n\n本条是试验。\n";
        self.tables.iter().for_each(|table| fence(&mut text, "确定", table));
        if !self.amendments.is_empty() {
            let _ = write!(text, "\n```修改\n{}\n```\n", self.amendments.join("\n"));
        }
        for rule in &self.rules {
            text += "\n```规则\n";
            rule.write(&mut text);
            text += "```\n";
        }
        text
    }
}

/// Kind, id, issuer, scope, first day, further lines.
fn front([kind, id, issuer, scope, force, more]: &[&str; 6]) -> String {
    format!(
        "---\n种类: {kind}\n标识: {id}\n名称: 试验\n制定机关: {issuer}\n适用地区: {scope}\n施行: {force}\n{more}原文校验: -\n---\n\n"
    )
}

fn fence(text: &mut String, kind: &str, table: &TableSketch) {
    let _ = write!(
        text,
        "\n```{kind}\n{}\n| 自 | 至 | 公布 |{} 数值 | 可信度 | 来源 |\n",
        table.head, table.bounds
    );
    table.rows.iter().for_each(|row| line(text, row));
    *text += "```\n";
}

fn line(text: &mut String, words: &str) {
    text.push_str(words);
    text.push('\n');
}

/// Days off in a row, and two that are made up for.
const CALENDAR: &str = r#"year = 2020
status = "published"
workday = [{ date = "2020-02-29" }, { date = "2020-10-10" }]
day_off = [{ date = "2020-01-01" }, { date = "2020-02-28" }, { date = "2020-03-02" }, { date = "2020-10-01" },
  { date = "2020-10-02" }, { date = "2020-10-05" }, { date = "2020-10-06" }, { date = "2020-12-31" }]
"#;

/// A city of three districts: enough for in, out, and one list or another.
const REGIONS: &str = r#"city = { code = "530000", zh = "试验市", en = "Trial City" }

[[district]]
code = "530101"
zh = "东区"
en = "East"

[[district]]
code = "530102"
zh = "西区"
en = "West"

[[district]]
code = "530103"
zh = "南区"
en = "South"

[[province]]
code = "13"
zh = "外省"
en = "Elsewhere"
"#;
