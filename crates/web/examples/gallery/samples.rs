//! The sample data as read from `data/`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use web::forms::Choice;
use web::i18n::Text;
use web::views;

pub(crate) static SAMPLES: LazyLock<Samples> = LazyLock::new(|| {
    toml::from_str(include_str!("data/samples.toml")).expect("data/samples.toml is well formed")
});

#[derive(Deserialize)]
pub(crate) struct Samples {
    districts: Vec<Named>,
    provinces: Vec<Named>,
    streets: Vec<Named>,
    kinds: Vec<Named>,
    reasons: Vec<Named>,
    pub(crate) occupations: Vec<Text>,
    pub(crate) platforms: Text,
    pub(crate) commitment: Text,
    pub(crate) measures: Text,
    pub(crate) version: String,
    office: Office,
    other_office: Office,
    provisions: BTreeMap<String, Provision>,
    pub(crate) people: Vec<Person>,
}

#[derive(Deserialize)]
struct Named {
    value: String,
    zh: String,
    en: String,
    hint_zh: Option<String>,
    hint_en: Option<String>,
}

#[derive(Deserialize)]
struct Office {
    name: Text,
    why: Text,
    address: Text,
    hours: Text,
    phone: String,
}

#[derive(Deserialize)]
struct Provision {
    label: Text,
    words: Text,
    href: String,
}

#[derive(Deserialize)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) story: Text,
    pub(crate) role: String,
}

/// Words in both languages.
pub(crate) fn t(zh: &str, en: &str) -> Text {
    Text::new(zh, en)
}

fn choices(named: &[Named]) -> Vec<Choice> {
    named
        .iter()
        .map(|n| {
            let choice = Choice::new(&n.value, t(&n.zh, &n.en));
            match (&n.hint_zh, &n.hint_en) {
                (Some(zh), Some(en)) => choice.hint(t(zh, en)),
                _ => choice,
            }
        })
        .collect()
}

fn office(office: &Office) -> views::Office {
    views::Office {
        name: office.name.clone(),
        why: office.why.clone(),
        address: office.address.clone(),
        hours: office.hours.clone(),
        phone: office.phone.clone(),
        is_demonstration: false,
    }
}

impl Samples {
    pub(crate) fn districts(&self) -> Vec<Choice> {
        choices(&self.districts)
    }

    pub(crate) fn provinces(&self) -> Vec<Choice> {
        choices(&self.provinces)
    }

    pub(crate) fn streets(&self) -> Vec<Choice> {
        choices(&self.streets)
    }

    pub(crate) fn kinds(&self) -> Vec<Choice> {
        choices(&self.kinds)
    }

    pub(crate) fn reasons(&self) -> Vec<Choice> {
        choices(&self.reasons)
    }

    pub(crate) fn office(&self) -> views::Office {
        office(&self.office)
    }

    pub(crate) fn other_office(&self) -> views::Office {
        office(&self.other_office)
    }

    pub(crate) fn provision(&self, key: &str) -> views::Provision {
        let found = &self.provisions[key];
        views::Provision { label: found.label.clone(), words: found.words.clone(), href: found.href.clone() }
    }
}
