//! Row 44 through the whole house: the subsidy in a pilot district, its office, its budget with the cap, the stop, and
//! two officers for both.

use app::registry::Role;
use app::registry::money::budget::OverCap;
use app::registry::money::budget_plan::BudgetTerms;
use app::registry::money::{Fen, MonthRange, Programme};
use app::service::definition::Channel;
use app::{BudgetWord, CaseError, PaymentError, Viewer};

use crate::house::{House, bundle, house_with};
use crate::money::{act, city, filing, grant, month, payers};

const PILOT: Programme = Programme::from_static("pilot_subsidy");
const SUN: [(&str, &str); 9] = [
    ("name", "孙梅"),
    ("id_number", "110199197803120028"),
    ("phone", "13900000008"),
    ("hukou", "110117"),
    ("hukou_kind", "agricultural"),
    ("difficulty", "true"),
    ("now_form", "part_time"),
    ("bank", "中国工商银行"),
    ("bank_account", "6222021234567890123"),
];

/// An installation in which Pinggu runs its pilot.
async fn pilot(day: &str) -> House {
    let mut bundle = bundle();
    let laid = bundle.get("overlays/pinggu-pilot-2021.md").unwrap().to_owned();
    bundle.insert(&format!("{}pinggu-pilot-2021.md", law::load::LAID_ON), &laid);
    house_with(day, law::Policy::load(bundle).0.unwrap()).await
}

fn terms(cap: i64, stopped_from: Option<&str>) -> BudgetTerms {
    BudgetTerms {
        months: MonthRange::new(month("2021-01"), month("2021-12")).unwrap(),
        cap: Fen(cap),
        over_cap: OverCap::HoldRest,
        stopped_from: stopped_from.map(month),
        document: "京平人社〔2021〕1号（示例）".parse().unwrap(),
    }
}

async fn set(house: &House, one: &Viewer, two: &Viewer, terms: BudgetTerms) {
    let key = format!("110117:{PILOT}");
    house.app.budget_propose(one, "110117".parse().unwrap(), PILOT, terms).await.unwrap();
    let same = house.app.budget_word(one, &key, BudgetWord::Confirm).await;
    assert!(matches!(same, Err(PaymentError::Budget(_))), "four eyes: {same:?}");
    house.app.budget_word(two, &key, BudgetWord::Confirm).await.unwrap();
}

#[tokio::test]
async fn row_44_the_pilot_pays_up_to_its_budget_and_a_stop_holds_what_comes_after() {
    let house = pilot("2021-01-04").await;
    let (one, two) = payers(&house).await;
    // Two months of 480.00 and 120.00 fit into the budget, the third does not.
    set(&house, &one, &two, terms(120_000, None)).await;
    let made =
        house.app.apply(&Viewer::Public, filing("pilot-subsidy", Channel::Website, &SUN)).await.unwrap();
    assert_eq!(made.office.as_ref().map(|office| office.id.as_str()), Some("pes-110117"), "Pinggu");
    let clerk = house.clerk("110117").await;
    let second = house.officer("k117b", Role::District("110117".parse().unwrap())).await;
    let elsewhere = house.officer("k118", Role::District("110118".parse().unwrap())).await;
    assert!(act(&house, &elsewhere, &made.number, "take_up", &[]).await.is_err(), "not Miyun's");
    act(&house, &clerk, &made.number, "take_up", &[]).await.unwrap();
    let view = act(&house, &clerk, &made.number, "approve", &[]).await.unwrap();
    assert_eq!(view.state.id, "effective");
    for of in ["2021-01", "2021-02"] {
        house.on(&format!("{of}-05"));
        grant(&house, &clerk, &second, &made.number, of).await.unwrap();
    }
    // The budget is used: no further month is granted, whoever would.
    house.on("2021-03-05");
    let third = grant(&house, &clerk, &second, &made.number, "2021-03").await;
    assert!(matches!(third, Err(CaseError::Act(_))), "{third:?}");
    let cycle = house.app.cycle_open(&one, month("2021-02")).await.unwrap();
    house.app.cycle_compute(&one, cycle).await.unwrap();
    let shown = house.app.payment_cycle(&two, cycle).await.unwrap();
    assert_eq!((shown.row.orders, shown.row.total, shown.held.len()), (4, Fen(120_000), 0));
    assert_eq!((shown.districts[0].name.zh.as_str(), shown.districts[0].orders), ("平谷区", 4));
    house.app.cycle_approve(&two, cycle).await.unwrap();
    let budget = &house.app.budgets_shown(&two).await.unwrap()[0];
    assert_eq!((budget.committed, budget.proposed.is_none()), (Fen(120_000), true));

    // More money, and a stop from April on: March is paid, April is held with its reason.
    set(&house, &two, &one, terms(1_000_000, None)).await;
    for of in ["2021-03", "2021-04"] {
        house.on(&format!("{of}-05"));
        grant(&house, &clerk, &second, &made.number, of).await.unwrap();
    }
    set(&house, &one, &two, terms(1_000_000, Some("2021-04"))).await;
    house.on("2021-05-05");
    let fifth = grant(&house, &clerk, &second, &made.number, "2021-05").await;
    assert!(matches!(fifth, Err(CaseError::Act(_))), "stopped: {fifth:?}");
    let next = house.app.cycle_open(&one, month("2021-04")).await.unwrap();
    house.app.cycle_compute(&one, next).await.unwrap();
    let shown = house.app.payment_cycle(&two, next).await.unwrap();
    assert_eq!((shown.row.orders, shown.row.total), (2, Fen(60_000)));
    let held: Vec<_> = shown.held.iter().map(|line| (line.month.to_string(), line.reason)).collect();
    assert_eq!(held, [("2021-04".to_owned(), "stopped"), ("2021-04".to_owned(), "stopped")]);
    assert!(house.store().await.journal_verify().await.unwrap().fault.is_none());
}

