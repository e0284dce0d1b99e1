//! The effects on an entitlement: a term is opened, months of it are granted by two officers with a sourced figure, it is
//! suspended, resumed, extended, stopped, and what was wrongly granted is claimed back. Each granted line has an order
//! and a posting in the same transaction; it is paid by a cycle, which is no step of a case.

use std::str::FromStr as _;

use jiff::civil::Date;
use registry::Region;
use registry::money::figure::{Amount, Figure};
use registry::money::ledger::LedgerEvent;
use registry::money::order::EntitlementLine;
use registry::money::recovery::recover;
use registry::money::subsidy::{GrantRequest, InsuranceGrant, SubsidyEvent};
use registry::money::{Code, Insurance, Month, MonthLedger, PaymentOrder, Programme, SubsidyLedger};
use service::Pack;
use service::case::{Actor, EffectToDo};
use service::effect::EffectKind;
use service::field::FieldKind;

use super::aggregate::Aggregate as _;
use super::values::{fen, field_of, month, refused, said};
use super::work::{MoneyWork, Open};
use crate::cases::{About, GroundsError};
use crate::{App, Fault};

/// What is done to an entitlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subsidy {
    Open,
    Grant,
    Extend,
    Suspend,
    Resume,
    Stop,
    Recover,
}

/// What ends the name of a field that takes the figure of an insurance.
const FIGURE: &str = "_fen";
/// The field of a conclusion that says how many months are left.
const MONTHS_REMAINING: &str = "months_remaining";
/// The field of a conclusion that says how long a term is extended.
const EXTENDED_UNTIL: &str = "extended_until";
/// The reason of a stop that names none: the person's own wish.
const OWN_WISH: Code = Code::from_static("own_wish");

/// The programme under which the cases of a service stand: the one whose term it opens, else the service's conclusion.
pub(crate) fn programme(pack: &Pack) -> Option<Programme> {
    let effects = &pack.definition.effects;
    let has = |kind| effects.iter().find(move |effect| effect.kind == kind);
    has(EffectKind::OpenSubsidy).or_else(|| has(EffectKind::ExtendSubsidy))?;
    let mut named = effects.iter().filter(|effect| effect.kind == EffectKind::OpenSubsidy);
    let named = named.find_map(|effect| effect.about.as_deref());
    Programme::from_str(named.unwrap_or(&pack.definition.conclusion)).ok()
}

/// The insurances for which a service grants, by the fields that take their figures.
fn insurances(pack: &Pack) -> Vec<Insurance> {
    let grants =
        pack.definition.effects.iter().filter(|effect| effect.kind == EffectKind::GrantSubsidyMonths);
    let fields = grants.flat_map(|effect| &effect.fields);
    fields.filter_map(|field| field.strip_suffix(FIGURE)?.parse().ok()).collect()
}

impl App {
    /// Does it.
    pub(crate) async fn subsidise(
        &self,
        work: &mut MoneyWork,
        about: &About<'_>,
        effect: &EffectToDo,
        what: Subsidy,
    ) -> Result<(), GroundsError> {
        let programme = programme(about.pack)
            .ok_or_else(|| Fault::internal("a subsidy of a service without a programme"))?;
        let key = self.subsidy_read(work, about, programme).await?;
        let stamp = self.stamp(about);
        let this = Month::of(stamp.on);
        let held = &subsidy(work, &key)?.now;
        let event = match what {
            Subsidy::Open => self.opening(about, held, this)?,
            Subsidy::Extend => extension(about, held, &insurances(about.pack))?,
            Subsidy::Suspend => {
                SubsidyEvent::Suspended { from: this, reason: about.reason().unwrap_or(OWN_WISH) }
            }
            // What the law does not say is lost, is not.
            Subsidy::Resume => SubsidyEvent::Resumed { from: this, withheld_lost: false },
            Subsidy::Stop => SubsidyEvent::Stopped { last: this, reason: about.reason().unwrap_or(OWN_WISH) },
            Subsidy::Grant => return self.grant(work, about, effect, &key).await,
            Subsidy::Recover => return self.recover(work, about, effect, &key).await,
        };
        let recorded = held.record(event, &stamp).map_err(|error| refused("subsidy", error))?;
        Ok(subsidy(work, &key)?.take(recorded)?)
    }

