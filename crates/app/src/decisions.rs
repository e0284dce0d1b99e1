//! The decision contract over the wire: decide, and keep on request.

use std::collections::BTreeMap;

use jiff::civil::Date;
use law::contract::error::{BadInput, Code};
use law::contract::input;
use law::contract::output::Form;
use law::{Decider, Options};
use registry::DecisionId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::{App, Fault};

/// The most inputs of one array.
pub const INPUTS_MAX: usize = 1_000;

/// How to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecideOptions {
    /// These outcomes alone.
    pub only: Option<Vec<String>>,
    /// Write the explanation.
    pub because: bool,
    /// With what was known on this day.
    pub known_on: Option<Date>,
}

impl Default for DecideOptions {
    fn default() -> Self {
        Self { only: None, because: true, known_on: None }
    }
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// The input is at fault.
    #[error(transparent)]
    Input(#[from] BadInput),
    /// There is no such outcome.
    #[error("only: no outcome {found:?}; expected some of {expected}")]
    UnknownOutcome {
        /// The name given, cut.
        found: String,
        /// The names that there are.
        expected: String,
    },
    /// Too many inputs at once.
    #[error("{found} inputs; expected at most {INPUTS_MAX}")]
    TooMany {
        /// How many.
        found: usize,
    },
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// An input as it is kept: keys sorted, nothing else changed.
#[derive(Serialize, Deserialize)]
struct KeptInput {
    as_of: Value,
    facts: BTreeMap<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameters: Option<BTreeMap<String, Value>>,
}

impl App {
    /// Decides one input or an array of them and gives the answer as JSON. A bad element of an array
    /// gives its error at its place.
    pub fn decide(&self, body: &[u8], options: &DecideOptions) -> Result<String, DecideError> {
        let asked = self.asked(options)?;
        let mut decider = Decider::default();
        let mut out = String::new();
        let is_array = body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[');
        if !is_array {
            self.decide_into(body, options, &asked, &mut decider, &mut out)?;
            return Ok(out);
        }
        let malformed = || {
            BadInput::new(
                Code::Malformed,
                None,
                "",
                "one JSON object or an array / 应当是一个 JSON 对象或者数组",
            )
        };
        let inputs: Vec<&RawValue> = serde_json::from_slice(body).map_err(|_| malformed())?;
        if inputs.len() > INPUTS_MAX {
            return Err(DecideError::TooMany { found: inputs.len() });
        }
        out.push('[');
        for (index, input) in inputs.into_iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            let text = input.get().as_bytes();
            if let Err(bad) = self.decide_into(text, options, &asked, &mut decider, &mut out) {
                out.push_str(&bad.json().to_string());
            }
        }
        out.push(']');
        Ok(out)
    }

    fn decide_into(
        &self,
        input: &[u8],
        options: &DecideOptions,
        asked: &Options,
        decider: &mut Decider,
        out: &mut String,
    ) -> Result<(), BadInput> {
        let policy = self.policy();
        let mut request = input::read(policy, input)?;
        request.known_on = options.known_on.and_then(law_date);
        let decision = decider.decide(policy, &request, asked);
        self.law.writer.write(policy, &request, &decision, Form { because: options.because }, out);
        Ok(())
    }

    /// What is asked of the engine. Citations need the lines also where the explanation is left out.
    fn asked(&self, options: &DecideOptions) -> Result<Options, DecideError> {
        let policy = self.policy();
        let plan = |key: &String| {
            policy.plan(key).ok_or_else(|| DecideError::UnknownOutcome {
                found: key.chars().take(64).collect(),
                expected: (0..policy.plans.len())
                    .map(|plan| policy.rule(plan).key.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            })
        };
        let only = options.only.as_ref().map(|keys| keys.iter().map(plan).collect()).transpose()?;
        Ok(Options { only, ..Options::default() })
    }

    /// Decides one input, keeps input and answer, and gives both the answer and the id to replay it by.
    pub async fn decide_and_keep(
        &self,
        body: &[u8],
        options: &DecideOptions,
    ) -> Result<(DecisionId, String), DecideError> {
        let asked = self.asked(options)?;
        let mut answer = String::new();
        self.decide_into(body, options, &asked, &mut Decider::default(), &mut answer)?;
        // What the engine took has these keys and no others.
        let unwritable = |_| Fault::internal("an input that cannot be kept");
        let kept: KeptInput = serde_json::from_slice(body).map_err(unwritable)?;
        let as_of = kept.as_of.as_str().and_then(|day| day.parse().ok());
        let decision = store::Decision {
            id: DecisionId(self.id()),
            person: None,
            registration: None,
            policy_version: self.policy().version.clone(),
            as_of: as_of.ok_or_else(|| Fault::internal("a business date that the calendar lacks"))?,
            known_on: options.known_on,
            input: Zeroizing::new(serde_json::to_vec(&kept).map_err(unwritable)?),
            answer: Zeroizing::new(answer.clone().into_bytes()),
            created_at: self.moment(),
        };
        let id = decision.id;
        self.parts.store.decision_insert(decision).await.map_err(Fault::from)?;
        Ok((id, answer))
    }
}

pub(crate) fn law_date(day: Date) -> Option<law::Date> {
    law::Date::new(day.year().into(), day.month().into(), day.day().into())
}
