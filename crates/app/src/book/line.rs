//! One line of a rule, cut into what it says: labels, keywords, identifiers, numbers, declared words with
//! where they lead, and the author's note.

use law::Anchor;
use law::lexicon::Term;
use law_syntax::rule::split_note;
use law_syntax::{Spanned, numeral};
use service::glossary::TermKind;

use super::term::of_key;
use super::{Place, Reading, Sources};

/// A line.
#[derive(Debug, Clone)]
pub struct RuleLine {
    /// How deep it stands.
    pub depth: usize,
    /// Its pieces in order; joined they are the line.
    pub marks: Vec<Mark>,
    /// The same in English, empty where its phrases have none.
    pub english: String,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// Its words.
    pub words: String,
    /// What it names.
    pub place: Option<Place>,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// Words that only join.
    Plain,
    /// 认定, 同时符合下列条件, 其他情形 …
    Keyword,
    /// （一）, 1., (1)
    Label,
    /// An identifier in brackets.
    Key,
    /// A number, a date, an age.
    Number,
    /// A declared word.
    Word,
    /// The author's note.
    Note,
}

/// Words of the language itself.
const KEYWORDS: [&str; 30] = [
    "认定",
    "定义",
    "授权事项",
    "例外",
    "至多一项",
    "过渡",
    "视为",
    "推定",
    "相反证据",
    "另有规定",
    "按照：",
    "参照：",
    "加上",
    "除以",
    "上浮",
    "下浮",
    "折合",
    "中的较高者",
    "中的较低者",
    "同时符合下列条件",
    "符合下列条件之一",
    "有下列情形之一",
    "其他情形",
    "依据",
    "并且",
    "或者",
    "包括",
    "分以下四舍五入",
    "乘以",
    "减去",
];

/// Opens the line that names a rule's provision.
const BASIS: &str = "依据：";

/// What a line is cut with.
pub(super) struct Marker<'a> {
    pub(super) sources: &'a Sources<'a>,
    pub(super) at: usize,
    pub(super) article: u16,
    pub(super) readings: &'a [Reading],
    /// The rule's own key: its name does not lead to itself.
    pub(super) own: &'a str,
}

impl Marker<'_> {
    pub(super) fn line(&self, line: &Spanned<&str>, english: String) -> RuleLine {
        let words = line.value.trim_start_matches(' ');
        let depth = (line.value.len() - words.len()) / 2;
        let source = &self.sources.policy.instruments[self.at].document.source;
        let body = Spanned::new(words.trim_end(), line.span);
        let (said, _) = split_note(source, &body, &mut Vec::new());
        let (said, note) = body.value.split_at(said.value.len().min(body.value.len()));
        let mut marks = Vec::new();
        match said.strip_prefix(BASIS) {
            Some(basis) => {
                let name = format!("依据{}", basis.trim_end_matches('。'));
                put(&mut marks, MarkKind::Keyword, BASIS, None);
                put(&mut marks, MarkKind::Note, basis, self.noted(&name));
            }
            None => self.words(said, &mut marks),
        }
        self.note(note, &mut marks);
        RuleLine { depth, marks, english }
    }

    fn words(&self, text: &str, marks: &mut Vec<Mark>) {
        let mut rest = text;
        if let Some((label, after)) = label(rest) {
            put(marks, MarkKind::Label, label, None);
            rest = after;
        }
        while let Some(first) = rest.chars().next() {
            let (kind, length, place) = self.next(rest).unwrap_or((MarkKind::Plain, first.len_utf8(), None));
            let (words, after) = rest.split_at(length);
            put(marks, kind, words, place);
            rest = after;
        }
    }

    /// What stands at the head of the text, and how many bytes it takes.
    fn next(&self, text: &str) -> Option<(MarkKind, usize, Option<Place>)> {
        if let Some(word) = KEYWORDS.iter().find(|word| text.starts_with(**word)) {
            return Some((MarkKind::Keyword, word.len(), None));
        }
        if let Some(inner) = text.strip_prefix('(')
            && let Some(close) = inner.find(')')
            && inner[..close].bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        {
            return Some((MarkKind::Key, close + 2, None));
        }
        if let Some((length, place)) = self.item_of_rule(text) {
            return Some((MarkKind::Word, length, Some(place)));
        }
        // The phrases of the lexicon are without white space; the line's may have some within.
        let chars: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
        if chars.first().is_some_and(|(at, _)| *at == 0)
            && let Some((count, term)) = self.sources.policy.lexicon.longest(&chars, Some)
            && let Some((last, c)) = count.checked_sub(1).and_then(|at| chars.get(at))
        {
            return Some((MarkKind::Word, last + c.len_utf8(), self.leads_to(term)));
        }
        number(text).map(|length| (MarkKind::Number, length, None))
    }

    /// `第三条认定第（一）项`
    fn item_of_rule(&self, text: &str) -> Option<(usize, Place)> {
        let (article, rest) = text.strip_prefix('第')?.split_once("条认定第（")?;
        let (item, _) = rest.split_once("）项")?;
        let number = numeral::parse(article)?;
        numeral::parse(item)?;
        let is_meant = |entry: &&super::Entry| {
            entry.is_conclusion
                && matches!(&entry.place, Place::Article { article, .. } if *article == number)
        };
        let length = "第".len() + article.len() + "条认定第（".len() + item.len() + "）项".len();
        self.sources.entries.iter().find(is_meant).map(|entry| (length, entry.place.clone()))
    }

    fn leads_to(&self, term: Term) -> Option<Place> {
        let Sources { policy, library, entries, figures, .. } = self.sources;
        match term {
            Term::Fact(fact) | Term::Flag(fact, _) | Term::None(fact) | Term::DayOf(fact) => {
                of_key(&library.glossary, TermKind::Fact, &policy.facts.get(fact)?.key)
            }
            Term::Rule(rule, _) => {
                entries.get(rule).filter(|entry| entry.key != self.own).map(|entry| entry.place.clone())
            }
            Term::Parameter(parameter) | Term::NotParameter(parameter) => {
                figures.get(parameter).filter(|figure| figure.key != self.own).map(|f| f.place.clone())
            }
            Term::Label(..) | Term::Field(_) | Term::Today | Term::Place(_) => None,
        }
    }

    /// `〔依据第一款；口径：劳动力〕`: the provision and the readings lead to where they stand.
    fn note(&self, note: &str, marks: &mut Vec<Mark>) {
        let mut rest = note;
        while !rest.is_empty() {
            let end = rest.find('；').map_or(rest.len(), |at| at + '；'.len_utf8());
            let (part, after) = rest.split_at(end);
            let name = part.trim_matches(['〔', '〕', '；', ' ']);
            put(marks, MarkKind::Note, part, self.noted(name));
            rest = after;
        }
    }

    fn noted(&self, name: &str) -> Option<Place> {
        let instrument = &self.sources.policy.instruments[self.at];
        let here = |id: String| Place::article(&instrument.id, self.article, id);
        if let Some(reading) = name.strip_prefix("口径：") {
            return self
                .readings
                .iter()
                .find(|known| known.name == reading)
                .map(|known| here(known.id.clone()));
        }
        let anchor = Anchor::parse(name.strip_prefix("依据")?, self.article)?;
        let is_there = instrument.document.pieces().any(|piece| anchor.covers(piece.anchor));
        is_there.then(|| Place::article(&instrument.id, anchor.article, anchor.id()))
    }
}

