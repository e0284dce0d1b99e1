//! Rules of an instrument with their names resolved: 认定 (answers that people
//! get) and 定义 (terms that other rules use).

use crate::condition::{Condition, Day, DayBase, Form, Test};
use crate::date::Date;
use crate::lexicon::{Lexicon, Term};
use crate::phrase::{Phrase, Understood, Words, unnamed};
use crate::value::{self, Expression};
use law_syntax::rule::{Case, Field as FieldText, Item, Note, Statement, StatementKind};
use law_syntax::{Anchor, Diagnostic, Source, Span, Spanned};

/// The keys of every outcome, which no field may have.
const RESERVED: [&str; 5] = ["because", "citations", "missing", "status", "would_change"];

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
    /// Its file.
    pub source: Source,
    /// Where it stands.
    pub span: Span,
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
    let opening = Opening::read(words, statement, anchor, out)?;
    let items: Vec<Condition> =
        statement.items.iter().filter_map(|item| self::item(words, item, article, anchor, out)).collect();
    let en = words.english(&statement.name, out)?;
    if statement.items.len() != items.len() {
        return None;
    }
    let mut parts = vec![in_force(force, words, statement)];
    parts.extend(opening.times);
    match opening.joined {
        Joined::All => parts.extend(items.iter().cloned()),
        Joined::Any => parts.push(Condition {
            shown: true,
            zh: "有下列情形之一".to_owned(),
            en: "one of the following".to_owned(),
            anchor,
            span: statement.opening.span,
            ..unnamed(Form::Any(items.clone()))
        }),
        Joined::Line(condition) => parts.push(condition),
    }
    let mut root = unnamed(Form::All(parts));
    root.zh.clone_from(&statement.name.value);
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
        if let Some(field) = field(words, text, article, anchor, out) {
            fields.push(field);
        }
        words.lexicon.add(&text.name.value, Term::Field(index));
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
        source: source.clone(),
        span: statement.span,
    })
}

/// What rules are read against; the lexicon also takes the fields of the rule.
pub struct RuleWords<'a> {
    /// The file.
    pub source: &'a Source,
    /// Phrases.
    pub lexicon: Lexicon,
    /// Facts.
    pub facts: &'a [crate::fact::Fact],
    /// Parameters.
    pub parameters: &'a [crate::parameter::Parameter],
    /// Article, whether a conclusion, name and number of items of each rule.
    pub rules: &'a [(u16, bool, String, usize)],
    /// English.
    pub glossary: &'a crate::glossary::Glossary,
    /// Whether a provision exists in the text.
    pub provisions: &'a dyn Fn(Anchor) -> bool,
    /// Whether a reading is declared under an article.
    pub readings: &'a dyn Fn(u16, &str) -> bool,
    /// Readings that rules took.
    pub taken: Vec<(u16, String)>,
}

