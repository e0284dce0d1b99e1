//! What is not settled (存疑): a gap of the text or of the language, with who
//! could settle it and how far that has come: open, accepted by somebody on a
//! day, settled by an instrument.

use crate::date::Date;
use crate::policy::Instrument;
use law_syntax::{Diagnostic, FenceKind, Source, Span};

/// What leaves the gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GapKind {
    /// The text does not say.
    Text,
    /// The text says it, and this language cannot.
    Language,
}

/// How far a gap has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GapState {
    /// 未答复
    Open,
    /// 已接受: somebody answers for deciding meanwhile as is written.
    Accepted {
        /// Who.
        by: String,
        /// When.
        on: Date,
    },
    /// 已解决: another instrument says it.
    Settled {
        /// Its identifier.
        instrument: String,
        /// Its provision, as written.
        provision: String,
    },
}

/// One gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Index of the instrument.
    pub instrument: usize,
    /// Under which article.
    pub article: u16,
    /// What is open, and what is done meanwhile.
    pub text: String,
    /// Who could settle it.
    pub owner: String,
    /// What leaves it.
    pub kind: GapKind,
    /// How far it has come.
    pub state: GapState,
    /// Where it stands.
    pub span: Span,
}

/// Opens the name of who answers.
const OWNER: &str = "答复单位：";
/// Opens the state.
const STATE: &str = "状态：";
/// Opens the kind.
const KIND: &str = "类别：";

/// Reads all 存疑 of the instruments.
pub fn read(instruments: &[Instrument], out: &mut Vec<Diagnostic>) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for (index, instrument) in instruments.iter().enumerate() {
        let source = &instrument.document.source;
        for article in &instrument.document.articles {
            for fence in article.fences.iter().filter(|fence| fence.kind == FenceKind::Doubt) {
                let gap = one(source, fence.body, out);
                let article = article.number.unwrap_or(0);
                gaps.extend(gap.map(|gap| Gap { instrument: index, article, ..gap }));
            }
        }
    }
    gaps
}

fn one(source: &Source, body: Span, out: &mut Vec<Diagnostic>) -> Option<Gap> {
    let text = source.slice(body);
    let owner = said(text, OWNER).unwrap_or_default();
    if owner.is_empty() {
        out.push(
            Diagnostic::error(
                "E0143",
                source,
                body,
                "存疑没有写明由谁答复",
                "the doubt names nobody who could settle it",
            )
            .hint(format!("最后写“{OWNER}……。”"), format!("end with `{OWNER}…。`")),
        );
        return None;
    }
    let kind = match said(text, KIND) {
        None | Some("原文") => Some(GapKind::Text),
        Some("语言") => Some(GapKind::Language),
        Some(_) => None,
    };
    let state = match said(text, STATE) {
        None => Some(GapState::Open),
        Some(words) => state(words),
    };
    let (Some(kind), Some(state)) = (kind, state) else {
        let mark = if kind.is_none() { KIND } else { STATE };
        let start = body.start + text.find(mark).unwrap_or(0);
        let end = start + mark.len() + said(text, mark).map_or(0, str::len);
        out.push(
            Diagnostic::error(
                "E0147",
                source,
                Span::new(start, end),
                "存疑的状态或者类别写得不对",
                "the state or the kind of a doubt is not written as they are",
            )
            .hint(
                "状态：未答复；状态：已接受，某单位，YYYY-MM-DD；状态：已解决，“标识”第一条。类别：原文、语言",
                "状态：未答复, 已接受，who，YYYY-MM-DD or 已解决，“id”provision; 类别：原文 or 语言",
            ),
        );
        return None;
    };
    let end = [OWNER, STATE, KIND].iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    let text = text[..end].split_whitespace().collect::<String>();
    Some(Gap { instrument: 0, article: 0, text, owner: owner.to_owned(), kind, state, span: body })
}

/// What stands behind a mark, to the end of its sentence.
fn said<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(mark)?;
    Some(rest[..rest.find(['。', '\n']).unwrap_or(rest.len())].trim())
}

fn state(words: &str) -> Option<GapState> {
    let parts: Vec<&str> = words.split('，').map(str::trim).collect();
    match parts.as_slice() {
        ["未答复"] => Some(GapState::Open),
        ["已接受", by, on] if !by.is_empty() => {
            Some(GapState::Accepted { by: (*by).to_owned(), on: Date::parse(on)? })
        }
        ["已解决", by] => {
            let (instrument, provision) = by.strip_prefix('“')?.split_once('”')?;
            let (instrument, provision) = (instrument.to_owned(), provision.to_owned());
            (!instrument.is_empty() && !provision.is_empty())
                .then_some(GapState::Settled { instrument, provision })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_says_by_whom_and_when() {
        assert_eq!(state("未答复"), Some(GapState::Open));
        let on = Date::parse("2021-01-05").expect("day");
        assert_eq!(state("已接受，市局，2021-01-05"), Some(GapState::Accepted { by: "市局".to_owned(), on }));
        assert_eq!(state("已接受，市局"), None);
        assert_eq!(state("已接受，，2021-01-05"), None);
        assert_eq!(state("已接受，市局，2021-02-30"), None);
        assert_eq!(state("已解决，“a”"), None);
        assert!(matches!(state("已解决，“a”第一条"), Some(GapState::Settled { .. })));
    }
}
