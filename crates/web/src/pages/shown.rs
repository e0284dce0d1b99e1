//! From the use cases' plain results to the pages' view models. Only the form changes here, never a value.

use app::{App, CertificateStanding, Labelled, Line, OfficeShown, Place};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::i18n::{self, Lang, Text};
use crate::views::{self, Conclusion, Node, Problem, Provision, Row, Status, VerifyState};

impl From<app::Text> for Text {
    fn from(text: app::Text) -> Self {
        Self { zh: text.zh, en: text.en }
    }
}

impl From<&app::Text> for Text {
    fn from(text: &app::Text) -> Self {
        Self::new(&text.zh, &text.en)
    }
}

/// Words of a service pack.
pub(crate) fn words(words: &app::service::Words) -> Text {
    Text::new(&words.zh, &words.en)
}

/// The title of the measures.
pub(crate) fn title(app: &App) -> Text {
    let chinese = app.policy().instruments.first().map_or("", |base| base.title.as_str());
    Text::new(chinese, &app.library().translation.title)
}

/// A day of the law as pages write days.
pub(crate) fn day(day: law::Date) -> Result<Date, Problem> {
    day.to_string().parse().map_err(|_| Problem::Internal)
}

/// Hours by which Beijing is ahead of UTC, the whole year.
const BEIJING_HOURS: i8 = 8;

/// A moment in Beijing, to the minute.
pub(crate) fn moment(at: Timestamp) -> String {
    Offset::constant(BEIJING_HOURS).to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A moment in Beijing, to the second, for what was signed.
pub(crate) fn second(at: Timestamp) -> String {
    Offset::constant(BEIJING_HOURS).to_datetime(at).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// A day in words.
pub(crate) fn date(day: Date) -> Text {
    Text::new(i18n::date(Lang::Zh, day), i18n::date(Lang::En, day))
}

/// Labels and values.
pub(crate) fn rows(labelled: &[Labelled]) -> Vec<Row> {
    labelled.iter().map(|l| Row::new(label(&l.key, &l.label), (&l.value).into())).collect()
}

/// What a value is. A service asks a question for each of its fields; beside an answer a noun is enough.
pub(crate) fn label(field: &str, asked: &app::Text) -> Text {
    Text::message(match field {
        "name" => "register.name",
        "id_number" => "register.id_number",
        "phone" => "register.phone",
        "employment_form" => "field.kind",
        "platform_labour_relation" => "field.relation",
        "platform_name" => "field.platform",
        "other_kind" => "field.other_kind",
        "other_source" => "field.other_source",
        "occupation" => "field.occupation",
        "district" => "field.district",
        "street" => "field.street",
        "start_date" => "field.started",
        _ => return asked.into(),
    })
}

/// An office.
pub(crate) fn office(office: &OfficeShown) -> views::Office {
    views::Office {
        name: (&office.name).into(),
        why: (&office.why).into(),
        address: (&office.address).into(),
        hours: Text::default(),
        phone: String::new(),
        is_demonstration: office.is_demonstration,
    }
}

/// A provision with the address of its sentence on the reading pages.
pub(crate) fn provision(provision: &app::Provision) -> Provision {
    Provision {
        label: (&provision.label).into(),
        words: (&provision.words).into(),
        href: views::href(&Place::Article {
            instrument: provision.instrument.clone(),
            article: provision.article,
            id: provision.anchor.clone(),
        }),
    }
}

/// The provisions that a service carries out.
pub(crate) fn basis(app: &App, service: &str) -> Vec<Provision> {
    app.basis(service).iter().map(provision).collect()
}

/// Whether a conclusion holds.
pub(crate) const fn status(status: app::Status) -> Status {
    match status {
        app::Status::Yes => Status::Yes,
        app::Status::No => Status::No,
        app::Status::Unknown => Status::Unknown,
    }
}

/// A conclusion as a card. Questions and steps lead on only where the reader can answer or go: on a
/// clerk's page they do not.
pub(crate) fn conclusion(from: &app::Conclusion, leads_on: bool) -> Conclusion {
    let holds = status(from.status);
    let todo = Some(Text::from(&from.what_to_do)).filter(|todo| *todo != Text::from(&from.plain));
    Conclusion {
        id: from.key.clone(),
        title: (&from.title).into(),
        status: holds,
        summary: (&from.plain).into(),
        todo,
        not_promised: from.not_promised.as_ref().filter(|_| holds == Status::Yes).map(Text::from),
        provisions: from.provisions.iter().map(provision).collect(),
        rows: rows(&from.fields),
        advice: from.advice.iter().map(|advice| self::advice(advice, leads_on)).collect(),
        reasons: from.reasons.iter().map(Text::from).collect(),
        missing: from
            .missing
            .iter()
            .map(|missing| views::Missing {
                question: (&missing.question).into(),
                href: leads_on.then(|| format!("/check/{}", missing.fact)),
            })
            .collect(),
        offices: from.offices.iter().map(office).collect(),
        streets: from.street_offices.iter().filter(|_| leads_on).filter_map(street_office).collect(),
        because: tree(&mut from.lines.iter().peekable(), 0),
        cautions: from.cautions.iter().map(Text::from).collect(),
    }
}

fn street_office(shown: &OfficeShown) -> Option<views::StreetOffice> {
    let street = shown.street.clone()?;
    Some(views::StreetOffice { street, office: office(shown), is_picked: false })
}

fn advice(advice: &app::Advice, leads_on: bool) -> views::Advice {
    let registers = advice.steps.iter().any(|step| match step {
        app::AdviceStep::Do { fact } => fact == "employment_registered",
        app::AdviceStep::WaitUntil(_) => false,
    });
    views::Advice {
        text: (&advice.text).into(),
        href: (leads_on && registers).then(|| "/register".to_owned()),
    }
}

/// Lines with their depth as a tree: what follows a line and stands deeper is below it.
fn tree<'a>(lines: &mut std::iter::Peekable<impl Iterator<Item = &'a Line>>, depth: usize) -> Vec<Node> {
    let mut nodes = Vec::new();
    while let Some(line) = lines.next_if(|line| line.depth >= depth) {
        let children = tree(lines, line.depth + 1);
        nodes.push(node(line, children));
    }
    nodes
}

fn node(line: &Line, children: Vec<Node>) -> Node {
    let label = line.label.as_deref().unwrap_or_default();
    let name = Text::new(format!("{label}{}", line.name.zh), line.name.en.clone());
    let values = |of: fn(&app::Text) -> &String, colon: &str, between: &str| {
        let parts = line.values.iter().map(|v| format!("{}{colon}{}", of(&v.label), of(&v.value)));
        parts.collect::<Vec<_>>().join(between)
    };
    Node {
        name,
        value: Text::new(values(|t| &t.zh, "：", "；"), values(|t| &t.en, ": ", "; ")),
        status: Some(status(line.status)),
        provision: Some(provision(&line.provision)),
        readings: line.readings.iter().map(|link| ((&link.name).into(), views::href(&link.place))).collect(),
        children,
    }
}

/// How a certificate stands.
pub(crate) const fn verify_state(standing: CertificateStanding) -> VerifyState {
    match standing {
        CertificateStanding::Valid => VerifyState::Valid,
        CertificateStanding::Ended { .. } => VerifyState::Ended,
        CertificateStanding::Replaced { .. } => VerifyState::Replaced,
        CertificateStanding::Revoked { .. } => VerifyState::Revoked,
        CertificateStanding::Unknown => VerifyState::Unknown,
        CertificateStanding::BadSignature => VerifyState::BadSignature,
        CertificateStanding::Unreadable => VerifyState::BadCode,
    }
}