impl RuleWords<'_> {
    fn words(&self) -> Words<'_> {
        Words {
            source: self.source,
            lexicon: &self.lexicon,
            facts: self.facts,
            parameters: self.parameters,
            rules: self.rules,
            glossary: self.glossary,
        }
    }

    fn anchor(&self, text: &Spanned<String>, home: u16, out: &mut Vec<Diagnostic>) -> Anchor {
        let found = Anchor::parse(text.value.trim_end_matches('。'), home);
        if let Some(anchor) = found.filter(|anchor| (self.provisions)(*anchor)) {
            return anchor;
        }
        out.push(
            Diagnostic::error(
                "E0230",
                self.source,
                text.span,
                format!("没有“{}”这一规定", text.value),
                format!("there is no provision `{}`", text.value),
            )
            .hint("写作“第一款第二句”或者“第三条第二款”", "write for example 第一款第二句"),
        );
        Anchor::article(home)
    }

    fn readings(&mut self, note: &Note, article: u16, out: &mut Vec<Diagnostic>) -> Vec<String> {
        for reading in &note.readings {
            if (self.readings)(article, &reading.value) {
                self.taken.push((article, reading.value.clone()));
            } else {
                out.push(
                    Diagnostic::error(
                        "E0231",
                        self.source,
                        reading.span,
                        format!("本条没有名为“{}”的口径", reading.value),
                        format!("no reading named `{}` under this article", reading.value),
                    )
                    .hint("在本条的“口径”栏目中写明", "write it in the 口径 fence of this article"),
                );
            }
        }
        note.readings.iter().map(|reading| reading.value.clone()).collect()
    }

    fn english(&self, name: &Spanned<String>, out: &mut Vec<Diagnostic>) -> Option<String> {
        let words = self.words();
        match Phrase::new(&words, name).english(0, &name.value) {
            Ok(en) => Some(en),
            Err(diagnostic) => {
                out.push(Diagnostic { span: name.span, ..*diagnostic });
                None
            }
        }
    }

    fn understand(&self, text: &Spanned<String>, out: &mut Vec<Diagnostic>) -> Option<Understood> {
        let words = self.words();
        Phrase::new(&words, text).condition().map_err(|diagnostic| out.push(*diagnostic)).ok()
    }
}

/// Article 0 says from which day anything is granted.
fn in_force(force: Date, words: &RuleWords<'_>, statement: &Statement) -> Condition {
    let left = Day::plain(DayBase::Fixed(force));
    let test = Test::Days { left, right: Day::plain(DayBase::Today), strict: false };
    Condition {
        shown: true,
        zh: format!("自 {} 起施行", force.chinese()),
        en: format!("in force from {force}"),
        anchor: Anchor { paragraph: Some(1), ..Anchor::article(0) },
        span: Span::new(0, words.source.text.len().min(statement.name.span.start)),
        ..unnamed(Form::Test(test))
    }
}

enum Joined {
    All,
    Any,
    Line(Condition),
}

struct Opening {
    times: Vec<Condition>,
    joined: Joined,
}

const ALL_OF: [&str; 1] = ["同时符合下列条件"];
const ANY_OF: [&str; 2] = ["符合下列条件之一", "有下列情形之一"];

impl Opening {
    /// `自……起，同时符合下列条件的，可以……`; the effect must be the rule's name.
    fn read(
        words: &RuleWords<'_>,
        statement: &Statement,
        anchor: Anchor,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let text = &statement.opening;
        let Some(cut) = text.value.rfind("的，") else {
            out.push(
                Diagnostic::error(
                    "E0232",
                    words.source,
                    text.span,
                    "这里应当写明条件和结果",
                    "the conditions and the effect are expected here",
                )
                .hint(
                    format!("写作“同时符合下列条件的，{}：”", statement.name.value),
                    format!("write `同时符合下列条件的，{}：`", statement.name.value),
                ),
            );
            return None;
        };
        let effect = text.value[cut + "的，".len()..].trim();
        if effect != statement.name.value {
            let span = Span::new(text.span.start + cut + "的，".len(), text.span.end);
            out.push(
                Diagnostic::error(
                    "E0233",
                    words.source,
                    span,
                    format!("结果“{effect}”与名称“{}”不一致", statement.name.value),
                    format!("the effect `{effect}` is not the name `{}`", statement.name.value),
                )
                .hint("名称和结果用同一句话", "say both in the same words"),
            );
            return None;
        }
        let mut times = Vec::new();
        let mut from = 0;
        while let Some(end) = time_clause(&text.value[from..cut]) {
            let span = Span::new(text.span.start + from, text.span.start + from + end);
            let clause = Spanned::new(text.value[from..from + end].to_owned(), span);
            times.push(line(words.understand(&clause, out)?, &clause, anchor));
            from += end + '，'.len_utf8();
        }
        let body = text.value[from..cut].trim();
        let joined = if ALL_OF.contains(&body) {
            Joined::All
        } else if ANY_OF.contains(&body) {
            Joined::Any
        } else {
            let span = Span::new(text.span.start + from, text.span.start + cut);
            let clause = Spanned::new(text.value[from..cut].to_owned(), span);
            Joined::Line(line(words.understand(&clause, out)?, &clause, anchor))
        };
        if !matches!(joined, Joined::Line(_)) && statement.items.is_empty() {
            out.push(Diagnostic::error(
                "E0234",
                words.source,
                text.span,
                "“下列”之后没有条件",
                "no conditions follow",
            ));
            return None;
        }
        Some(Self { times, joined })
    }
}