    /// The entitlement that a case is about: the programme's own, or for an extension the one whose term is over.
    async fn subsidy_read(
        &self,
        work: &mut MoneyWork,
        about: &About<'_>,
        programme: Programme,
    ) -> Result<String, Fault> {
        let own = SubsidyLedger::new(about.person.id, programme);
        let opens = about
            .pack
            .definition
            .effects
            .iter()
            .any(|effect| effect.kind == EffectKind::OpenSubsidy && effect.about.is_some());
        if !opens && work.subsidies.is_empty() {
            let known = self.money_of::<SubsidyLedger>(about.person.id).await?;
            if let Some(open) = super::grounds::of_extension(known, self.today(), |open| &open.now) {
                let key = open.now.key();
                work.subsidies.insert(key.clone(), open);
                return Ok(key);
            }
        }
        if let (false, Some(key)) = (opens, work.subsidies.keys().next()) {
            return Ok(key.clone());
        }
        Ok(self.money_open(&mut work.subsidies, own).await?.now.key())
    }

    /// A term from the month of filing on, with the months that the law's answer leaves. Where the law counts no months,
    /// they are those of the district's own measure, which must say from when to when it runs.
    fn opening(
        &self,
        about: &About<'_>,
        held: &SubsidyLedger,
        this: Month,
    ) -> Result<SubsidyEvent, GroundsError> {
        let over = held
            .term()
            .and_then(|term| term.stopped.map(|(last, _)| last).or_else(|| term.last_day.map(Month::of)));
        // The month with which it was stopped wrongly is granted by its stop: what goes on is the next.
        let first = over.map_or_else(|| Month::of(about.case.opened_on), |last| last.next().max(this));
        let remaining = about.grounds.outcome(&about.pack.definition.conclusion, MONTHS_REMAINING).first();
        let (last_day, months_left) = if let Some(months) = remaining.and_then(|months| months.parse().ok()) {
            (None, months)
        } else {
            let last = self.measure_ends(about)?;
            let left = first.until(Month::of(last)) + 1;
            (Some(last), u32::try_from(left).unwrap_or(0))
        };
        Ok(SubsidyEvent::Opened { first, last_day, months_left, insurances: insurances(about.pack) })
    }

    /// The last day of the districts' measure under which a service runs, for the district of the case's office.
    fn measure_ends(&self, about: &About<'_>) -> Result<Date, GroundsError> {
        let wanted = || refused("subsidy", "a measure of the district that names its last day");
        let district: i64 = self.district_of(about)?.as_str().parse().map_err(|_| wanted())?;
        let article = about.pack.definition.anchors.first().map(|anchor| anchor.article);
        let today = crate::book::law_day(self.today()).ok_or_else(wanted)?;
        let own = self.policy().parameters.iter().filter(|parameter| Some(parameter.article) == article);
        let rows = own.flat_map(|parameter| &parameter.rows).filter(|row| row.holds(today, None));
        let here = |row: &&law::parameter::Row| match &row.value {
            law::parameter::Setting::Regions(regions) => regions.contains(&district),
            law::parameter::Setting::Money(_)
            | law::parameter::Setting::Ratio(_)
            | law::parameter::Setting::Choices(_)
            | law::parameter::Setting::Number(_)
            | law::parameter::Setting::Flag(_)
            | law::parameter::Setting::Scale(_)
            | law::parameter::Setting::ByRegion { .. } => false,
        };
        let mut ends = rows.filter(here).filter_map(|row| row.to);
        Ok(crate::app::civil(ends.next().ok_or_else(wanted)?)?)
    }

    /// The district of the case's office, whose budget an order burdens.
    fn district_of(&self, about: &About<'_>) -> Result<Region, Fault> {
        let office = about.case.office.as_deref().and_then(|id| self.library().directory.office(id));
        let office = office.ok_or_else(|| Fault::internal("a subsidy of a case without an office"))?;
        office.district.parse().map_err(|_| Fault::internal("directory: a district's code"))
    }

