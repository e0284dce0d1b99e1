//! An example of the policy, run: its facts in words, what it expects, and the conclusion as a person
//! would read it. Its facts can be taken into one's own check.

use jiff::civil::Date;
use law::example::Example;
use law::fact::ABSENT;
use law::prose;
use law::{Decider, Options};

use crate::book::{Place, day, setting_words};
use crate::conclusion::{Conclusion, both};
use crate::deciding::Facts;
use crate::shown::Labelled;
use crate::text::Text;
use crate::{Answers, App};

/// An example that was run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleRun {
    /// Its number among all examples.
    pub number: usize,
    /// The page of its article.
    pub place: Place,
    /// The article in words.
    pub article: Text,
    /// The day on which it is decided.
    pub as_of: Date,
    /// What is given, in words; a what-if among it.
    pub given: Vec<Labelled>,
    /// The status that its author expects, in the policy's words.
    pub expected: String,
    /// What the law concludes.
    pub conclusion: Conclusion,
}

impl App {
    /// Runs an example by its number.
    pub fn example(&self, number: usize) -> Option<ExampleRun> {
        let policy = self.policy();
        let examples = law::example::read(policy, &mut Vec::new());
        let example = examples.get(number.checked_sub(1)?)?;
        let options = Options { only: Some(vec![example.plan]), ..Options::default() };
        let decision = Decider::default().decide(policy, &example.request, &options);
        let instrument = crate::book::home(policy, &example.source.path);
        let article = self.book().instrument(instrument)?.article(example.article)?.label.clone();
        Some(ExampleRun {
            number,
            place: Place::article(instrument, example.article, format!("example-{number}")),
            article,
            as_of: day(example.request.as_of),
            given: self.example_given(example),
            expected: example.status.value.clone(),
            conclusion: self.conclusions(&example.request, &decision).into_iter().next()?,
        })
    }

    /// The facts of an example as answers of a check.
    pub fn example_answers(&self, number: usize) -> Option<Answers> {
        let policy = self.policy();
        let examples = law::example::read(policy, &mut Vec::new());
        let example = examples.get(number.checked_sub(1)?)?;
        let given = policy.facts.iter().zip(&example.request.facts).filter(|(_, value)| **value != ABSENT);
        let facts: Facts = given.map(|(fact, value)| (fact.key.clone(), fact.json(*value))).collect();
        Some(Answers { facts, ..Answers::default() })
    }

    fn example_given(&self, example: &Example) -> Vec<Labelled> {
        let policy = self.policy();
        let facts = policy.facts.iter().enumerate().zip(&example.request.facts);
        let given = facts.filter(|(_, value)| **value != ABSENT).map(|((id, fact), value)| {
            let name = both(|language| prose::name(policy, id, language).to_owned());
            let value = both(|language| prose::fact_value(policy, fact, *value, language));
            Labelled::new(&fact.key, name, value)
        });
        let supposed = example.request.what_if.iter().map(|(id, setting)| {
            let parameter = &policy.parameters[*id];
            let english = policy.glossary.english(&parameter.name).unwrap_or(&parameter.key);
            Labelled::new(
                &parameter.key,
                Text::new(&parameter.name, english),
                setting_words(policy, parameter, setting),
            )
        });
        given.chain(supposed).collect()
    }
}
