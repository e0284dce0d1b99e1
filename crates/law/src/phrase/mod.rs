//! Reads the phrases of conditions, word by declared word. What is not
//! understood to its last character is an error at that character.

mod comparison;
mod condition;
mod literal;
mod period;

use crate::calendar::Calendar;
use crate::condition::{Condition, Form};
use crate::fact::{Fact, FactId};
use crate::glossary::Glossary;
use crate::lexicon::{Lexicon, Term};
use crate::parameter::{Parameter, ParameterId, SettingKind};
use crate::value::Sort;
use law_syntax::{Anchor, Diagnostic, Source, Span, Spanned};

/// What phrases are read against.
pub struct Words<'a> {
    /// The file.
    pub source: &'a Source,
    /// Declared phrases.
    pub lexicon: &'a Lexicon,
    /// Facts by id.
    pub facts: &'a [Fact],
    /// Working days.
    pub calendar: &'a Calendar,
    /// Parameters by id.
    pub parameters: &'a [Parameter],
    /// Rules: the article, the name, and how many items each has.
    pub rules: &'a [(u16, bool, String, usize)],
    /// English.
    pub glossary: &'a Glossary,
    /// The value that an exception departs from, under the words that name it.
    pub original: Option<&'a (String, crate::value::Expression, Sort)>,
}

/// A phrase that has been understood, and the same in English.
#[derive(Debug, Clone)]
pub struct Understood {
    /// Its meaning; several forms stand for all of them.
    pub forms: Vec<Form>,
    /// Any of the forms is enough (或者) rather than all.
    pub any: bool,
    /// English.
    pub en: String,
}

/// A cursor over one phrase, white space left out.
#[derive(Clone)]
pub struct Phrase<'a> {
    words: &'a Words<'a>,
    chars: Vec<(usize, char)>,
    at: usize,
    end: usize,
}

type Read<T> = Result<T, Box<Diagnostic>>;

impl<'a> Phrase<'a> {
    /// Starts at the head of a text.
    pub fn new(words: &'a Words<'a>, text: &Spanned<String>) -> Self {
        let chars = text
            .value
            .char_indices()
            .filter(|(_, c)| !c.is_whitespace())
            .map(|(at, c)| (text.span.start + at, c))
            .collect();
        Self { words, chars, at: 0, end: text.span.end }
    }

    /// Reads a whole condition; nothing may follow it.
    pub fn condition(mut self) -> Read<Understood> {
        let understood = self.joined()?;
        self.finish()?;
        Ok(understood)
    }

    /// Fails unless all is read.
    pub fn finish(&self) -> Read<()> {
        if self.at < self.chars.len() { Err(self.unknown("E0201")) } else { Ok(()) }
    }

    /// Whether all is read.
    pub fn is_done(&self) -> bool {
        self.at >= self.chars.len()
    }

    /// Takes a fixed word if it comes next.
    pub fn eat(&mut self, word: &str) -> bool {
        let count = word.chars().count();
        let next = self.chars[self.at..].iter().map(|(_, c)| *c).take(count);
        if next.eq(word.chars()) {
            self.at += count;
            return true;
        }
        false
    }

    fn need(&mut self, word: &str) -> Read<()> {
        if self.eat(word) {
            return Ok(());
        }
        Err(Box::new(self.at_fault(
            "E0202",
            format!("这里应当是“{word}”"),
            format!("`{word}` is expected here"),
        )))
    }

    /// A parameter of a type, with its name.
    pub fn parameter(&mut self, kind: SettingKind) -> Read<(ParameterId, String)> {
        let words = self.words;
        let found = words.lexicon.longest(&self.chars[self.at..], |term| match term {
            Term::Parameter(id) if words.parameters[id].kind == kind => Some(id),
            _ => None,
        });
        let Some((count, id)) = found else { return Err(self.unknown("E0208")) };
        self.at += count;
        Ok((id, words.parameters[id].name.clone()))
    }

    /// What is left to read, white space left out.
    pub fn rest(&self) -> String {
        self.chars[self.at..].iter().map(|(_, c)| *c).collect()
    }

    /// A fact by its name, a flag included.
    pub fn any_fact(&mut self) -> Option<FactId> {
        self.term(|term| match term {
            Term::Fact(fact) | Term::Flag(fact, true) => Some(fact),
            _ => None,
        })
    }

    /// A declared word that `wanted` accepts.
    pub fn term<T>(&mut self, wanted: impl Fn(Term) -> Option<T>) -> Option<T> {
        let (count, found) = self.words.lexicon.longest(&self.chars[self.at..], wanted)?;
        self.at += count;
        Some(found)
    }

    /// A field above that can be reckoned with.
    pub fn field(&mut self) -> Option<(usize, Sort)> {
        let words = self.words;
        self.term(|term| match term {
            Term::Field(field) => Some((field, words.lexicon.field_sort(field)?.clone())),
            _ => None,
        })
    }

