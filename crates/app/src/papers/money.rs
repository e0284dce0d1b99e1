//! The figures of money papers: read off the ledgers as they stood after the step that issued the paper, never taken
//! from a form. What came later changes a later paper, not this one.

use documents::Bilingual;
use documents::paper::{Entry, Group, LineKind, LineTemplate, Month as PaperMonth, Rows, Scalar};
use registry::PersonId;
use registry::money::ledger::ContributionState;
use registry::money::statement::{Statement, StatementLine};
use registry::money::{Month, MonthLedger, Source, Stamp, SubsidyLedger};
use service::Pack;

use super::issued::Issue;
use crate::money::subsidy::programme;
use crate::{App, Fault};

/// The ledgers of a person as they stood when a paper was issued.
pub(super) struct Ledgers {
    statements: Vec<Statement>,
    subsidy: Option<SubsidyLedger>,
}

impl App {
    /// The ledgers that a paper of a case reads; none where its service does not touch money.
    pub(super) async fn paper_ledgers(
        &self,
        issue: &Issue,
        pack: &Pack,
        person: PersonId,
    ) -> Result<Ledgers, Fault> {
        let was_there = |stamp: &Stamp| {
            let by_this_step = stamp.source == Source::Case(issue.case.id)
                && issue.next_at.is_none_or(|next_at| stamp.at < next_at);
            stamp.at <= issue.at || by_this_step
        };
        let ledgers = self.money_of_then::<MonthLedger>(person, was_there).await?;
        let about: Vec<&str> =
            pack.definition.effects.iter().filter_map(|effect| effect.about.as_deref()).collect();
        let statements = ledgers
            .iter()
            .filter(|ledger| about.contains(&ledger.insurance().as_str()))
            .filter_map(|ledger| Some(Statement::of(ledger, &[], ledger.months().next_back()?.0)))
            .collect();
        let of_pack = programme(pack);
        let subsidies = self.money_of_then::<SubsidyLedger>(person, was_there).await?;
        let subsidy = subsidies.into_iter().find(|ledger| Some(ledger.programme()) == of_pack);
        Ok(Ledgers { statements, subsidy: subsidy.filter(|ledger| ledger.term().is_some()) })
    }
}

impl Ledgers {
    /// What the ledgers say for a line; none where it is not one of theirs.
    pub(super) fn entry(&self, app: &App, line: &LineTemplate) -> Option<Entry> {
        let months = || self.statements.iter().flat_map(|statement| &statement.lines).map(|line| line.month);
        let number = |amount: usize| Some(Entry::One(Scalar::Number(u64::try_from(amount).ok()?)));
        let month = |month: Month| Entry::One(Scalar::Month(paper_month(month)));
        match (line.id.as_str(), line.kind) {
            ("period_from", LineKind::Month) => months().min().map(month),
            ("period_to", LineKind::Month) => months().max().map(month),
            ("months_counted", LineKind::Number) => {
                let counted = self.statements.iter().map(Statement::months).max()?;
                Some(Entry::One(Scalar::Number(counted.into())))
            }
            ("months_deferred", LineKind::Number) => {
                let lines = self.statements.iter().flat_map(|statement| &statement.lines);
                number(lines.filter(|line| line.state == ContributionState::Deferred).count())
            }
            ("months", LineKind::Table) if !self.statements.is_empty() => {
                Some(Entry::Table(self.table(app, line)))
            }
            ("months", LineKind::Number) => {
                self.subsidy.as_ref().map(|held| Entry::One(Scalar::Number(held.months_left().into())))
            }
            ("months_used", LineKind::Number) => {
                self.subsidy.as_ref().map(|held| Entry::One(Scalar::Number(held.months_granted().into())))
            }
            ("first_month", LineKind::Month) => Some(month(self.subsidy.as_ref()?.term()?.first)),
            ("until", LineKind::Date) => {
                Some(Entry::One(Scalar::Date(self.subsidy.as_ref()?.term()?.last_day?)))
            }
            _ => None,
        }
    }

    /// The months under their years; the columns of money are summed but for the base.
    fn table(&self, app: &App, line: &LineTemplate) -> Rows {
        let ids: Vec<&str> = line.columns.iter().map(|column| column.id.as_str()).collect();
        let row = |insurance: &str, line: &StatementLine| -> Vec<Option<Scalar>> {
            ids.iter().map(|id| cell(app, id, insurance, line)).collect()
        };
        let all = self.statements.iter().flat_map(|statement| {
            statement.lines.iter().map(move |line| (statement.insurance.as_str(), line))
        });
        let mut all: Vec<_> = all.collect();
        all.sort_by_key(|(insurance, line)| (line.month, *insurance));
        let mut groups: Vec<(i16, Vec<Vec<Option<Scalar>>>)> = Vec::new();
        for (insurance, line) in all {
            let year = line.month.year();
            match groups.last_mut() {
                Some((of, rows)) if *of == year => rows.push(row(insurance, line)),
                _ => groups.push((year, vec![row(insurance, line)])),
            }
        }
        let totals = |rows: &[&Vec<Option<Scalar>>]| -> Vec<Option<i64>> {
            let sum = |at: usize| rows.iter().filter_map(|row| fen(row.get(at)?.as_ref()?)).sum();
            ids.iter().enumerate().map(|(at, id)| SUMMED.contains(id).then(|| sum(at))).collect()
        };
        let whole: Vec<_> = groups.iter().flat_map(|(_, rows)| rows).collect();
        let whole = totals(&whole);
        let groups = groups.into_iter().map(|(year, rows)| Group {
            label: Bilingual::new(format!("{year} 年"), year.to_string()),
            totals: totals(&rows.iter().collect::<Vec<_>>()),
            rows,
        });
        Rows { groups: groups.collect(), totals: whole }
    }
}

/// The columns that have a sum.
const SUMMED: [&str; 3] = ["due", "paid", "deferred"];

fn cell(app: &App, column: &str, insurance: &str, line: &StatementLine) -> Option<Scalar> {
    use ContributionState as S;
    let amount = line.amount.map(|amount| Scalar::Money(amount.0));
    let is_paid = matches!(line.state, S::Paid | S::Credited);
    match column {
        "month" => Some(Scalar::Month(paper_month(line.month))),
        "insurance" => Some(super::lines::insurance(app, insurance)),
        "base" => line.base.map(|base| Scalar::Money(base.0)),
        "due" => amount.filter(|_| is_paid || line.state == S::Due),
        "paid" => amount.filter(|_| is_paid),
        "deferred" => amount.filter(|_| line.state == S::Deferred),
        "state" => Some(state(line.state)),
        _ => None,
    }
}

fn state(state: ContributionState) -> Scalar {
    let (zh, en) = match state {
        ContributionState::Open => ("未核定", "not charged"),
        ContributionState::Due => ("应缴", "due"),
        ContributionState::Deferred => ("缓缴", "put off"),
        ContributionState::Paid => ("已缴", "paid"),
        ContributionState::Credited => ("已记账", "credited"),
    };
    Scalar::words(zh, en)
}

fn fen(scalar: &Scalar) -> Option<i64> {
    match scalar {
        Scalar::Money(fen) => Some(*fen),
        Scalar::Text(_)
        | Scalar::Words(_)
        | Scalar::Date(_)
        | Scalar::Month(_)
        | Scalar::Number(_)
        | Scalar::District { .. } => None,
    }
}

fn paper_month(month: Month) -> PaperMonth {
    PaperMonth { year: month.year(), month: month.month() }
}
