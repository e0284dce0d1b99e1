//! What a day or a rule turns is told without anyone asking: once, to whom it concerns, with the article and what one
//! can do about it.

use app::registry::fact::FactSource;
use app::registry::{Fact, FactId, FactKey, IdNumber, Person, PersonId};
use app::store::{Changes, Write};
use app::{Clock as _, NoticeLink, NoticeShown, Viewer};
use serde_json::{Value, json};

use crate::house::{House, house, zhao};
use crate::money::{grant, running};

/// Looks on a day, as the worker does, and gives what a person was told of it by now.
async fn told(house: &House, day: &str, own: &Viewer) -> Vec<NoticeShown> {
    house.on(day);
    house.app.current().proactive_look().await.unwrap();
    while house.app.current().jobs_run(10).await.unwrap() > 0 {}
    let inbox = house.app.inbox(own).await.unwrap();
    inbox.into_iter().filter(|notice| notice.kind.starts_with("proactive.")).collect()
}

fn kinds(notices: &[NoticeShown]) -> Vec<&str> {
    notices.iter().map(|notice| notice.kind.trim_start_matches("proactive.")).collect()
}

/// A person with facts on record, valid from a day.
async fn known(house: &House, name: &str, id_number: &str, from: &str, facts: &[(&str, Value)]) -> Viewer {
    let at = house.clock.now();
    let ids = house.app.sources().ids;
    let person = Person {
        id: PersonId(ids.next()),
        version: 1,
        name: name.parse().unwrap(),
        id_number: IdNumber::parse(id_number).unwrap(),
        phone: "13900000031".parse().ok(),
        created_at: at,
    };
    let mut changes = Changes::new().write(Write::PersonInsert(person.clone()));
    for (key, value) in facts {
        changes = changes.write(Write::FactInsert(Fact {
            id: FactId(ids.next()),
            person: person.id,
            key: key.parse::<FactKey>().unwrap(),
            value: value.clone(),
            source: FactSource::Person,
            valid_from: from.parse().unwrap(),
            recorded_at: at,
        }));
    }
    house.store().await.save(changes).await.unwrap();
    Viewer::Person(person.id)
}