    /// A month with the figures of one officer, confirmed by another: each line granted, shown in its ledger, ordered.
    async fn grant(
        &self,
        work: &mut MoneyWork,
        about: &About<'_>,
        effect: &EffectToDo,
        key: &str,
    ) -> Result<(), GroundsError> {
        let (field, month) = month(about.pack, effect)?
            .ok_or_else(|| Fault::internal("a grant without a field of a month"))?;
        let source = field_of(about.pack, effect, FieldKind::ShortText);
        let source = source.ok_or_else(|| Fault::internal("a grant without the source of its figures"))?;
        let document: registry::money::Reference =
            said(&effect.values, &source.id)?.parse().map_err(|error| refused(&source.id, error))?;
        let (entered_by, approved_by) = about.two_officers()?;
        let (person, programme) = (about.person.id, subsidy(work, key)?.now.programme());
        let figures = effect.effect.fields.iter().filter(|field| effect.values.contains_key(*field));
        let figures: Vec<(&String, Insurance)> =
            figures.filter_map(|field| Some((field, field.strip_suffix(FIGURE)?.parse().ok()?))).collect();
        let mut request = GrantRequest { month, lines: Vec::new() };
        for (field, insurance) in figures {
            if effect.values.get(field).is_some_and(|value| value.as_str().is_empty()) {
                continue;
            }
            let ledger = self.money_open(&mut work.ledgers, MonthLedger::new(person, insurance)).await?;
            let elsewhere = ledger.now.month(month).and_then(|entry| entry.programme);
            let line = InsuranceGrant {
                insurance,
                amount: fen(&effect.values, field)?,
                // Article 4 does not ask that it be paid first; what a later document asks is the officer's to look at.
                is_paid: true,
                elsewhere: elsewhere.filter(|held| *held != programme),
            };
            let held = &subsidy(work, key)?.now;
            let open = held.month_is_open(month).and_then(|()| held.line_is_open(month, &line));
            open.map_err(|refusal| refused(&field_of_refusal(&refusal, field), refusal))?;
            request.lines.push(line);
        }
        let stamp = self.stamp(about);
        let event = subsidy(work, key)?.now.judge(&request);
        if let SubsidyEvent::MonthRefused { refusal, .. } = &event {
            return Err(refused(&field.id, refusal));
        }
        let recorded =
            subsidy(work, key)?.now.record(event, &stamp).map_err(|error| refused(&field.id, error))?;
        subsidy(work, key)?.take(recorded)?;
        let district = self.district_of(about)?;
        for line in request.lines {
            let (insurance, amount) = (line.insurance, line.amount);
            let ledger = self.money_open(&mut work.ledgers, MonthLedger::new(person, insurance)).await?;
            let event = LedgerEvent::Subsidised { month, amount, programme };
            let recorded = ledger.now.record([event], &stamp).map_err(|error| refused(&field.id, error))?;
            let ledger_key = ledger.now.key();
            for recorded in recorded {
                work.book(&ledger_key, recorded)?;
            }
            let figure = Figure { amount, document: document.clone(), entered_by };
            let order = PaymentOrder::new(
                EntitlementLine { person, programme, insurance, month },
                district.clone(),
                stamp.at,
                Amount::Approved { figure, approved_by },
            );
            work.orders.insert(order.key(), Open::new(order)?);
        }
        Ok(())
    }

    /// Claims a month back, or where none is named all of them; an order that is not paid is cancelled with it.
    async fn recover(
        &self,
        work: &mut MoneyWork,
        about: &About<'_>,
        effect: &EffectToDo,
        key: &str,
    ) -> Result<(), GroundsError> {
        let wanted = month(about.pack, effect)?;
        let (name, wanted) =
            wanted.map_or(("month", None), |(field, month)| (field.id.as_str(), Some(month)));
        let stamp = self.stamp(about);
        let reason = about.reason().unwrap_or(OWN_WISH);
        let (person, programme) = (about.person.id, subsidy(work, key)?.now.programme());
        let lines: Vec<(Month, Insurance)> = subsidy(work, key)?
            .now
            .months()
            .filter(|(month, _)| wanted.is_none_or(|wanted| wanted == *month))
            .flat_map(|(month, lines)| {
                lines
                    .iter()
                    .filter(|(_, line)| !line.recovered)
                    .map(move |(insurance, _)| (month, *insurance))
            })
            .collect();
        if lines.is_empty() && wanted.is_some() {
            return Err(refused(name, "a month that was granted and not claimed back"));
        }
        for (month, insurance) in lines {
            self.money_open(&mut work.ledgers, MonthLedger::new(person, insurance)).await?;
            let order = EntitlementLine { person, programme, insurance, month }.order_id().to_string();
            if !work.orders.contains_key(&order) {
                let found = self.money_find::<PaymentOrder>(&order).await?;
                let found = found.ok_or_else(|| Fault::internal("a granted line without an order"))?;
                work.orders.insert(order.clone(), found);
            }
            let ledger_key = super::aggregate::insurance_key(person, insurance);
            let lost = || Fault::internal("an aggregate that was just read");
            let ledger = work.ledgers.get(&ledger_key).ok_or_else(lost)?;
            let held = work.orders.get(&order).ok_or_else(lost)?;
            // The law counts the months received: one claimed back whole was not.
            let claimed = recover(&subsidy_of(work, key)?.now, &ledger.now, &held.now, reason, true, &stamp)
                .map_err(|error| refused(name, error))?;
            // The claim's own posting comes with the ledger's event.
            work.book(&ledger_key, claimed.ledger)?;
            let booked = posting_ids(work);
            work.postings.extend(claimed.postings.into_iter().filter(|made| !booked.contains(&made.id())));
            subsidy(work, key)?.take(claimed.subsidy)?;
            if let Some(event) = claimed.order {
                work.orders.get_mut(&order).ok_or_else(lost)?.take(event)?;
            }
        }
        Ok(())
    }
}

