//! One change to be made: by which way, of which registration, and with which fields of the service.

use app::service::definition::Channel;
use app::{CorrectionShown, RegistrationShown};
use axum::response::{IntoResponse as _, Redirect, Response};

use super::super::draft_form::fill;
use super::super::{Answer, Call, choices, mine, officer, shown};
use crate::forms::{ChangeChoices, Form, Typed, change_form, end_form};
use crate::i18n::Text;
use crate::views::{self, FormView, Office, Problem};

/// By which way a change is made.
#[derive(Debug, Clone)]
pub(super) enum Way {
    /// By the person, of their own registration.
    Own,
    /// By an officer at the window, of the registration with this number.
    Window(String),
}

/// What is to be done.
#[derive(Debug, Clone)]
pub(super) enum Work {
    /// Amend what has changed.
    Amend,
    /// End the registration.
    End,
    /// Look at one field again, as the notice with this id asks.
    Correct(String),
}

/// A change that can begin: there is a registration in force.
pub(super) struct Task {
    pub(super) way: Way,
    pub(super) work: Work,
    pub(super) found: RegistrationShown,
    correction: Option<CorrectionShown>,
}

/// Fields of the service, each with its name in the page's form.
const AMEND: &[(&str, &str)] = &[
    ("employment_form", "employment_form"),
    ("platform_labour_relation", "platform_labour_relation"),
    ("other_kind", "other_kind"),
    ("other_source", "other_source"),
    ("occupation", "occupation"),
    ("district", "employment_region"),
    ("street", "street"),
    ("effective_on", "changed_on"),
];
const END: &[(&str, &str)] = &[("after", "after"), ("effective_on", "ended_on")];

/// The reason under which an officer's look is journalled.
const LOOK: &str = "change";

impl Way {
    /// Where the pages of this way stand; the page of the registration itself.
    pub(super) fn base(&self) -> String {
        match self {
            Self::Own => "/registration".to_owned(),
            Self::Window(number) => format!("/officer/registrations/{number}"),
        }
    }

    /// Where it belongs in the menu.
    pub(super) const fn area(&self) -> &'static str {
        match self {
            Self::Own => "/registration",
            Self::Window(_) => "/officer",
        }
    }

    pub(super) const fn channel(&self) -> Channel {
        match self {
            Self::Own => Channel::Website,
            Self::Window(_) => Channel::Window,
        }
    }

    /// Under which name a change waits to be confirmed.
    pub(super) const fn pending(&self) -> &'static str {
        match self {
            Self::Own => "pending",
            Self::Window(_) => "window_pending",
        }
    }

    /// The way to sign in, for who has not.
    pub(super) fn sign_in_first(&self, call: &Call) -> Option<Response> {
        match self {
            Self::Own => mine::sign_in_first(call),
            Self::Window(_) => officer::sign_in_first(call),
        }
    }

    /// The way back to the registration.
    pub(super) fn back(&self, call: &Call) -> Response {
        Redirect::to(&call.ui.url(self.base())).into_response()
    }
}

impl Task {
    /// Begins it, or gives the way to where one can see why not.
    pub(super) async fn begin(call: &Call, way: Way, work: Work) -> Result<Result<Self, Response>, Problem> {
        if let Some(elsewhere) = way.sign_in_first(call) {
            return Ok(Err(elsewhere));
        }
        let viewer = &call.visit.viewer;
        let correction = match &work {
            Work::Correct(notice) => {
                let notice = notice.parse().map_err(|_| Problem::NotFound)?;
                Some(call.app.correction(viewer, notice).await?)
            }
            Work::Amend | Work::End => None,
        };
        let found = match (&way, &correction) {
            (Way::Window(number), _) => Some(call.app.registration(viewer, number, LOOK).await?),
            (Way::Own, Some(wanted)) => Some(call.app.registration(viewer, &wanted.number, mine::OWN).await?),
            (Way::Own, None) => mine::latest(call).await?,
        };
        Ok(match found.filter(|found| found.standing == app::Standing::InForce) {
            Some(found) => Ok(Self { way, work, found, correction }),
            None => Err(way.back(call)),
        })
    }

    /// The page of the form, with what is registered now.
    pub(super) async fn show(call: &Call, way: Way, work: Work) -> Answer {
        let task = match Self::begin(call, way, work).await? {
            Ok(task) => task,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let mut form = task.form(call);
        for (field, value) in present(&task.found) {
            let name = task.names().iter().find(|(service, _)| *service == field);
            let name = name.map_or(field, |(_, name)| name);
            if let Some(field) = form.fields.iter_mut().find(|f| f.name == name) {
                fill(field, &value);
            }
        }
        Ok(task.page(call, form, None))
    }

    /// Fields of the service, each with its name in the page's form.
    pub(super) const fn names(&self) -> &'static [(&'static str, &'static str)] {
        match self.work {
            Work::Amend | Work::Correct(_) => AMEND,
            Work::End => END,
        }
    }

