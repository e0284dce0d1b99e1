//! 好差评: once, by whose case it is, after the decision, without having to say why; a bad one is answered by a supervisor
//! who did not decide the case; the counts name nobody.

use app::registry::{Rank, Role};
use app::service::definition::Channel;
use app::{ActRequest, RateRequest, RatingError, RatingStanding, Viewer};

use crate::cases::{act, after_work, unemployed};
use crate::house::House;

fn say(stars: u8, words: &str) -> RateRequest {
    RateRequest { stars, words: words.to_owned() }
}

/// A case that a clerk refused.
async fn refused() -> (House, Viewer, Viewer, String) {
    let (house, own) = after_work().await;
    let mut request = unemployed(Channel::Website);
    request.fields.insert("now_form".to_owned(), "platform".to_owned());
    let made = house.app.apply(&own, request).await.unwrap();
    let clerk = house.ranked("v105", Role::District("110105".parse().unwrap()), Rank::Supervisor).await;
    let early = house.app.rate(&own, &made.number, say(5, "")).await;
    assert!(matches!(early, Err(RatingError::NotDecided)), "{early:?}");
    let view = house.app.case_see(&clerk, &made.number).await.unwrap();
    let view = house.app.case_act(&clerk, &made.number, act(&view, "take_up")).await.unwrap();
    let refusal = ActRequest { reasons: vec!["still_working".to_owned()], ..act(&view, "refuse") };
    house.app.case_act(&clerk, &made.number, refusal).await.unwrap();
    (house, own, clerk, made.number)
}

#[tokio::test]
async fn a_case_is_rated_once_by_its_person_and_a_good_rating_asks_for_nothing() {
    let (house, own) = after_work().await;
    let made = house.app.apply(&own, unemployed(Channel::Website)).await.unwrap();
    let asked = house.app.rating(&own, &made.number).await.unwrap();
    assert_eq!(asked.steps.iter().map(|step| step.0).collect::<Vec<_>>(), [5, 4, 3, 2, 1]);
    assert_eq!(asked.given, None);
    for stars in [0, 6] {
        let wrong = house.app.rate(&own, &made.number, say(stars, "")).await;
        assert!(matches!(&wrong, Err(RatingError::Fields(faults)) if faults[0].field == "stars"), "{stars}");
    }
    let long = house.app.rate(&own, &made.number, say(5, &"好".repeat(301))).await;
    assert!(matches!(&long, Err(RatingError::Fields(faults)) if faults[0].code == "too_long"));
    let given = house.app.rate(&own, &made.number, say(4, " ")).await.unwrap().given.unwrap();
    assert_eq!((given.stars, given.words, given.standing), (4, None, RatingStanding::Noted));
    let again = house.app.rate(&own, &made.number, say(1, "")).await;
    assert!(matches!(again, Err(RatingError::Already)), "{again:?}");

    let clerk = house.clerk("110105").await;
    let other = Viewer::Person(house.register(crate::house::zhao()).await.person);
    for stranger in [&other, &Viewer::Public, &clerk] {
        assert!(matches!(house.app.rating(stranger, &made.number).await, Err(RatingError::NotFound)));
    }
    // The journal says that it was rated and not how.
    let store = house.store().await;
    assert!(store.journal_verify().await.unwrap().fault.is_none());
}

#[tokio::test]
async fn a_bad_rating_is_answered_by_a_supervisor_who_did_not_decide_and_the_person_reads_it() {
    let (house, own, decided, number) = refused().await;
    let given = house.app.rate(&own, &number, say(1, "等了两周没人理")).await.unwrap().given.unwrap();
    // Fifteen working days from Monday 8 March 2021: Monday 29 March.
    assert_eq!(given.standing, RatingStanding::AnswerBy("2021-03-29".parse().unwrap()));
    let above = house.ranked("w105", Role::District("110105".parse().unwrap()), Rank::Supervisor).await;
    let elsewhere = house.ranked("v117", Role::District("110117".parse().unwrap()), Rank::Supervisor).await;
    let clerk = house.clerk("110105").await;

    let bad = house.app.ratings_bad(&above).await.unwrap().open;
    assert_eq!(bad.len(), 1);
    assert_eq!((bad[0].words.as_deref(), bad[0].may_answer), (Some("等了两周没人理"), true));
    assert!(!format!("{bad:?}").contains("两周"), "not in a log");
    assert!(!house.app.ratings_bad(&decided).await.unwrap().open[0].may_answer);
    assert!(house.app.ratings_bad(&elsewhere).await.unwrap().open.is_empty());
    for denied in [&clerk, &own, &Viewer::Public] {
        assert!(matches!(house.app.ratings_bad(denied).await, Err(RatingError::Denied)));
        assert!(matches!(house.app.rating_answer(denied, &number, "x").await, Err(RatingError::Denied)));
        assert!(matches!(house.app.ratings_counted(denied, None).await, Err(RatingError::Denied)));
    }
    let own_decision = house.app.rating_answer(&decided, &number, "已经解释").await;
    assert!(matches!(own_decision, Err(RatingError::OwnDecision)), "{own_decision:?}");
    let out_of_reach = house.app.rating_answer(&elsewhere, &number, "x").await;
    assert!(matches!(out_of_reach, Err(RatingError::NotFound)));
    let empty = house.app.rating_answer(&above, &number, "  ").await;
    assert!(matches!(&empty, Err(RatingError::Fields(faults)) if faults[0].field == "reply"));

    house.on("2021-03-30");
    assert!(house.app.ratings_bad(&above).await.unwrap().open[0].is_overdue);
    house.app.rating_answer(&above, &number, "已电话说明，并补发了告知书。").await.unwrap();
    let twice = house.app.rating_answer(&above, &number, "再来一次").await;
    assert!(matches!(twice, Err(RatingError::NotFound)), "answered once: {twice:?}");
    assert!(house.app.ratings_bad(&above).await.unwrap().open.is_empty());
    let given = house.app.rating(&own, &number).await.unwrap().given.unwrap();
    assert_eq!(given.standing, RatingStanding::Answered("2021-03-30".parse().unwrap()));
    let inbox = house.app.inbox(&own).await.unwrap();
    let notice = inbox.iter().find(|notice| notice.kind == "rating.replied").unwrap();
    assert!(notice.text.zh.contains("已电话说明，并补发了告知书。") && notice.text.zh.contains("朝阳区"));

    // By office and month, the best step first; nothing says whose.
    let march = house.app.ratings_counted(&above, Some("2021-03".parse().unwrap())).await.unwrap();
    let rows: Vec<_> = march.rows.iter().map(|row| (row.by_step.clone(), row.total)).collect();
    assert_eq!(rows, [(vec![0, 0, 0, 0, 1], 1)]);
    let april = house.app.ratings_counted(&above, Some("2021-04".parse().unwrap())).await.unwrap();
    assert!(april.rows.is_empty());
    assert!(
        house
            .app
            .ratings_counted(&elsewhere, Some("2021-03".parse().unwrap()))
            .await
            .unwrap()
            .rows
            .is_empty()
    );
    let city = house.officer("co", Role::City).await;
    assert_eq!(
        house.app.ratings_counted(&city, Some("2021-03".parse().unwrap())).await.unwrap().rows.len(),
        1
    );
    // Who looked at whom is told.
    let looks = house.store().await.look_list_by_person(own.person().unwrap()).await.unwrap();
    let told = |entry: &app::registry::Entry| {
        let content = entry.content.as_ref();
        content.is_some_and(|it| String::from_utf8_lossy(&it.payload).contains("case.rating"))
    };
    assert!(looks.iter().any(told));
}
