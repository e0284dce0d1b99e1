//! The demonstration: filled through the use cases, once, and set to any day.

use app::{App, DemoError, ListFilter, Standing, Viewer};

use crate::house::{House, house};

async fn demo() -> House {
    House::demo("2026-11-23").await
}

#[tokio::test]
async fn it_is_filled_once_with_made_up_people() {
    let house = demo().await;
    let began = std::time::Instant::now();
    assert!(house.app.demo_seed().await.unwrap());
    let spent = began.elapsed();
    assert!(spent.as_secs() < 10, "{spent:?}");
    assert!(!house.app.demo_seed().await.unwrap());

    let shown = house.app.demo().unwrap();
    assert_eq!(shown.persons.len(), 9);
    let city = shown.officers.iter().find(|officer| officer.name == "city").unwrap();
    let city = Viewer::Officer(house.app.officer_sign_in(&city.name, &shown.password).await.unwrap());
    let list = house.app.officer_list(&city, &ListFilter::default(), None, 100).await.unwrap();
    assert_eq!(list.rows.len(), 41);
    let ended = list.rows.iter().filter(|row| !row.is_active).count();
    assert!(ended > 3, "{ended}");
    let days: std::collections::BTreeSet<_> = list.rows.iter().map(|row| row.registered_on).collect();
    assert!(days.len() > 20 && days.iter().all(|day| day.year() < 2022), "{days:?}");
    assert_eq!(house.app.journal_verify(&city).await.unwrap().fault, None);

    for person in &shown.persons {
        let own = Viewer::Person(house.app.demo_person(&person.id).await.unwrap());
        let [number] = house.app.my_registrations(&own).await.unwrap().try_into().unwrap();
        let seen = house.app.registration(&own, number.as_str(), "own").await.unwrap();
        let versions = seen.versions.len();
        match person.id.as_str() {
            "wang" => assert_eq!((versions, seen.office.id.as_str()), (2, "pes-110112")),
            "he" => assert!(matches!(seen.standing, Standing::Ended { .. })),
            "wu" => assert_eq!(seen.certificates[0].state, "revoked"),
            "zhao" => {
                let inbox = house.app.inbox(&own).await.unwrap();
                assert!(inbox.iter().any(|notice| notice.text.zh.contains("第三条")));
            }
            _ => assert_eq!((versions, &seen.standing), (1, &Standing::InForce)),
        }
    }
    // Money: one cycle closed, one that waits for the second officer, a person with months and one with a subsidy.
    let cycles = house.app.payment_cycles(&city).await.unwrap();
    let states: Vec<_> =
        cycles.iter().map(|row| (row.month.to_string(), row.state.code(), row.total.0)).collect();
    assert_eq!(
        states,
        [("2020-12".to_owned(), "computed", 65_522), ("2020-11".to_owned(), "closed", 65_522)],
        "what each is for"
    );
    let own = |id: &'static str| async { Viewer::Person(house.app.demo_person(id).await.unwrap()) };
    let chen = house.app.my_money(&own("chen").await).await.unwrap();
    assert_eq!((chen.subsidies[0].granted, chen.subsidies[0].left), (2, 34));
    let ma = house.app.my_money(&own("ma").await).await.unwrap();
    let counted: Vec<_> = ma.insurances.iter().map(|one| (one.insurance.as_str(), one.counted)).collect();
    assert_eq!(counted.len(), 2, "{counted:?}");
    assert!(counted.contains(&("pension", 9)) && counted.contains(&("unemployment", 1)));
    house.app.book_shown(&city).await.unwrap();
    assert!(matches!(house.app.demo_person("nobody").await, Err(DemoError::NotFound)));
}

#[tokio::test]
async fn the_business_date_is_set_for_all_and_remembered() {
    let house = demo().await;
    assert_eq!(house.app.today().to_string(), "2026-11-23");
    let other = house.app.clone();
    house.app.demo_set_today(Some("2020-11-15".parse().unwrap())).await.unwrap();
    assert_eq!(other.today().to_string(), "2020-11-15");
    let made = other.register(&Viewer::Public, crate::house::zhao()).await.unwrap();
    assert_eq!(made.registered_on.to_string(), "2020-11-15");
    let own = Viewer::Person(made.person);
    let seen = other.registration(&own, made.number.as_str(), "own").await.unwrap();
    assert_eq!(app::beijing_date(seen.registered_at).to_string(), "2020-11-15");
    assert!(matches!(
        other.demo_set_today(Some("1999-01-01".parse().unwrap())).await,
        Err(DemoError::Date { .. })
    ));
    let config = other.config().clone();
    let (policy, library, sources) = (other.policy().clone(), other.library().clone(), other.sources());
    let again = App::start(policy, library, house.store().await, sources, config).await.unwrap();
    assert_eq!(again.today().to_string(), "2020-11-15");
    again.demo_set_today(None).await.unwrap();
    assert_eq!(again.today().to_string(), "2026-11-23");
}

#[tokio::test]
async fn an_installation_that_is_none_has_no_demonstration() {
    let house = house("2026-11-23").await;
    assert!(matches!(house.app.demo(), Err(DemoError::Off)));
    assert!(matches!(house.app.demo_seed().await, Err(DemoError::Off)));
    assert!(matches!(house.app.demo_person("wang").await, Err(DemoError::Off)));
    assert!(matches!(house.app.demo_set_today(None).await, Err(DemoError::Off)));
}
