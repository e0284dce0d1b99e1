//! From facts to a decision: the canonical input, the request and the canonical answer. The input is
//! JSON with sorted keys, so the same facts give the same bytes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use law::contract::error::BadInput;
use law::contract::input;
use law::contract::output::Form;
use law::decide::Outcome;
use law::fact::ABSENT;
use law::{Decider, Decision, Options, Policy, Request};
use registry::{DecisionId, PersonId, RegistrationId};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::App;

/// Facts by key, as the JSON of the decision contract has them.
pub(crate) type Facts = BTreeMap<String, Value>;

/// The canonical input.
pub(crate) fn canonical_input(as_of: Date, facts: &Facts) -> Zeroizing<Vec<u8>> {
    let as_of = as_of.to_string();
    let input = BTreeMap::from([("as_of", Value::from(as_of)), ("facts", serde_json::json!(facts))]);
    // Texts, numbers and dates can always be written.
    Zeroizing::new(serde_json::to_vec(&input).unwrap_or_default())
}

/// A decision that was made, with what it was made from.
pub(crate) struct Decided {
    pub(crate) input: Zeroizing<Vec<u8>>,
    pub(crate) request: Request,
    pub(crate) decision: Decision,
}

impl Decided {
    /// The outcome of a plan that was asked.
    pub(crate) fn outcome(&self, plan: usize) -> Option<&Outcome> {
        self.decision.outcomes.iter().find(|outcome| outcome.plan == plan)
    }
}

impl App {
    /// Decides from facts.
    pub(crate) fn decide_facts(
        &self,
        facts: &Facts,
        as_of: Date,
        options: &Options,
    ) -> Result<Decided, BadInput> {
        let policy = self.policy();
        let input = canonical_input(as_of, facts);
        let request = input::read(policy, &input)?;
        let decision = Decider::default().decide(policy, &request, options);
        Ok(Decided { input, request, decision })
    }

    /// Those of some facts that a conclusion reads: nothing more is kept of a decision about it alone.
    pub(crate) fn facts_read(&self, plan: usize, facts: &Facts) -> Facts {
        let policy = self.policy();
        let plan = &policy.plans[plan];
        let tests = plan.tests.iter().flat_map(|test| policy.diagram.tests[*test].facts());
        let fields = plan.fields.iter().flat_map(|field| field.facts.iter().copied());
        let mut read = Facts::new();
        for fact in tests.chain(fields) {
            let key = &policy.facts[fact].key;
            if let Some(value) = facts.get(key) {
                read.insert(key.clone(), value.clone());
            }
        }
        read
    }

    /// The decision as it is kept: canonical input and answer with its explanation.
    pub(crate) fn decision_kept(
        &self,
        decided: &Decided,
        person: Option<PersonId>,
        registration: Option<RegistrationId>,
        as_of: Date,
    ) -> store::Decision {
        let policy = self.policy();
        let mut answer = String::new();
        let form = Form { because: true };
        self.law.writer.write(policy, &decided.request, &decided.decision, form, &mut answer);
        store::Decision {
            id: DecisionId(self.id()),
            person,
            registration,
            policy_version: policy.version.clone(),
            as_of,
            known_on: None,
            input: decided.input.clone(),
            answer: Zeroizing::new(answer.into_bytes()),
            created_at: self.moment(),
        }
    }
}

/// The value of a fact given in JSON; absent if it is none of its values.
pub(crate) fn fact_value(policy: &Policy, fact: law::fact::FactId, value: &Value) -> i64 {
    input::fact(policy, &policy.facts[fact], &value.to_string()).unwrap_or(ABSENT)
}
