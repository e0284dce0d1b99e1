//! A clerk's numbers: registrations by district and kind, of the own place; for the city of all.

use app::CountShown;
use axum::Router;
use axum::response::IntoResponse as _;
use axum::routing::get;

use super::{Answer, Call, choices, officer};
use crate::desk::Desk;
use crate::i18n::Text;
use crate::views::{self, CountRow, CountsView};

pub(crate) fn routes() -> Router<Desk> {
    Router::new().route("/officer/counts", get(show))
}

async fn show(call: Call) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let found = call.app.officer_counts(&call.visit.viewer).await?;
    let kinds: Vec<Text> = choices::values(&call.app, app::SERVICE_REGISTER, "employment_form")
        .into_iter()
        .map(|kind| kind.label)
        .collect();
    let place = call.visit.viewer.officer().map(|account| call.app.place_of(account));
    let rows = rows(&kinds, &found);
    let all = (rows.len() > 1).then(|| all(kinds.len(), &rows));
    let view = CountsView { place: place.map(Text::from).unwrap_or_default(), kinds, rows, all };
    Ok(views::counts(&call.ui, &view).into_response())
}

/// The counts as a table: a row for each district, a column for each kind.
fn rows(kinds: &[Text], found: &[CountShown]) -> Vec<CountRow> {
    let mut rows: Vec<(&str, CountRow)> = Vec::new();
    for count in found {
        let at = rows.iter().position(|(district, _)| *district == count.district);
        let at = at.unwrap_or_else(|| {
            let kinds = vec![0; kinds.len()];
            rows.push((&count.district, CountRow { name: (&count.name).into(), kinds, active: 0, ended: 0 }));
            rows.len() - 1
        });
        let kind = kinds.iter().position(|kind| *kind == Text::from(&count.kind));
        let Some((_, row)) = rows.get_mut(at) else { continue };
        if let Some(amount) = kind.and_then(|kind| row.kinds.get_mut(kind)) {
            *amount += count.active;
        }
        row.active += count.active;
        row.ended += count.ended;
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

fn all(kinds: usize, rows: &[CountRow]) -> CountRow {
    let of = |kind: usize| rows.iter().filter_map(|row| row.kinds.get(kind)).sum();
    CountRow {
        name: Text::message("counts.all"),
        kinds: (0..kinds).map(of).collect(),
        active: rows.iter().map(|row| row.active).sum(),
        ended: rows.iter().map(|row| row.ended).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_district_come_together_and_the_last_row_is_their_sum() {
        let kinds = [Text::new("甲", "a"), Text::new("乙", "b")];
        let count = |district: &str, kind: usize, active, ended| CountShown {
            district: district.to_owned(),
            name: app::Text::same(district),
            kind: app::Text::new(&kinds[kind].zh, &kinds[kind].en),
            active,
            ended,
        };
        let rows = rows(&kinds, &[count("1", 1, 4, 1), count("2", 0, 2, 0), count("1", 0, 3, 2)]);
        assert_eq!(rows.iter().map(|row| row.kinds.clone()).collect::<Vec<_>>(), [vec![3, 4], vec![2, 0]]);
        let all = all(2, &rows);
        assert_eq!((all.kinds, all.active, all.ended), (vec![5, 4], 9, 3));
    }
}