/// The bytes of a leading `自……起` or `至……止`, which a comma closes.
fn time_clause(text: &str) -> Option<usize> {
    if !text.starts_with(['自', '至']) {
        return None;
    }
    let end = text.find('，')?;
    text[..end].ends_with(['起', '止']).then_some(end)
}

/// A line of its own from what was understood.
fn line(understood: Understood, text: &Spanned<String>, anchor: Anchor) -> Condition {
    let mut forms = understood.forms;
    let form = match forms.pop() {
        Some(only) if forms.is_empty() => only,
        Some(last) => {
            forms.push(last);
            let parts = forms.into_iter().map(unnamed).collect();
            if understood.any { Form::Any(parts) } else { Form::All(parts) }
        }
        None => Form::All(Vec::new()),
    };
    Condition {
        shown: true,
        zh: text.value.clone(),
        en: understood.en,
        anchor,
        span: text.span,
        ..unnamed(form)
    }
}

fn item(
    words: &mut RuleWords<'_>,
    item: &Item,
    article: u16,
    parent: Anchor,
    out: &mut Vec<Diagnostic>,
) -> Option<Condition> {
    let anchor = match &item.note.basis {
        None => parent,
        Some(basis) => words.anchor(basis, article, out),
    };
    let readings = words.readings(&item.note, article, out);
    let mut condition = if item.children.is_empty() {
        line(words.understand(&item.text, out)?, &item.text, anchor)
    } else {
        list(words, item, article, anchor, out)?
    };
    condition.label = Some(item.label.value.clone());
    condition.readings = readings;
    condition.span = item.text.span;
    Some(condition)
}

/// `处于就业见习期间，并且符合下列条件之一` or `……，即同时符合下列条件的`.
fn list(
    words: &mut RuleWords<'_>,
    item: &Item,
    article: u16,
    anchor: Anchor,
    out: &mut Vec<Diagnostic>,
) -> Option<Condition> {
    let text = item.text.value.trim_end_matches('的');
    let all = ALL_OF.iter().find_map(|word| text.strip_suffix(word));
    let any = ANY_OF.iter().find_map(|word| text.strip_suffix(word));
    let Some(lead) = all.or(any) else {
        out.push(
            Diagnostic::error(
                "E0235",
                words.source,
                item.text.span,
                "下面还有条件，这一行应当以“同时符合下列条件”或者“符合下列条件之一”结尾",
                "conditions follow, so the line ends with 同时符合下列条件 or 符合下列条件之一",
            )
            .hint("写作“……，并且符合下列条件之一”", "write `…，并且符合下列条件之一`"),
        );
        return None;
    };
    let before = out.len();
    let children: Vec<Condition> =
        item.children.iter().filter_map(|child| self::item(words, child, article, anchor, out)).collect();
    if out.len() > before && children.len() < item.children.len() {
        return None;
    }
    let (quantity, joined) = if all.is_some() {
        ("all of the following", Form::All(children))
    } else {
        ("one of the following", Form::Any(children))
    };
    let lead_span = Span::new(item.text.span.start, item.text.span.start + lead.len());
    let (form, en) = if lead.is_empty() {
        (joined, quantity.to_owned())
    } else if let Some(label) = lead.strip_suffix("，即") {
        let label = Spanned::new(label.to_owned(), Span::new(lead_span.start, lead_span.start + label.len()));
        (joined, format!("{}: {quantity}", words.english(&label, out)?))
    } else {
        let stem = lead.strip_suffix("，并且").or_else(|| lead.strip_suffix("，并"));
        let Some(stem) = stem else {
            out.push(
                Diagnostic::error(
                    "E0236",
                    words.source,
                    lead_span,
                    "名称后面写“，即”，条件后面写“，并且”",
                    "write ，即 after a name and ，并且 after a condition",
                )
                .hint("写作“……，并且符合下列条件之一”", "write `…，并且符合下列条件之一`"),
            );
            return None;
        };
        let clause = Spanned::new(stem.to_owned(), Span::new(lead_span.start, lead_span.start + stem.len()));
        let understood = words.understand(&clause, out)?;
        let en = format!("{}, and {quantity}", understood.en);
        let lead = line(understood, &clause, anchor);
        let group = Condition { anchor, ..unnamed(joined) };
        (Form::All(vec![lead, group]), en)
    };
    Some(Condition { shown: true, zh: item.text.value.clone(), en, anchor, ..unnamed(form) })
}

