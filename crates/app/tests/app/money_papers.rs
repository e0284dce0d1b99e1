//! Papers about money take their figures from the ledgers, as these stood when the paper was issued.

use app::registry::Role;
use app::{PaperPage, Viewer};

use crate::house::{House, house};
use crate::money::{act, back_payment, deferral, grant, ma, ma_paid_more, running};
use crate::papers::{page, row};

#[tokio::test]
async fn rows_21_24_the_letter_of_a_subsidy_says_the_months_of_the_ledger_and_stays_as_it_was() {
    let house = house("2020-11-16").await;
    let (own, clerk, second, number) = running(&house).await;
    let letter = page(&house, &own, &number, "graduate-subsidy-granted").await;
    let figures =
        |letter: &PaperPage| (row(letter, "months").to_owned(), row(letter, "first_month").to_owned());
    assert_eq!(figures(&letter), ("36".to_owned(), "2020 年 11 月".to_owned()));
    house.on("2020-12-16");
    grant(&house, &clerk, &second, &number, "2020-11").await.unwrap();
    let again = house.app.paper(&own, &letter.paper.number).await.unwrap();
    assert_eq!(figures(&again), figures(&letter), "a month granted later changes no letter of before");
    assert_eq!(again.code, letter.code, "the same paper, to the byte");
    pdfs(&house, &own).await;
}

#[tokio::test]
async fn rows_28_31_the_statements_of_deferral_and_back_payment_show_the_months_as_they_stand() {
    let house = house("2020-10-20").await;
    let own = ma(&house).await;
    let made = house.app.apply(&own, deferral("2020-10,2020-11,2020-12")).await.unwrap();
    house.on("2021-01-04");
    house.app.cases_look_again().await.unwrap();
    act(&house, &own, &made.number, "resume", &[("resume_month", "2021-01")]).await.unwrap();
    let put_off = page(&house, &own, &made.number, "contribution-statement").await;
    assert_eq!(row(&put_off, "months_deferred"), "3");
    assert_eq!((row(&put_off, "period_from"), row(&put_off, "period_to")), ("2020 年 1 月", "2020 年 12 月"));
    assert_eq!(row(&put_off, "months_counted"), "9");

    let made = house.app.apply(&own, back_payment("400001")).await.unwrap();
    act(&house, &own, &made.number, "confirm", &[]).await.unwrap();
    let clerk = house.clerk("110108").await;
    let second = house.officer("s2", Role::District("110108".parse().unwrap())).await;
    let paid = [("paid_on", "2021-01-04"), ("paid_fen", "240000"), ("receipt", "TAX-1")];
    act(&house, &clerk, &made.number, "record_payment", &paid).await.unwrap();
    act(&house, &clerk, &made.number, "credit", &[]).await.unwrap();
    act(&house, &second, &made.number, "credit", &[]).await.unwrap();
    let credited = page(&house, &own, &made.number, "contribution-statement").await;
    assert_eq!((row(&credited, "months_counted"), row(&credited, "months_deferred")), ("12", "0"));

    house.on("2021-12-31");
    ma_paid_more(&house).await;
    let again = house.app.paper(&own, &credited.paper.number).await.unwrap();
    assert_eq!(again.code, credited.code, "months paid later are on no statement of before");
    pdfs(&house, &own).await;
}

/// Each paper of a person can be set.
#[cfg(feature = "typeset")]
async fn pdfs(house: &House, own: &Viewer) {
    let all = house.app.my_papers(own).await.unwrap();
    assert!(!all.is_empty());
    for paper in all {
        let pdf = house.app.paper_pdf(own, &paper.number).await;
        assert!(pdf.is_ok_and(|pdf| pdf.starts_with(b"%PDF-1.7")), "{}", paper.kind);
    }
}

#[cfg(not(feature = "typeset"))]
async fn pdfs(house: &House, own: &Viewer) {
    assert!(!house.app.my_papers(own).await.unwrap().is_empty());
}
