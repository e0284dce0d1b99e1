//! The typed placeholders of notices, and the values that fill them.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use crate::date;
use crate::words::{Lang, Words};

macro_rules! placeholders {
    ($($variant:ident $name:literal $kind:ident $personal:literal $width:literal $doc:literal;)*) => {
        /// What a notice may fill in. A word in braces that is none of these is a fault of the pack.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Placeholder {
            $(#[doc = $doc] $variant,)*
        }

        impl Placeholder {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word that stands in braces.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The type of value that fills it.
            pub fn kind(self) -> ValueKind {
                match self { $(Self::$variant => ValueKind::$kind,)* }
            }

            /// Whether it says more about a person than a short message may carry.
            pub fn is_personal(self) -> bool {
                match self { $(Self::$variant => $personal,)* }
            }

            /// The most characters that it is reckoned with in a short message.
            pub fn width_max(self) -> usize {
                match self { $(Self::$variant => $width,)* }
            }
        }
    };
}

placeholders! {
    PersonName "person_name" Text true 50 "The person's name.";
    RegistrationNumber "registration_number" Text false 20 "The number of the registration.";
    CertificateNumber "certificate_number" Text false 24 "The number of the certificate.";
    CommitmentVersion "commitment_version" Text false 16 "The version of the commitment that was accepted.";
    Office "office" Words false 40 "The office in charge.";
    District "district" Words false 24 "The district of employment.";
    EmploymentForm "employment_form" Words false 40 "The kind of employment.";
    RegisteredOn "registered_on" Date false 17 "The day of registration.";
    StartDate "start_date" Date false 17 "The first day of the work.";
    EffectiveOn "effective_on" Date false 17 "The day from which a change holds.";
    ReturnReason "return_reason" Words true 60 "The coded reason for which something is to be looked at again.";
    CaseNumber "case_number" Text false 24 "The number of the case.";
    Service "service" Words false 24 "The title of the service.";
    State "state" Words false 40 "How the case stands, in plain words.";
    ActedOn "acted_on" Date false 17 "The day of what is told.";
    Due "due" Date false 17 "The last day of the clock that now runs.";
    Reasons "reasons" Words true 300 "The coded reasons that were picked, with their provisions.";
    Corrections "corrections" Words true 400 "What is to be corrected, each answer with its reason.";
    Until "until" Date false 17 "The day up to which the law gives something, as `told.until` of the pack says.";
    MonthsLeft "months_left" Text false 5 "How many months are left in the ledger that `told.months_left` of the pack names.";
    BaseMin "base_min" Words false 20 "The lower bound of the contribution base.";
    BaseMax "base_max" Words false 20 "The upper bound of the contribution base.";
    MonthlyPremium "monthly_premium" Words true 20 "What one month costs at the base chosen.";
    Amount "amount" Words true 20 "What is to be paid in all.";
    Conclusion "conclusion" Words true 40 "The title of a conclusion that turned.";
    Article "article" Words false 20 "The article that makes it.";
    Reply "reply" Text true 300 "What the office answers to a rating.";
    DaysLeft "days_left" Text false 5 "How many days are left until then.";
    Gained "gained" Words true 200 "What a change has gained, as a list in words.";
    Lost "lost" Words true 200 "What a change has lost, as a list in words.";
}

impl Placeholder {
    /// The placeholder of a word.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|placeholder| placeholder.name() == name)
    }
}

impl fmt::Display for Placeholder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// The same in both languages.
    Text,
    /// Words in both languages.
    Words,
    /// A day, written as each language writes it.
    Date,
}

/// A value for a placeholder. Its contents are not printed by `Debug`: they may be personal.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// The same in both languages.
    Text(String),
    /// Words in both languages.
    Words(Words),
    /// A day.
    Date(Date),
}

impl Value {
    /// Its type.
    pub fn kind(&self) -> ValueKind {
        match self {
            Self::Text(_) => ValueKind::Text,
            Self::Words(_) => ValueKind::Words,
            Self::Date(_) => ValueKind::Date,
        }
    }

    /// As it stands in a text of a language.
    pub fn in_words(&self, lang: Lang) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Words(words) => words.get(lang).to_owned(),
            Self::Date(day) => date::in_words(*day, lang),
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?}(…)", self.kind())
    }
}

/// The values of a notice.
pub type Values = BTreeMap<Placeholder, Value>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_prints_no_contents() {
        let values = Values::from([(Placeholder::PersonName, Value::Text("王磊".into()))]);
        assert_eq!(format!("{values:?}"), "{PersonName: Text(…)}");
    }

    #[test]
    fn names_and_placeholders_go_both_ways() {
        for placeholder in Placeholder::ALL {
            assert_eq!(Placeholder::of_name(placeholder.name()), Some(*placeholder));
        }
        assert_eq!(Placeholder::of_name("id_number"), None);
    }
}