fn field(
    words: &mut RuleWords<'_>,
    text: &FieldText,
    article: u16,
    parent: Anchor,
    out: &mut Vec<Diagnostic>,
) -> Option<Field> {
    let anchor = match &text.note.basis {
        None => parent,
        Some(basis) => words.anchor(basis, article, out),
    };
    let readings = words.readings(&text.note, article, out);
    let en = words.english(&text.name, out)?;
    if text.cases.is_empty() {
        out.push(Diagnostic::error(
            "E0237",
            words.source,
            text.name.span,
            format!("字段“{}”没有取值", text.name.value),
            format!("the field `{}` has no value", text.id.value),
        ));
        return None;
    }
    let mut cases = Vec::new();
    for case in &text.cases {
        cases.push(field_case(words, case, article, anchor, out)?);
    }
    // A field without a case for everyone would leave a hole.
    if cases.last().is_some_and(|case| case.when.is_some()) {
        out.push(
            Diagnostic::error(
                "E0238",
                words.source,
                text.name.span,
                format!("字段“{}”没有写明其他情形", text.name.value),
                format!("the field `{}` does not say what holds otherwise", text.id.value),
            )
            .hint("最后加一行“其他情形，……”", "end with a line 其他情形，…"),
        );
        return None;
    }
    let key = text.id.value.clone();
    Some(Field { key, name: text.name.value.clone(), en, anchor, readings, cases, span: text.name.span })
}

fn field_case(
    words: &mut RuleWords<'_>,
    case: &Case,
    article: u16,
    parent: Anchor,
    out: &mut Vec<Diagnostic>,
) -> Option<FieldCase> {
    let anchor = match &case.note.basis {
        None => parent,
        Some(basis) => words.anchor(basis, article, out),
    };
    words.readings(&case.note, article, out);
    let text = &case.text;
    let at = |from: usize, to: usize| {
        let span = Span::new(text.span.start + from, text.span.start + to);
        Spanned::new(text.value[from..to].to_owned(), span)
    };
    let (when, mut from) = if text.value.starts_with("其他情形，") {
        (None, "其他情形，".len())
    } else if let Some(cut) = text.value.find("的，").filter(|_| !text.value.starts_with("包括")) {
        let clause = at(0, cut);
        let understood = words.understand(&clause, out)?;
        (Some(line(understood, &clause, anchor)), cut + "的，".len())
    } else {
        (None, 0)
    };
    if text.value[from..].starts_with('为') {
        from += '为'.len_utf8();
    }
    let value = value::read(&words.words(), &at(from, text.value.len()));
    let value = value.map_err(|diagnostic| out.push(*diagnostic)).ok()?;
    Some(FieldCase { when, value, anchor })
}
