//! The subsidy of Article 4 through the whole house, named by the rows of the acceptance list: channels, refusal with the
//! way to object, the last month and why there is no other.

use app::registry::{Rank, Role};
use app::service::definition::Channel;
use app::{CaseError, Viewer};

use crate::house::house;
use crate::money::{act, act_for, chen, filing, grant, month, running};

#[tokio::test]
async fn row_19_after_the_last_month_no_other_is_granted_and_it_is_said_why() {
    let house = house("2020-11-16").await;
    let (own, clerk, second, number) = running(&house).await;
    let mut next = month("2020-11");
    for granted in 0..36_u32 {
        let left = house.app.my_money(&own).await.unwrap().subsidies[0].left;
        assert_eq!(left, 36 - granted, "one less with each month");
        grant(&house, &clerk, &second, &number, &next.to_string()).await.unwrap();
        next = next.next();
    }
    let view = house.app.case_see(&clerk, &number).await.unwrap();
    assert_eq!(view.state.id, "used_up");
    assert!(view.state.plain.zh.contains("36") || view.state.label.zh.contains("期满"), "{:?}", view.state);
    assert!(view.actions.iter().all(|action| action.id != "grant_month"), "it is not offered");
    let refused = grant(&house, &clerk, &second, &number, &next.to_string()).await;
    assert!(matches!(refused, Err(CaseError::Act(_))), "{refused:?}");
    let inbox = house.app.inbox(&own).await.unwrap();
    assert!(inbox.iter().any(|notice| notice.kind.ends_with("used_up")), "and the person is told");
}

#[tokio::test]
async fn row_20_filed_by_the_app_it_is_seen_on_the_website_and_the_record_says_the_channel() {
    for channel in [Channel::App, Channel::Website, Channel::Wechat] {
        let house = house("2020-11-16").await;
        let request = filing("graduate-subsidy", channel, &[]);
        let request = app::ApplyRequest { fields: chen().fields, ..request };
        let made = house.app.apply(&Viewer::Public, request).await.unwrap();
        let own = Viewer::Person(made.person);
        assert_eq!(house.app.case_see(&own, &made.number).await.unwrap().state.id, "submitted");
        let kept = house.store().await.case_list_by_person(made.person).await.unwrap();
        assert_eq!(kept[0].channel, channel, "the record says so");
    }
    let house = house("2020-11-16").await;
    let window = app::ApplyRequest { channel: Channel::Window, ..chen() };
    let clerk = house.clerk("110105").await;
    assert!(house.app.apply(&clerk, window).await.is_err(), "no window is named");
}

#[tokio::test]
async fn row_21_a_refusal_cites_article_4_and_can_be_objected_to_before_another_officer() {
    let house = house("2020-11-16").await;
    let made = house.app.apply(&Viewer::Public, chen()).await.unwrap();
    let own = Viewer::Person(made.person);
    let k105 = house.clerk("110105").await;
    act(&house, &k105, &made.number, "take_up", &[]).await.unwrap();
    let without = act(&house, &k105, &made.number, "refuse", &[]).await;
    assert!(without.is_err(), "not without a reason");
    act_for(&house, &k105, &made.number, "refuse", &[], &["months_used_up"]).await.unwrap();
    let inbox = house.app.inbox(&own).await.unwrap();
    let told = inbox.iter().find(|notice| notice.kind.ends_with("refused")).expect("the person is told");
    assert!(told.text.zh.contains("36 个月") && told.text.zh.contains("第4条"), "{}", told.text.zh);
    let letters = house.app.my_papers(&own).await.unwrap();
    assert!(!letters.is_empty(), "with a letter");
    act(&house, &own, &made.number, "object", &[("grounds", "有一个月没有发给我")]).await.unwrap();
    let view = house.app.case_see(&own, &made.number).await.unwrap();
    assert_eq!(view.state.id, "under_objection");
    // The objection is a case of its own: who refused does not hear it, a supervisor does, and it is looked at anew.
    let cases = house.app.my_cases(&own).await.unwrap();
    let objection =
        cases.iter().find(|case| case.number != made.number).expect("a linked case").number.clone();
    let own_desk = act(&house, &k105, &objection, "uphold", &[]).await;
    assert!(matches!(own_desk, Err(CaseError::Act(_) | CaseError::NotFound)), "{own_desk:?}");
    let above = house.ranked("v105", Role::District("110105".parse().unwrap()), Rank::Supervisor).await;
    act(&house, &above, &objection, "uphold", &[]).await.unwrap();
    assert_eq!(house.app.case_see(&own, &made.number).await.unwrap().state.id, "in_review");
}
