//! Rules of an instrument with their names resolved: 认定 (answers that people
//! get) and 定义 (terms that other rules use).

mod deemed;
pub(crate) mod exception;
pub(crate) mod field;
pub(crate) mod item;
mod link;
pub(crate) mod opening;
mod words;

pub(crate) use deemed::deemed_line;
pub use deemed::{Deemed, DeemedValue};
pub(crate) use link::leans_on_nothing;
pub use link::{Link, Replacement};
pub use words::RuleWords;

use crate::condition::{Condition, Form};
use crate::date::Date;
use crate::layer::{Layer, stamp};
use crate::lexicon::Term;
use crate::phrase::unnamed;
use crate::value::{Expression, Sort};
use law_syntax::rule::{Statement, StatementKind};
use law_syntax::{Anchor, Diagnostic, Source, Span};
use opening::{Joined, Opening};

/// The keys of every outcome, which no field may have.
const RESERVED: [&str; 7] =
    ["because", "citations", "effect", "missing", "provisional", "status", "would_change"];

/// A field of a conclusion.
#[derive(Debug, Clone)]
pub struct Field {
    /// Key in answers.
    pub key: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub en: String,
    /// Provision.
    pub anchor: Anchor,
    /// Readings that it takes.
    pub readings: Vec<String>,
    /// Cases in order; the first whose condition holds gives the value.
    pub cases: Vec<FieldCase>,
    /// Where it stands.
    pub span: Span,
    /// Of which instrument it is.
    pub layer: Layer,
    /// The kind of its value, if it can be reckoned with.
    pub sort: Option<Sort>,
}

impl Field {
    /// Whether every case gives 是, 否 or 没有.
    pub fn is_flag(&self) -> bool {
        self.cases.iter().all(|case| matches!(case.value, Expression::Flag(_) | Expression::None))
    }
}

/// One case of a field.
#[derive(Debug, Clone)]
pub struct FieldCase {
    /// When it is taken; always, if `None`.
    pub when: Option<Condition>,
    /// The value.
    pub value: Expression,
    /// Provision of this case.
    pub anchor: Anchor,
    /// Of which instrument it is.
    pub layer: Layer,
    /// It is said to hold only where no case before it does.
    pub ordered: bool,
    /// Where it stands and what readings it takes, if not with the field.
    pub restated: Option<(Span, Vec<String>)>,
}

/// A rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Key in answers, or of a definition.
    pub key: String,
    /// Chinese name, with its modality (可以、给予 …).
    pub name: String,
    /// English.
    pub en: String,
    /// 认定 rather than 定义.
    pub is_conclusion: bool,
    /// The provision that it carries out.
    pub anchor: Anchor,
    /// What has to hold, time bounds and entry into force included.
    pub root: Condition,
    /// The items by index, for references.
    pub items: Vec<Condition>,
    /// Further fields.
    pub fields: Vec<Field>,
    /// The fact that it reads as another value (视为、推定).
    pub deems: Option<Deemed>,
    /// What it leans on in other provisions.
    pub links: Vec<Link>,
    /// Its file.
    pub source: Source,
    /// Its instrument.
    pub instrument: usize,
    /// Where it stands.
    pub span: Span,
}

impl Rule {
    /// Says of which instrument the rule and all its lines are.
    pub fn stamp(&mut self, mark: &impl Fn(&mut Layer)) {
        stamp(&mut self.root, mark);
        self.items.iter_mut().for_each(|item| stamp(item, mark));
        for field in &mut self.fields {
            field.stamp(mark);
        }
    }
}

impl Field {
    /// Says of which instrument the field and its cases are.
    pub fn stamp(&mut self, mark: &impl Fn(&mut Layer)) {
        mark(&mut self.layer);
        for case in &mut self.cases {
            mark(&mut case.layer);
            if let Some(when) = &mut case.when {
                stamp(when, mark);
            }
        }
    }
}