#[tokio::test]
async fn row_44_the_cap_holds_what_would_go_over_it_and_nobody_is_overtaken() {
    let house = pilot("2021-01-04").await;
    let (one, two) = payers(&house).await;
    let made =
        house.app.apply(&Viewer::Public, filing("pilot-subsidy", Channel::Website, &SUN)).await.unwrap();
    let clerk = house.clerk("110117").await;
    let second = house.officer("k117b", Role::District("110117".parse().unwrap())).await;
    act(&house, &clerk, &made.number, "take_up", &[]).await.unwrap();
    act(&house, &clerk, &made.number, "approve", &[]).await.unwrap();
    grant(&house, &clerk, &second, &made.number, "2021-01").await.unwrap();
    // Without a budget there was no cap; one that is set now holds what does not fit.
    set(&house, &one, &two, terms(50_000, None)).await;
    let cycle = house.app.cycle_open(&one, month("2021-01")).await.unwrap();
    let computed = house.app.cycle_compute(&one, cycle).await;
    let shown = house.app.payment_cycle(&two, cycle).await.unwrap();
    match computed {
        // Whichever of the two lines comes first by its id: 480.00 alone, or 120.00 alone.
        Ok(()) => {
            assert_eq!((shown.row.orders, shown.held.len()), (1, 1));
            assert!(shown.row.total <= Fen(50_000));
            assert!(["over_cap", "behind_held"].contains(&shown.held[0].reason), "{}", shown.held[0].reason);
        }
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn row_44_only_the_citys_officers_set_a_budget_and_only_of_a_district_and_a_programme() {
    let house = pilot("2021-01-04").await;
    let one = city(&house, "pay1").await;
    let clerk = house.clerk("110117").await;
    let propose = async |by: &Viewer, district: &str, programme: Programme| {
        house.app.budget_propose(by, district.parse().unwrap(), programme, terms(1, None)).await
    };
    assert!(matches!(propose(&clerk, "110117", PILOT).await, Err(PaymentError::Denied)));
    let wrong = propose(&one, "130602", PILOT).await.unwrap_err().to_string();
    assert_eq!(wrong, "district: 130602; expected a district of the city");
    let wrong = propose(&one, "110117", Programme::from_static("nothing")).await.unwrap_err().to_string();
    assert!(wrong.starts_with("programme: nothing"), "{wrong}");
    assert!(house.app.budgets_shown(&one).await.unwrap().is_empty(), "nothing was kept");
}