    /// A fact, with its name, that `wanted` accepts.
    pub fn fact(&mut self, wanted: impl Fn(&Fact) -> bool) -> Option<FactId> {
        let words = self.words;
        let (count, id) = words.lexicon.longest(&self.chars[self.at..], |term| match term {
            Term::Fact(id) if wanted(&words.facts[id]) => Some(id),
            _ => None,
        })?;
        self.at += count;
        Some(id)
    }

    /// The English of a phrase that was read from `start`.
    pub fn english(&self, start: usize, chinese: &str) -> Read<String> {
        let found = self.words.glossary.english(chinese).map(str::to_owned);
        found.ok_or_else(|| {
            let span = self.span(start, self.at.max(start + 1));
            Box::new(
                Diagnostic::error(
                    "E0210",
                    self.words.source,
                    span,
                    format!("“{chinese}”没有英文"),
                    format!("`{chinese}` has no English"),
                )
                .hint("在 phrases.toml 中补上", "add it to phrases.toml"),
            )
        })
    }

    fn day_name(&self, start: usize, fact: FactId) -> Read<String> {
        self.english(start, &self.words.facts[fact].name)
    }

    fn span(&self, from: usize, to: usize) -> Span {
        let start = self.chars.get(from).map_or(self.end, |(at, _)| *at);
        let end =
            to.checked_sub(1).and_then(|at| self.chars.get(at)).map_or(self.end, |(at, c)| at + c.len_utf8());
        Span::new(start, end.max(start))
    }

    /// A finding at the cursor.
    pub fn at_fault(&self, code: &'static str, zh: String, en: String) -> Diagnostic {
        let span = self.span(self.at, (self.at + 1).min(self.chars.len()));
        Diagnostic::error(code, self.words.source, span, zh, en)
    }

    /// The words at the cursor are not declared.
    pub fn unknown(&self, code: &'static str) -> Box<Diagnostic> {
        let stop = |c: char| matches!(c, '，' | '、' | '；' | '。');
        let rest: String = self.chars[self.at..].iter().map(|(_, c)| *c).take_while(|c| !stop(*c)).collect();
        let span = self.span(self.at, self.at + rest.chars().count().max(1));
        if rest.is_empty() {
            return Box::new(Diagnostic::error(
                code,
                self.words.source,
                span,
                "这里少了内容",
                "something is missing here",
            ));
        }
        let (zh, en) = self.wrong(code);
        let (zh, en) = (format!("“{rest}”{zh}"), format!("`{rest}` {en}"));
        let diagnostic = Diagnostic::error(code, self.words.source, span, zh, en);
        if !matches!(code, "E0201" | "E0206" | "E0208") {
            return Box::new(diagnostic);
        }
        Box::new(match self.words.lexicon.nearest(&rest) {
            Some(near) => diagnostic.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
            None if self.is_declared() => diagnostic,
            None => diagnostic.hint("先声明，再使用", "declare it first"),
        })
    }

    fn is_declared(&self) -> bool {
        self.words.lexicon.longest(&self.chars[self.at..], Some).is_some()
    }

    /// What is wrong with the words at the cursor, behind these words.
    fn wrong(&self, code: &'static str) -> (&'static str, &'static str) {
        match code {
            "E0206" => ("不是可以比较的日期", "is no day to compare with"),
            "E0207" => ("前面的数没有写明单位", "follows a number without its unit"),
            "E0208" => ("不是这里可以使用的参数或者授权事项", "is no parameter of the type wanted here"),
            "E0209" => ("所说的不是唯一的一项", "is not exactly one item of a conclusion"),
            "E0213" => {
                ("之前应当写明“，不重复，按代码排列”", "stands where ，不重复，按代码排列 is expected")
            }
            "E0214" => (
                "之前应当是日期和期间（年、个月、日、工作日）",
                "stands where a day with years, 个月, 日 or 工作日 is expected",
            ),
            "E0216" => {
                ("之前没有写明月末怎样办", "follows a period that does not say what the end of a month does")
            }
            "E0219" => ("不是这里可以用的舍入", "is no rounding that fits here"),
            "E0221" => ("不能从前面的单位折合", "is no unit to convert to"),
            "E0222" => ("之前的几个值没有写明怎样取舍", "follows several values, and none is chosen"),
            "E0223" => ("之前的两个日期没有写明算什么", "follows two days without what is counted"),
            "E0215" => (
                "与前面的不是同类、同单位，不能这样计算",
                "is not of the same kind and unit as what stands before it",
            ),
            "E0220" => ("之前的金额没有舍入", "follows money that is not rounded"),
            _ if self.is_declared() => ("不能用在这里", "cannot stand here"),
            _ => ("不在信息项、认定、参数的词语之中", "is no declared phrase"),
        }
    }
}

/// A part of a line that is no line of its own.
pub fn unnamed(form: Form) -> Condition {
    Condition {
        form,
        label: None,
        shown: false,
        silent: false,
        zh: String::new(),
        en: String::new(),
        anchor: Anchor::article(0),
        readings: Vec::new(),
        span: Span::default(),
        layer: crate::layer::Layer::default(),
    }
}