fn posting_ids(work: &MoneyWork) -> std::collections::BTreeSet<registry::money::TransactionId> {
    work.postings.iter().map(registry::money::Transaction::id).collect()
}

fn subsidy_of<'a>(work: &'a MoneyWork, key: &str) -> Result<&'a Open<SubsidyLedger>, Fault> {
    work.subsidies.get(key).ok_or_else(|| Fault::internal("an entitlement that was not read"))
}

fn subsidy<'a>(work: &'a mut MoneyWork, key: &str) -> Result<&'a mut Open<SubsidyLedger>, Fault> {
    work.subsidies.get_mut(key).ok_or_else(|| Fault::internal("an entitlement that was not read"))
}

/// A refusal of the whole month stands beside the month, one of an insurance beside its figure.
fn field_of_refusal(refusal: &registry::money::subsidy::Refusal, figure: &str) -> String {
    use registry::money::subsidy::Refusal as R;
    match refusal {
        R::NotCovered { .. } | R::NotPaid { .. } | R::AlreadyGranted { .. } | R::GrantedElsewhere { .. } => {
            figure.to_owned()
        }
        R::NoTerm
        | R::BeforeTerm { .. }
        | R::AfterTerm { .. }
        | R::MonthsUsedUp { .. }
        | R::Suspended { .. }
        | R::Forfeited { .. }
        | R::Stopped { .. }
        | R::Nothing => "month".to_owned(),
    }
}

/// By the law's day: a term on record is given a later end; where the term that is over was granted elsewhere, the year
/// is a term of its own.
fn extension(
    about: &About<'_>,
    held: &SubsidyLedger,
    insurances: &[Insurance],
) -> Result<SubsidyEvent, GroundsError> {
    let until = about.grounds.outcome(&about.pack.definition.conclusion, EXTENDED_UNTIL).first();
    let last_day: Date = until
        .and_then(|day| day.parse().ok())
        .ok_or_else(|| refused("subsidy", "an answer of the law with the day until which it is extended"))?;
    let expired = super::grounds::expired_on(held, last_day);
    let before = expired.map(|day| Month::of(day).next());
    let first = before.or_else(|| Month::of(last_day).plus(-11)).unwrap_or_else(|| Month::of(last_day));
    let months_left = u32::try_from(first.until(Month::of(last_day)) + 1).unwrap_or(0);
    Ok(if held.term().is_some() {
        SubsidyEvent::Extended { last_day, months_left }
    } else {
        SubsidyEvent::Opened { first, last_day: Some(last_day), months_left, insurances: insurances.to_vec() }
    })
}

impl About<'_> {
    /// The first reason picked with the step.
    pub(crate) fn reason(&self) -> Option<Code> {
        self.acted()?.reasons.first()?.parse().ok()
    }

    /// Who entered a figure, and who confirmed it.
    fn two_officers(&self) -> Result<(registry::AccountId, registry::AccountId), Fault> {
        let proposed = self.acted().and_then(|acted| acted.proposed_by.as_ref()).and_then(Actor::account);
        let confirmed = self.step.and_then(|step| step.by.account());
        match (proposed, confirmed) {
            (Some(entered), Some(approved)) if entered != approved => Ok((entered, approved)),
            (Some(_) | None, Some(_) | None) => Err(Fault::internal("a figure without two officers")),
        }
    }
}
