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
    /// What an overlay determines; none, no overlay.
    pub overlay: Vec<TableSketch>,
}

/// The words of the articles never change, so neither does their hash.
pub const ARTICLES: usize = 5;
const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
const WORDS_HASH: &str = "-";
const OVERLAY_HASH: &str = "-";

impl Sketch {
    /// The files of the folder.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut files = vec![
            ("facts.md".to_owned(), self.facts_file()),
            ("phrases.toml".to_owned(), super::vocabulary::phrases()),
            ("policy.md".to_owned(), self.policy_file()),
            ("regions.toml".to_owned(), REGIONS.to_owned()),
        ];
        if !self.overlay.is_empty() {
            files.push(("with/00-overlay.md".to_owned(), self.overlay_file()));
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
        let mut text = front("文件", &self.force, WORDS_HASH) + "# 试验\n";
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

    fn overlay_file(&self) -> String {
        let mut text = front("叠加", "2019-01-01", OVERLAY_HASH) + "# 叠加\n\n## 第一条\n\n本条是试验。\n";
        self.overlay.iter().for_each(|table| fence(&mut text, "确定", table));
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
        (0..self.overlay.len()).for_each(|at| with(&|s| drop(s.overlay.remove(at))));
        (0..self.facts.len()).for_each(|at| with(&|s| drop(s.facts.remove(at))));
        for (rule, sketch) in self.rules.iter().enumerate() {
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

fn front(kind: &str, force: &str, hash: &str) -> String {
    format!(
        "---\n种类: {kind}\n标识: trial\n名称: 试验\n制定机关: 市局\n适用地区: 000000\n施行: {force}\n原文校验: {hash}\n---\n\n"
    )
}

fn fence(text: &mut String, kind: &str, table: &TableSketch) {
    let _ = write!(text, "\n```{kind}\n{}\n| 自 | 至 | 公布 | 数值 | 可信度 | 来源 |\n", table.head);
    table.rows.iter().for_each(|row| line(text, row));
    *text += "```\n";
}

fn line(text: &mut String, words: &str) {
    text.push_str(words);
    text.push('\n');
}

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
