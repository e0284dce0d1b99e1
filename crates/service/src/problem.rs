//! What is wrong with a data file: which file, which key, what stands there and what was expected.
//!
//! Problems are collected, never thrown one by one, so that an author sees all of them at once.

use std::fmt;

/// One fault of a data file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, by its path in its folder.
    pub file: String,
    /// The key in the file (`fields.street.label`), empty where the whole file is meant.
    pub key: String,
    /// The line on which the key, or the nearest thing around it, stands; from 1.
    pub line: Option<u32>,
    /// What kind of fault it is.
    pub code: ProblemCode,
    /// What was found, and what was expected instead.
    pub expected: String,
}

impl Problem {
    pub(crate) fn new(
        file: impl Into<String>,
        key: impl Into<String>,
        code: ProblemCode,
        expected: impl Into<String>,
    ) -> Self {
        Self { file: file.into(), key: key.into(), line: None, code, expected: expected.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, key, line, code, expected } = self;
        let file = match line {
            Some(line) => format!("{file}:{line}"),
            None => file.clone(),
        };
        if key.is_empty() {
            write!(out, "{file}: {code}（{}）: {expected}", code.title_zh())
        } else {
            write!(out, "{file}: {key}: {code}（{}）: {expected}", code.title_zh())
        }
    }
}

macro_rules! problem_codes {
    ($($variant:ident $code:literal $zh:literal $doc:literal;)*) => {
        /// The kinds of fault. Each has a test that provokes it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ProblemCode {
            $(#[doc = $doc] $variant,)*
        }

        impl ProblemCode {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable name of the code.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The code in Chinese, for the author.
            pub fn title_zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)* }
            }
        }
    };
}

problem_codes! {
    Malformed "malformed" "格式不对" "The text is not what its format asks for: syntax, a key, a type or a value.";
    MissingFile "missing-file" "缺少文件" "A file that the pack needs or names is not there.";
    MissingWords "missing-words" "文字缺失" "A text is empty in Chinese or in English.";
    DuplicateId "duplicate-id" "编号重复" "Two entries of one kind have the same id.";
    UnknownAnchor "unknown-anchor" "条文不存在" "An anchor names no piece of the law.";
    TranslationDiffers "translation-differs" "译文与原文不对应" "The translation has more or fewer pieces than the law at some place.";
    UnknownFact "unknown-fact" "未知信息项" "A field gives a fact that nobody declares.";
    UnknownConclusion "unknown-conclusion" "未知认定" "A conclusion is named that no policy makes.";
    WrongKind "wrong-kind" "类型不符" "A field's kind cannot give its fact, or a choice is not among the fact's values.";
    UnusedField "unused-field" "未使用的字段" "Something is asked that no rule, route or effect uses.";
    UnknownField "unknown-field" "未知字段" "A field is named that the pack does not ask.";
    EvidenceForbidden "evidence-forbidden" "不得要求证明" "Evidence is asked for where the law forbids it.";
    FeeForbidden "fee-forbidden" "不得收费" "A fee is taken where the law says free of charge.";
    CommitmentMissing "commitment-missing" "缺少书面承诺" "No commitment is in force on a day on which the law asks for one.";
    CommitmentMismatch "commitment-mismatch" "承诺书不一致" "The two texts of a commitment, or a text and its entry, disagree.";
    RouteIncomplete "route-incomplete" "办理机构不唯一" "A district has no office, or more than one, on some day.";
    UnknownPlace "unknown-place" "地名代码不对" "A code is none of the districts in force.";
    UnknownCalendar "unknown-calendar" "未知日历" "A clock in working days names no calendar that is there.";
    ClockBasis "clock-basis" "时限依据不全" "A clock has no source, or claims more than its basis carries.";
    EffectUndo "effect-undo" "缺少撤回办法" "An effect says neither how it is undone nor why it cannot be.";
    UnknownPlaceholder "unknown-placeholder" "未知占位符" "A notice has a word in braces that is no placeholder.";
    PersonalInSms "personal-in-sms" "短信含个人信息" "A short message would carry personal data.";
    BarredInSms "barred-in-sms" "短信含链接或者原因" "A short message holds a link, or says a reason.";
    SmsTooLong "sms-too-long" "短信过长" "A short message may need more than one message.";
    PlaceholderMismatch "placeholder-mismatch" "中英文占位符不一致" "The Chinese and the English text do not fill in the same things.";
    ExampleDiffers "example-differs" "示例不符" "An example comes out otherwise than it says.";
    UnknownState "unknown-state" "未知状态" "A flow names a state, an action, a clock, an effect, a table of reasons or a kind of body that is not there.";
    DeadEnd "dead-end" "流程走不通" "A state cannot be reached, or from it no end can be.";
    NoOwner "no-owner" "无人负责" "A state that is no end has nobody who must act, no action of theirs, or neither a clock nor a reason why none runs.";
    NoReasons "no-reasons" "缺少理由" "A refusal has no table of coded reasons, or a reason rests on no provision.";
    NoSecondOfficer "no-second-officer" "缺少复核" "Something that cannot be undone takes effect without a second officer.";
    UnusedEntry "unused-entry" "未使用的条目" "An effect, a clock, a notice, a table of reasons or a reason for a correction is used by nothing.";
    EvidencePath "evidence-path" "缺少非上传途径" "A required piece of evidence cannot be handed in without an upload, or has no limits.";
    OverlayPoint "overlay-point" "区级变更点不对" "A point that districts may change names nothing that is there, or could widen.";
    ConditionUntested "condition-untested" "条件没有示例" "A condition can be dropped or turned round and no example notices.";
    RetentionBasis "retention-basis" "保存期限依据不全" "A retention rule has neither a term with a source nor an owner who is to set it.";
}

impl fmt::Display for ProblemCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}