#[tokio::test]
async fn row_7_who_turns_sixty_is_told_forty_days_before_and_on_the_day_each_once() {
    let house = house("2021-04-01").await;
    let own = Viewer::Person(house.register(zhao()).await.person);
    assert_eq!(kinds(&told(&house, "2021-04-08", &own).await), [""; 0], "forty-one days are left");
    let first = told(&house, "2021-04-09", &own).await;
    assert_eq!(kinds(&first), ["ends"]);
    let text = &first[0].text.zh;
    for said in ["2021年5月19日", "还有40天", "第三条", "赵国强"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(first[0].links, [NoticeLink::Service { id: "insurance-enrolment".to_owned() }]);
    for day in ["2021-04-09", "2021-04-10", "2021-05-19"] {
        assert_eq!(kinds(&told(&house, day, &own).await), ["ends"], "{day}: once");
    }
    let lost = told(&house, "2021-05-20", &own).await;
    assert_eq!(kinds(&lost), ["lost", "ends"]);
    let text = &lost[0].text;
    assert!(text.zh.contains("60 周岁") && text.zh.contains("第三条"), "why, with the article: {}", text.zh);
    assert!(text.zh.contains("异议") && text.zh.contains("行政复议"), "and what one can do: {}", text.zh);
    // Both decisions were kept and can be laid side by side.
    let laid = house.app.before_after(&own, lost[0].id).await.unwrap();
    let is_lost = |effect: &app::Effect| effect.key == "social_insurance_enrolment";
    assert!(laid.turns.lost.iter().any(is_lost), "{:?}", laid.turns.lost);
    assert_eq!(kinds(&told(&house, "2021-05-21", &own).await), ["lost", "ends"], "once");

    // By short message too, each once, without a word of what or why.
    let store = house.store().await;
    let sent = store.outbox_list_by_person(own.person().unwrap()).await.unwrap();
    let causes: Vec<&str> = sent.iter().map(|message| message.cause.as_str()).collect();
    assert_eq!(causes.iter().filter(|cause| cause.starts_with("proactive.")).count(), 2, "{causes:?}");
    let claimed = store
        .outbox_claim(app::store::MessageChannel::Sms, house.clock.now(), house.clock.now(), 20)
        .await
        .unwrap();
    for message in claimed.iter().filter(|message| message.cause.starts_with("proactive.")) {
        for secret in ["赵国强", "保险", "60", "1101991961"] {
            assert!(!message.body.text.contains(secret), "{secret}: {}", message.body.text);
        }
        assert!(message.body.text.contains("窗口"), "the official way: {}", message.body.text);
    }
}

#[tokio::test]
async fn row_7_a_woman_who_turns_fifty_while_nobody_looked_is_told_when_somebody_does() {
    let house = house("2020-11-20").await;
    let facts = [
        ("hukou_region", json!("110117")),
        ("hukou_kind", json!("agricultural")),
        ("in_traineeship", json!(false)),
    ];
    let mut request = zhao();
    request.fields.insert("name".to_owned(), "李秀兰".to_owned());
    request.fields.insert("id_number".to_owned(), with_check("11019919701201022"));
    request.facts = facts.map(|(key, value)| (key.to_owned(), value)).into();
    let own = Viewer::Person(house.register(request).await.person);
    assert_eq!(kinds(&told(&house, "2020-11-30", &own).await), ["ends"], "one day is left");
    // The server stood still for a week: what turned meanwhile is told with the next look.
    assert_eq!(kinds(&told(&house, "2020-12-07", &own).await), ["lost", "ends"]);
}

fn with_check(digits: &str) -> String {
    app::store::conformance::fixture::id_number(digits).expose().to_owned()
}

#[tokio::test]
async fn row_10_two_years_after_leaving_school_end_to_the_day() {
    let house = house("2022-05-01").await;
    let graduate = [
        ("hukou_region", json!("110117")),
        ("hukou_kind", json!("non_agricultural")),
        ("employment_form", json!("none")),
        ("in_traineeship", json!(true)),
        ("education", json!("technical_school")),
        ("graduated_on", json!("2020-07-01")),
        ("beijing_origin_student", json!(true)),
        ("unemployment_registered", json!(false)),
        ("rural_transfer_registered", json!(false)),
    ];
    let own = known(&house, "周航", &with_check("11019920000412013"), "2022-05-01", &graduate).await;
    assert_eq!(kinds(&told(&house, "2022-05-21", &own).await), [""; 0]);
    let ends = told(&house, "2022-05-22", &own).await;
    assert_eq!(kinds(&ends), ["ends"]);
    assert!(ends[0].text.zh.contains("2022年7月1日"), "the last day counts: {}", ends[0].text.zh);
    assert_eq!(kinds(&told(&house, "2022-07-01", &own).await), ["ends"]);
    assert_eq!(kinds(&told(&house, "2022-07-02", &own).await), ["lost", "ends"]);
}

#[tokio::test]
async fn row_19_as_the_thirty_sixth_month_nears_the_person_is_told_once_for_each_number_watched() {
    let house = house("2020-11-16").await;
    let (own, clerk, second, number) = running(&house).await;
    let mut next: app::registry::money::Month = "2020-11".parse().unwrap();
    let months = async |amount: u32, next: &mut app::registry::money::Month| {
        for _ in 0..amount {
            grant(&house, &clerk, &second, &number, &next.to_string()).await.unwrap();
            *next = next.next();
        }
    };
    let of_ledger = |notices: &[NoticeShown]| {
        let own = notices.iter().filter(|notice| notice.kind == "proactive.months_left");
        own.map(|notice| notice.text.zh.clone()).collect::<Vec<_>>()
    };
    months(32, &mut next).await;
    assert_eq!(of_ledger(&told(&house, "2020-11-17", &own).await), [""; 0], "four are left");
    months(1, &mut next).await;
    let three = of_ledger(&told(&house, "2020-11-18", &own).await);
    assert!(
        three.len() == 1 && three[0].contains("还可以享受3个月") && three[0].contains("第四条"),
        "{three:?}"
    );
    assert_eq!(of_ledger(&told(&house, "2020-11-19", &own).await).len(), 1, "once");
    months(2, &mut next).await;
    assert_eq!(of_ledger(&told(&house, "2020-11-20", &own).await).len(), 2, "one is left");
    months(1, &mut next).await;
    told(&house, "2020-11-21", &own).await;
    let inbox = house.app.inbox(&own).await.unwrap();
    let used_up = inbox.iter().filter(|notice| notice.kind == "graduate-subsidy.used_up").count();
    assert_eq!(used_up, 1, "that it is over, the case says");
}

#[tokio::test]
async fn a_rule_that_is_published_or_withdrawn_is_told_to_whom_it_turns_and_to_nobody_else() {
    let house = house("2021-03-01").await;
    let pilot = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/overlays/pinggu-pilot-2021.md");
    let pilot = ("pinggu-pilot-2021.md".to_owned(), std::fs::read_to_string(pilot).unwrap());
    let of = |region: &str| {
        [
            ("hukou_region", json!(region)),
            ("hukou_kind", json!("agricultural")),
            ("employment_difficulty", json!(true)),
            ("employment_form", json!("self_employed")),
        ]
    };
    let pinggu = known(&house, "孙梅", &with_check("11019919780312012"), "2021-03-01", &of("110117")).await;
    let elsewhere =
        known(&house, "孙兰", &with_check("11019919780313012"), "2021-03-01", &of("110118")).await;
    assert_eq!(kinds(&told(&house, "2021-03-01", &pinggu).await), [""; 0]);
    house.app.publish(&[pilot], "市级经办").await.unwrap();
    let gained = told(&house, "2021-03-01", &pinggu).await;
    assert_eq!(kinds(&gained), ["gained_by_rule"], "the same day, another rule");
    assert!(gained[0].text.zh.contains("规定有变化") && gained[0].text.zh.contains("第十条"));
    assert!(gained[0].links.contains(&NoticeLink::Service { id: "pilot-subsidy".to_owned() }));
    let laid = house.app.current().before_after(&pinggu, gained[0].id).await.unwrap();
    assert!(laid.turns.gained.iter().any(|effect| effect.key == "pilot_subsidy"), "under both policies");
    assert_eq!(kinds(&told(&house, "2021-03-02", &pinggu).await), ["gained_by_rule"], "once");
    house.app.withdraw("pinggu-pilot-2021.md", "市级经办").await.unwrap();
    let lost = told(&house, "2021-03-03", &pinggu).await;
    assert_eq!(kinds(&lost), ["lost_by_rule", "gained_by_rule"]);
    assert!(lost[0].text.zh.contains("已经作出的决定不因此自动改变"));
    assert_eq!(kinds(&told(&house, "2021-03-03", &elsewhere).await), [""; 0]);
}

#[tokio::test]
async fn a_look_that_was_broken_off_goes_on_where_it_was() {
    let house = house("2021-04-01").await;
    let own = Viewer::Person(house.register(zhao()).await.person);
    told(&house, "2021-04-08", &own).await;
    house.on("2021-04-09");
    house.app.proactive_look().await.unwrap();
    // Another server looks as well, and one dies after the first job: what waits in the queue is still there.
    house.app.proactive_look().await.unwrap();
    house.app.jobs_run(1).await.unwrap();
    let again = told(&house, "2021-04-10", &own).await;
    assert_eq!(kinds(&again), ["ends"]);
    assert!(
        again[0].text.zh.contains("还有40天"),
        "as of the day on which it was found: {}",
        again[0].text.zh
    );
}

#[tokio::test]
async fn row_24_the_citys_list_has_exactly_the_first_two_and_telling_them_again_tells_nobody_twice() {
    let house = house("2020-11-15").await;
    let ended = [
        ("2020-08-31", Some(false)),
        ("2020-10-31", Some(false)),
        ("2020-09-30", Some(true)),
        ("2021-01-15", Some(false)),
        ("2020-10-15", None),
    ];
    let mut people = Vec::new();
    for (number, (day, stable)) in ended.iter().enumerate() {
        let mut facts = vec![("hukou_region", json!("110105")), ("subsidy_expired_on", json!(day))];
        facts.extend(stable.map(|stable| ("stably_employed", json!(stable))));
        let id = with_check(&format!("1101991980030{}01{number}", number + 1));
        people.push(known(&house, "周某某", &id, "2020-10-01", &facts).await);
    }
    let city = house.officer("co", app::registry::Role::City).await;
    let clerk = house.clerk("110105").await;
    for stranger in [&clerk, &people[0], &Viewer::Public] {
        let denied = house.app.qualifying(stranger, "subsidy_extension").await;
        assert!(matches!(denied, Err(app::QualifyingError::Denied)));
        assert!(house.app.qualifying_tell(stranger, "subsidy_extension").await.is_err());
    }
    let unlisted = house.app.qualifying(&city, "startup_loan").await;
    assert!(matches!(unlisted, Err(app::QualifyingError::NotFound)));
    let list = house.app.qualifying(&city, "subsidy_extension").await.unwrap();
    assert_eq!((list.met, list.to_ask, list.told, list.article), (2, 1, 0, 5));
    let since: Vec<String> = list.rows.iter().filter_map(|row| Some(row.since?.to_string())).collect();
    assert_eq!(since, ["2020-08-31", "2020-10-31", "2020-10-15"], "the first two, and one to be asked");
    assert!(!list.rows[2].to_ask.is_empty());
    assert!(list.rows.iter().all(|row| row.name.starts_with('周') && !row.name.contains("某")), "masked");

    assert_eq!(house.app.qualifying_tell(&city, "subsidy_extension").await.unwrap(), 2);
    for _ in 0..2 {
        while house.app.jobs_run(10).await.unwrap() > 0 {}
        assert_eq!(house.app.qualifying_tell(&city, "subsidy_extension").await.unwrap(), 0, "pressed again");
    }
    assert_eq!(house.app.qualifying(&city, "subsidy_extension").await.unwrap().told, 2);
    for (number, own) in people.iter().enumerate() {
        let told = house.app.inbox(own).await.unwrap();
        assert_eq!(told.len(), usize::from(number < 2), "{number}");
    }
}