    /// The form, empty; of a correction the one field that is to be looked at again, and the day.
    pub(super) fn form(&self, call: &Call) -> Form {
        let Some(wanted) = &self.correction else {
            return match self.work {
                Work::End => new_end_form(call),
                Work::Amend | Work::Correct(_) => new_change_form(call, &self.found),
            };
        };
        let mut form = new_change_form(call, &self.found);
        let is_asked = |name: &str| {
            let field =
                AMEND.iter().find(|(_, form_name)| *form_name == name).map_or(name, |(field, _)| field);
            let goes_with = wanted.field == "employment_form"
                && matches!(field, "platform_labour_relation" | "other_kind" | "other_source");
            field == wanted.field || field == "effective_on" || goes_with
        };
        form.fields.retain(|field| is_asked(&field.name));
        if let Some(day) = form.fields.iter_mut().find(|field| field.name == "changed_on") {
            // What was wrong was wrong from the day of the version that holds.
            let from = self.found.effective_on;
            day.typed = Typed::Day {
                year: from.year().to_string(),
                month: from.month().to_string(),
                day: from.day().to_string(),
            };
            day.label = Text::message("correct.from");
            day.hint = Some(Text::message("correct.from_hint"));
        }
        form
    }

    /// The page of the form; `right_office` where another office is the one to go to.
    pub(super) fn page(&self, call: &Call, form: Form, right_office: Option<Office>) -> Response {
        let base = self.way.base();
        let (title, lead, action) = match &self.work {
            Work::Amend => ("change.title", Some("change.lead"), format!("{base}/change")),
            Work::End => ("end.title", Some("end.lead"), format!("{base}/end")),
            Work::Correct(notice) => ("correct.title", None, format!("{base}/correct/{notice}")),
        };
        let mut lead = lead.map(Text::message);
        let mut notes = Vec::new();
        if let Some(wanted) = &self.correction {
            lead = Some((&wanted.reason).into());
            notes.push((&wanted.no_proof).into());
        }
        if let Way::Window(number) = &self.way {
            notes.push(Text::message("officer.on_behalf").with("number", number));
        }
        let view = FormView {
            title: Text::message(title),
            lead,
            notes,
            right_office,
            action,
            back: base,
            form,
            submit: Text::message("change.submit"),
        };
        views::form(&call.ui, &view, self.way.area()).into_response()
    }
}

fn new_change_form(call: &Call, found: &RegistrationShown) -> Form {
    let district = found.details.district.to_string();
    let choices = ChangeChoices {
        kinds: choices::values(&call.app, app::SERVICE_CHANGE, "employment_form"),
        other_kinds: choices::other_kinds(&call.app),
        occupations: choices::occupations(&call.app),
        districts: choices::districts(&call.app),
        streets: choices::streets(&call.app, &district),
        platforms: Some(choices::platforms(&call.app)),
    };
    change_form(choices, call.app.today())
}

fn new_end_form(call: &Call) -> Form {
    let mut form = end_form(choices::values(&call.app, app::SERVICE_CHANGE, "after"), call.app.today());
    let pack = call.app.library().pack(app::SERVICE_CHANGE);
    let asked = pack.and_then(|pack| pack.field("after"));
    // The service asks what comes after, because that is what the law looks at; not why it ended.
    if let (Some(field), Some(asked)) = (form.fields.iter_mut().find(|f| f.name == "reason"), asked) {
        "after".clone_into(&mut field.name);
        field.label = shown::words(&asked.label);
        field.hint = asked.hint.as_ref().map(shown::words);
    }
    form
}

/// What is registered now, under the names of the service's fields.
fn present(found: &RegistrationShown) -> Vec<(&'static str, String)> {
    let details = &found.details;
    let mut present = vec![
        ("employment_form", details.kind.code().to_owned()),
        ("occupation", details.occupation.text.clone()),
        ("district", details.district.to_string()),
    ];
    present.extend(details.street.as_ref().map(|street| ("street", street.to_string())));
    present.extend(details.platform_labour_relation.map(|r| ("platform_labour_relation", r.to_string())));
    if let Some(other) = &details.other {
        present.extend([("other_kind", other.name.clone()), ("other_source", other.source.clone())]);
    }
    present
}
