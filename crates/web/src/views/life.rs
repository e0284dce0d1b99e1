//! What happens in a life: the events to pick from, and one event as a list of things to do in order.

use askama::Template;

use super::layout::{Head, Page, render};
use crate::i18n::Text;
use crate::ui::Ui;

/// The events.
#[derive(Debug, Clone)]
pub struct LifeEventsView {
    /// Each with its address, what the person would say and what it is about.
    pub rows: Vec<(String, Text, Text)>,
}

/// One event.
#[derive(Debug, Clone)]
pub struct LifeView {
    /// What the person would say.
    pub title: Text,
    /// What it is about.
    pub summary: Text,
    /// What one then does, in order.
    pub tasks: Vec<LifeTask>,
    /// Where to sign in, if nobody is: then nothing stands on record.
    pub sign_in: Option<String>,
}

impl LifeView {
    /// How many things there are to do, and how many are done, where somebody is signed in.
    fn done(&self) -> Option<(usize, usize)> {
        let done = self.tasks.iter().filter(|task| matches!(task.standing, LifeStanding::Done(_))).count();
        self.sign_in.is_none().then_some((done, self.tasks.len()))
    }
}

/// One thing to do.
#[derive(Debug, Clone)]
pub struct LifeTask {
    /// Where it is done.
    pub href: String,
    /// The service's title.
    pub title: Text,
    /// Why, and for whom.
    pub why: Text,
    /// How it stands.
    pub standing: LifeStanding,
}

/// How a thing to do stands.
#[derive(Debug, Clone)]
pub enum LifeStanding {
    /// Nobody is signed in.
    Untold,
    /// It is done; the page of the case, where there was one.
    Done(Option<String>),
    /// A case is under way: its page.
    Running(String),
    /// A case waits for the person: its page.
    YourTurn(String),
    /// By what is known the person qualifies.
    Ready,
    /// It depends on something that is not known yet.
    Open,
    /// By what is known it is not for the person, with what would be otherwise.
    NotNow(Vec<Text>),
    /// The service is not open.
    Closed,
}

impl LifeStanding {
    /// Its words and its mark, if anything is to be said.
    const fn words(&self) -> Option<(&'static str, &'static str, &'static str)> {
        match self {
            Self::Untold => None,
            Self::Done(_) => Some(("life.done", "yes", "✓")),
            Self::Running(_) => Some(("life.running", "unknown", "…")),
            Self::YourTurn(_) => Some(("life.your_turn", "unknown", "!")),
            Self::Ready => Some(("life.ready", "yes", "→")),
            Self::Open => Some(("life.open", "unknown", "?")),
            Self::NotNow(_) => Some(("life.not_now", "ended", "–")),
            Self::Closed => Some(("life.closed", "ended", "–")),
        }
    }

    /// The case, where there is one.
    fn case(&self) -> Option<&str> {
        match self {
            Self::Running(case) | Self::YourTurn(case) => Some(case),
            Self::Done(case) => case.as_deref(),
            Self::Untold | Self::Ready | Self::Open | Self::NotNow(_) | Self::Closed => None,
        }
    }

    /// What would be otherwise.
    fn reasons(&self) -> &[Text] {
        if let Self::NotNow(reasons) = self { reasons } else { &[] }
    }
}

#[derive(Template)]
#[template(path = "services/life_events.html")]
struct EventsBody<'a> {
    ui: &'a Ui,
    view: &'a LifeEventsView,
}

#[derive(Template)]
#[template(path = "services/life.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a LifeView,
}

/// Makes the list of events.
pub fn life_events(ui: &Ui, view: &LifeEventsView) -> Page {
    let title = ui.s("life.title");
    render(ui, &Head::new(&title, "/services").back(Some("/")), &EventsBody { ui, view })
}

/// Makes the page of an event.
pub fn life(ui: &Ui, view: &LifeView) -> Page {
    let head = Head::new(ui.plain(&view.title), "/services").back(Some("/life"));
    render(ui, &head, &Body { ui, view })
}
