//! Where facts come from (来源): each origin is declared once with its kind and
//! who keeps it, and each fact names declared origins and the provision under
//! which it is asked for. A fact that nobody supplies is an error.

use crate::fact::Fact;
use crate::policy::Instrument;
use law_syntax::{Anchor, Diagnostic, Document, FenceKind, Source, Span, entry};

/// What kind of origin it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupplierKind {
    /// 本人: what the person says.
    Person,
    /// 登记: a register of an authority.
    Register,
    /// 证件: a paper that an authority issued.
    Document,
    /// 判断: an officer's judgement, with reasons.
    Judgement,
    /// 已作认定: an earlier decision of this or another conclusion.
    Decision,
}

impl SupplierKind {
    const ALL: [(&'static str, Self); 4] = [
        ("登记", Self::Register),
        ("证件", Self::Document),
        ("判断", Self::Judgement),
        ("已作认定", Self::Decision),
    ];

    /// As interfaces write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Register => "register",
            Self::Document => "document",
            Self::Judgement => "judgement",
            Self::Decision => "decision",
        }
    }
}

/// One declared origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplier {
    /// Chinese name, as facts write it.
    pub name: String,
    /// Identifier.
    pub key: String,
    /// Its kind.
    pub kind: SupplierKind,
    /// Who keeps, issues, judges or decides.
    pub keeper: String,
}

/// The person, who needs no declaration.
const PERSON: &str = "本人";

/// The origins that a fact names, in order.
pub fn of<'a>(suppliers: &'a [Supplier], fact: &Fact) -> Vec<&'a Supplier> {
    let named = fact.origin.split('、').map(str::trim);
    named.filter_map(|name| suppliers.iter().find(|supplier| supplier.name == name)).collect()
}

/// Reads all 来源 of the documents; 本人 is always one.
pub fn read<'a>(
    documents: impl IntoIterator<Item = &'a Document>,
    out: &mut Vec<Diagnostic>,
) -> Vec<Supplier> {
    let mut found = vec![Supplier {
        name: PERSON.to_owned(),
        key: "person".to_owned(),
        kind: SupplierKind::Person,
        keeper: PERSON.to_owned(),
    }];
    for document in documents {
        let source = &document.source;
        let fences = document.articles.iter().flat_map(|article| &article.fences);
        for fence in fences.filter(|fence| fence.kind == FenceKind::Suppliers) {
            let (entries, strays) = entry::read(source, fence.body);
            out.extend(strays.into_iter().map(|span| misread(source, span)));
            for entry in entries {
                let twice = found.iter().any(|known| known.name == entry.name.value);
                match supplier(&entry).filter(|_| !twice) {
                    Some(supplier) => found.push(supplier),
                    None => out.push(misread(source, entry.span)),
                }
            }
        }
    }
    found
}

/// `户籍登记 (household_register)：登记；由公安机关办理。`
fn supplier(entry: &entry::Entry) -> Option<Supplier> {
    let [kind, keeper] = entry.clauses.as_slice() else { return None };
    let kind = SupplierKind::ALL.iter().find(|(word, _)| *word == kind.value)?.1;
    let keeper = keeper.value.strip_prefix('由')?;
    let keeper = ["办理", "签发", "作出", "保管"].iter().find_map(|verb| keeper.strip_suffix(verb))?;
    let key = entry.id.as_ref()?.value.clone();
    (!keeper.is_empty()).then(|| Supplier {
        name: entry.name.value.clone(),
        key,
        kind,
        keeper: keeper.to_owned(),
    })
}

fn misread(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0127",
        source,
        span,
        "来源的写法不对，或者重复声明",
        "an origin is not written as origins are, or declared twice",
    )
    .hint(
        "写作“户籍登记 (household_register)：登记；由公安机关办理。”；种类：登记、证件、判断、已作认定",
        "write `name (id)：登记；由…办理。`; the kinds are 登记, 证件, 判断, 已作认定",
    )
}

/// Every fact names origins that exist, and a provision that exists: of the base
/// instrument, or of the instrument that declares the fact.
pub fn check(
    facts: &[Fact],
    suppliers: &[Supplier],
    instruments: &[Instrument],
    documents: &[Document],
    out: &mut Vec<Diagnostic>,
) {
    for fact in facts {
        let Some(document) = documents.iter().find(|document| document.source.path == fact.path) else {
            continue;
        };
        let source = &document.source;
        let named = fact.origin.split('、').map(str::trim).filter(|name| !name.is_empty());
        for name in named.filter(|name| !suppliers.iter().any(|supplier| supplier.name == *name)) {
            out.push(
                Diagnostic::error(
                    "E0128",
                    source,
                    within(fact.origin_span, source, name),
                    format!("信息项“{}”的来源“{name}”没有声明，没有人提供", fact.name),
                    format!("nobody supplies `{}`: the origin `{name}` is not declared", fact.key),
                )
                .hint(
                    "在“来源”栏目声明它的种类和由谁办理",
                    "declare its kind and who keeps it in a 来源 fence",
                ),
            );
        }
        if fact.basis.is_empty() {
            continue;
        }
        let own = instruments.iter().find(|instrument| instrument.document.source.path == fact.path);
        let Some(law) = own.or_else(|| instruments.first()) else { continue };
        let anchor = Anchor::parse(&fact.basis, u16::MAX);
        let exists = |anchor: Anchor| law.document.pieces().any(|piece| anchor.covers(piece.anchor));
        if !anchor.is_some_and(exists) {
            out.push(
                Diagnostic::error(
                    "E0129",
                    source,
                    within(fact.basis_span, source, &fact.basis),
                    format!("信息项“{}”依据的“{}”不存在", fact.name, fact.basis),
                    format!("the fact `{}` rests on `{}`, which does not exist", fact.key, fact.basis),
                )
                .hint("写明确有的条、款、句", "name an article, paragraph and sentence that exist"),
            );
        }
    }
}

/// The place of a word inside a clause.
fn within(clause: Span, source: &Source, word: &str) -> Span {
    match source.slice(clause).find(word) {
        Some(at) => Span::new(clause.start + at, clause.start + at + word.len()),
        None => clause,
    }
}
