//! How an office is rated: how often each step was given in a month. No case, no person, no words.

use std::collections::BTreeMap;

use jiff::civil::Date;
use registry::money::Month;

use super::{RatingError, supervises};
use crate::sources::beijing_noon;
use crate::text::Text;
use crate::{App, Fault, Viewer};

/// How often each step was given to an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeRatings {
    /// The office.
    pub office: Text,
    /// How often: by stars, the best first, as the steps stand.
    pub by_step: Vec<u64>,
    /// All of them.
    pub total: u64,
}

/// The ratings of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingCounts {
    /// The month.
    pub month: Month,
    /// The words of the steps, the best first.
    pub steps: Vec<Text>,
    /// By office.
    pub rows: Vec<OfficeRatings>,
}

impl App {
    /// How the offices that the viewer supervises were rated in a month; without one, in the present month.
    pub async fn ratings_counted(
        &self,
        viewer: &Viewer,
        month: Option<Month>,
    ) -> Result<RatingCounts, RatingError> {
        let account = supervises(viewer)?;
        let month = month.unwrap_or_else(|| Month::of(self.today()));
        let midnight = |day: Date| {
            let noon = beijing_noon(day);
            noon.checked_sub(jiff::SignedDuration::from_hours(12)).unwrap_or(noon)
        };
        let (from, to) = (midnight(month.first_day()), midnight(month.next().first_day()));
        let found = self.parts.store.rating_counts(from, to).await.map_err(Fault::from)?;
        let offices = self.offices_supervised(account);
        let steps = &self.library().rating.steps;
        let mut rows: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        for count in found {
            let Some(office) = count.office.filter(|office| offices.contains(office)) else { continue };
            let row = rows.entry(office).or_insert_with(|| vec![0; steps.len()]);
            let at = steps.iter().position(|step| step.stars == count.stars);
            if let Some(amount) = at.and_then(|at| row.get_mut(at)) {
                *amount += count.amount;
            }
        }
        let rows = rows.into_iter().map(|(id, by_step)| OfficeRatings {
            office: self.library().directory.office(&id).map(|o| Text::from(&o.name)).unwrap_or_default(),
            total: by_step.iter().sum(),
            by_step,
        });
        let steps = steps.iter().map(|step| Text::from(&step.label)).collect();
        Ok(RatingCounts { month, steps, rows: rows.collect() })
    }
}