/// The conditions behind an opening.
pub(crate) fn joined(
    joined: Joined,
    items: &[Condition],
    statement: &Statement,
    anchor: Anchor,
) -> Vec<Condition> {
    match joined {
        Joined::All => items.to_vec(),
        Joined::Any => vec![Condition {
            shown: true,
            zh: "有下列情形之一".to_owned(),
            en: "one of the following".to_owned(),
            anchor,
            span: statement.opening.span,
            ..unnamed(Form::Any(items.to_vec()))
        }],
        Joined::Line(condition) => vec![*condition],
    }
}

/// Reads one statement. `article` is where it stands; `force` the first day.
pub fn read(
    words: &mut RuleWords<'_>,
    statement: &Statement,
    article: u16,
    force: Date,
    out: &mut Vec<Diagnostic>,
) -> Option<Rule> {
    let source = words.source;
    let anchor = match &statement.basis {
        None => Anchor::article(article),
        Some(basis) => words.anchor(basis, article, out),
    };
    words.stands_at = Some(anchor);
    let opening = Opening::read(words, statement, anchor, out)?;
    let items: Vec<Condition> =
        statement.items.iter().filter_map(|item| item::read(words, item, article, anchor, out)).collect();
    let is_deemed = matches!(statement.kind, StatementKind::Deemed | StatementKind::Presumed);
    let (en, deems) = if is_deemed {
        let (deems, en) = deemed::read(words, statement, out)?;
        (en, Some(deems))
    } else {
        (words.english(&statement.name, out)?, None)
    };
    if statement.items.len() != items.len() {
        return None;
    }
    let mut parts = vec![opening::in_force(force, words, statement)];
    parts.extend(opening::known(words, statement));
    parts.extend(opening.times);
    parts.extend(joined(opening.joined, &items, statement, anchor));
    parts.extend(deemed::no_evidence(words, statement, anchor, out).ok()?);
    let mut links = Vec::new();
    for link in &statement.links {
        let link = link::read(words, link, anchor, out)?;
        link.apply(&mut parts);
        links.push(link);
    }
    let mut root = unnamed(Form::All(parts));
    root.zh = match &deems {
        Some(deems) => format!("{}{}", deems.word(), statement.name.value),
        None => statement.name.value.clone(),
    };
    root.en.clone_from(&en);
    root.anchor = anchor;
    root.span = statement.name.span;
    let mut fields: Vec<Field> = Vec::new();
    for (index, text) in statement.fields.iter().enumerate() {
        let twice = statement.fields[..index]
            .iter()
            .any(|other| other.id.value == text.id.value || other.name.value == text.name.value);
        if twice || RESERVED.contains(&text.id.value.as_str()) {
            out.push(
                Diagnostic::error(
                    "E0243",
                    source,
                    text.name.span.to(text.id.span),
                    format!("字段“{}”的名称或者标识已经有了", text.name.value),
                    format!("the field `{}` has a name or an identifier that is taken", text.id.value),
                )
                .hint(
                    format!("同一认定里各不相同，也不用 {}", RESERVED.join("、")),
                    format!("each once in a conclusion, and none of {}", RESERVED.join(", ")),
                ),
            );
            continue;
        }
        let field = field::read(words, text, article, anchor, out);
        match &field {
            Some(field) => words.lexicon.add_field(field, index),
            // It is reported already; what names it is not to blame.
            None => words.lexicon.add(&text.name.value, Term::Field(index)),
        }
        fields.extend(field);
    }
    words.lexicon.drop_fields();
    let complete = fields.len() == statement.fields.len();
    complete.then(|| Rule {
        key: statement.id.value.clone(),
        name: statement.name.value.clone(),
        en,
        is_conclusion: statement.kind == StatementKind::Conclusion,
        anchor,
        root,
        items,
        fields,
        deems,
        links,
        source: source.clone(),
        instrument: 0,
        span: statement.span,
    })
}