/// Adds a piece; plain words that follow each other are one.
fn put(marks: &mut Vec<Mark>, kind: MarkKind, words: &str, place: Option<Place>) {
    match marks.last_mut() {
        Some(last) if last.kind == MarkKind::Plain && kind == MarkKind::Plain => last.words.push_str(words),
        _ => marks.push(Mark { kind, words: words.to_owned(), place }),
    }
}

/// （一）, 1. or (1) at the head of a line.
fn label(text: &str) -> Option<(&str, &str)> {
    let end = if text.starts_with('（') {
        text.find('）')? + '）'.len_utf8()
    } else if text.starts_with('(') {
        text.find(')')? + 1
    } else {
        let digits = text.find(|c: char| !c.is_ascii_digit())?;
        if digits == 0 || !text[digits..].starts_with('.') {
            return None;
        }
        digits + 1
    };
    Some(text.split_at(end))
}

/// A number with its unit: `2020 年 1 月 1 日`, `60 周岁`, `36 个月`.
fn number(text: &str) -> Option<usize> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut end = 0;
    let mut rest = text;
    loop {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        if digits == 0 {
            return Some(end);
        }
        let after = rest[digits..].trim_start();
        let unit =
            ["个月", "周岁", "年", "月", "日", "元", "%"].iter().find(|unit| after.starts_with(**unit));
        let Some(unit) = unit else { return Some(end + digits) };
        let taken = rest.len() - after.len() + unit.len();
        end += taken;
        let following = &rest[taken..];
        rest = following.trim_start();
        if !rest.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(end);
        }
        end += following.len() - rest.len();
    }
}

#[cfg(test)]
mod tests {
    use super::{label, number};

    #[test]
    fn a_date_is_one_number_with_its_units() {
        let cut = |text: &'static str| number(text).map(|end| &text[..end]);
        assert_eq!(cut("2020 年 1 月 1 日起"), Some("2020 年 1 月 1 日"));
        assert_eq!(cut("60 周岁，女性"), Some("60 周岁"));
        assert_eq!(cut("36 个月。"), Some("36 个月"));
        assert_eq!(cut("7。"), Some("7"));
        assert_eq!(cut("年"), None);
    }

    #[test]
    fn labels_of_every_level_are_cut_off() {
        assert_eq!(label("（一）就业形式"), Some(("（一）", "就业形式")));
        assert_eq!(label("1. 年满"), Some(("1.", " 年满")));
        assert_eq!(label("(2) 属于"), Some(("(2)", " 属于")));
        assert_eq!(label("年满 16 周岁"), None);
    }
}
