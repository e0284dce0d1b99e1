//! What happens in a life, with how each thing to do stands for who is signed in.

use app::{CaseError, TaskStanding, Viewer};

use crate::cases::{after_work, unemployed};
use crate::house::House;

async fn standings(house: &House, viewer: &Viewer) -> Vec<(String, Option<TaskStanding>)> {
    let event = house.app.life_event(viewer, "lost-work").await.unwrap();
    event.tasks.into_iter().map(|task| (task.service, task.standing)).collect()
}

#[tokio::test]
async fn what_to_do_without_work_follows_what_was_done() {
    let (house, own) = after_work().await;
    let before = standings(&house, &own).await;
    assert_eq!(before[0], ("flex-change".to_owned(), Some(TaskStanding::Ready)));
    let Some(TaskStanding::NotNow(reasons)) = &before[1].1 else { panic!("{:?}", before[1]) };
    assert!(!reasons.is_empty(), "who still rides is told what would change that, or where else to turn");

    let made = house.app.apply(&own, unemployed(app::service::definition::Channel::Website)).await.unwrap();
    let after = standings(&house, &own).await;
    assert_eq!(after[0].1, Some(TaskStanding::Done(None)), "the registration ended with it");
    assert_eq!(after[1].1, Some(TaskStanding::Done(Some(made.number))));
}

#[tokio::test]
async fn nothing_is_told_of_anyone_to_who_is_not_signed_in() {
    let (house, _) = after_work().await;
    let shown = standings(&house, &Viewer::Public).await;
    assert!(!shown.is_empty() && shown.iter().all(|(_, standing)| standing.is_none()));
    let unknown = house.app.life_event(&Viewer::Public, "won-the-lottery").await;
    assert!(matches!(unknown, Err(CaseError::NotFound)));
}
