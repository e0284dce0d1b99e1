//! The registry's codes in the words of the packs and questions: forms of work, channels, places,
//! reasons. What no data file words is worded here.

use jiff::civil::Date;
use registry::registration::{EmploymentDetails, EnteredBy};
use registry::{Account, FlexibleKind, StreetCode};

use crate::known::{END_EMPLOYEE, END_NONE};
use crate::shown::Labelled;
use crate::text::Text;
use crate::{App, Fault};

/// A day as each language writes it.
pub(crate) fn day(day: Date) -> Text {
    Text::new(day.strftime("%-Y年%-m月%-d日").to_string(), day.strftime("%-d %B %-Y").to_string())
}

/// A channel.
pub(crate) fn channel(channel: registry::form::Channel) -> Text {
    use registry::form::Channel;
    match channel {
        Channel::Website => Text::new("网站", "website"),
        Channel::App => Text::new("“北京人社”APP", "Beijing Renshe app"),
        Channel::Wechat => Text::new("微信公众号", "WeChat account"),
        Channel::Window => Text::new("服务窗口", "service window"),
    }
}

/// Who typed it in. `officers` are the accounts on record.
pub(crate) fn entered_by(by: &EnteredBy, officers: &[Account]) -> Text {
    match by {
        EnteredBy::Person => Text::new("本人", "the person"),
        EnteredBy::Officer(id) => match officers.iter().find(|account| account.id == *id) {
            Some(account) => Text::new(
                format!("{}代本人录入", account.display_name),
                format!("{} on the person's behalf", account.display_name),
            ),
            None => Text::new("工作人员代本人录入", "an officer on the person's behalf"),
        },
    }
}

/// What happened to a registration.
pub(crate) fn event(code: &str) -> Text {
    match code {
        "registered" => Text::new("办理登记", "Registered"),
        "changed" => Text::new("变更信息", "Changed"),
        "ended" => Text::new("终止登记", "Ended"),
        other => Text::same(other),
    }
}

impl App {
    /// The label of a field and of one of its values in a pack.
    pub(crate) fn field_label(&self, field: &str) -> Text {
        let packs = [crate::register::SERVICE, crate::change::SERVICE];
        let found = packs.iter().find_map(|id| self.library().pack(id)?.field(field));
        found.map_or_else(|| Text::same(field), |field| Text::from(&field.label))
    }

    fn choice_label(&self, service: &str, field: &str, value: &str) -> Option<Text> {
        let field = self.library().pack(service)?.field(field)?;
        field.values.iter().find(|choice| choice.id == value).map(|choice| Text::from(&choice.label))
    }

    /// A form of flexible work.
    pub(crate) fn kind_words(&self, kind: FlexibleKind) -> Text {
        let label = self.choice_label(crate::register::SERVICE, "employment_form", kind.code());
        label.unwrap_or_else(|| Text::same(kind.code()))
    }

    /// Why a registration ended.
    pub(crate) fn end_reason(&self, reason: &str) -> Text {
        match reason {
            END_EMPLOYEE | END_NONE => self
                .choice_label(crate::change::SERVICE, "after", reason)
                .unwrap_or_else(|| Text::same(reason)),
            other => Text::same(other),
        }
    }

    /// A street or town; there is no official English name.
    pub(crate) fn street_name(&self, code: &StreetCode) -> Text {
        let street = self.library().streets.street(code.as_str());
        street.map_or_else(|| Text::same(code.as_str()), |street| Text::same(&street.name))
    }

    /// The accounts that some versions name; none are looked up where each is the person's own.
    pub(crate) async fn officers_of<'a>(
        &self,
        mut versions: impl Iterator<Item = &'a EnteredBy>,
    ) -> Result<Vec<Account>, Fault> {
        if versions.all(|by| *by == EnteredBy::Person) {
            return Ok(Vec::new());
        }
        Ok(self.parts.store.account_list().await?)
    }

    /// Employment in words, in the order of the pack.
    pub(crate) fn details_rows(&self, details: &EmploymentDetails) -> Vec<Labelled> {
        let general = &self.library().questions.general;
        let mut rows = Vec::new();
        let mut row = |key: &str, value: Text| rows.push(Labelled::new(key, self.field_label(key), value));
        row("employment_form", self.kind_words(details.kind));
        if let Some(relation) = details.platform_labour_relation {
            row("platform_labour_relation", Text::from(if relation { &general.yes } else { &general.no }));
        }
        if let Some(platform) = &details.platform {
            row("platform_name", Text::same(platform));
        }
        if let Some(other) = &details.other {
            row("other_kind", Text::same(&other.name));
            row("other_source", Text::same(&other.source));
        }
        row("occupation", Text::same(&details.occupation.text));
        row("district", self.district_name(details.district.as_str()));
        if let Some(street) = &details.street {
            row("street", self.street_name(street));
        }
        row("start_date", day(details.started_on));
        rows
    }
}
