//! The suite that both databases must pass, with the made-up persons that it uses and a throw-away
//! PostgreSQL. Behind the feature `conformance`; other rooms may use its fixtures in their tests.
//!
//! A case is a function that is given an empty store and panics when the store does not keep its word.
//! `tests/sqlite.rs` and `tests/postgres.rs` run every case of `CASES`, so none can be forgotten.

pub mod cluster;
pub mod fixture;
pub mod matter;

mod cases;
mod evidence;
mod jobs;
mod journal;
mod money;
mod outward;
mod people;
mod persons;
mod places;
mod registrations;
mod saving;
mod web;
mod worklists;

use std::future::Future;
use std::pin::Pin;

use crate::Store;

/// A case of the suite.
pub type Case = fn(Store) -> Pin<Box<dyn Future<Output = ()> + Send>>;

macro_rules! cases {
    ($($room:ident :: $case:ident,)+) => {
        /// Every case by its name.
        pub const CASES: &[(&str, Case)] =
            &[$((concat!(stringify!($room), "::", stringify!($case)), |store| Box::pin($room::$case(store)))),+];

        /// Hands each case's name to a macro, so that a test harness can make one test of each.
        #[macro_export]
        macro_rules! for_each_conformance_case {
            ($mac:ident) => { $( $mac! { $room $case } )+ };
        }
    };
}

cases! {
    persons::a_person_is_found_by_number_and_comes_back_whole,
    persons::everyone_is_listed_once_page_by_page,
    persons::a_stale_update_is_refused,
    persons::one_identity_number_is_one_person,
    persons::erasure_leaves_traces_but_no_contents,
    persons::facts_are_all_kept_in_order,
    persons::nothing_personal_lies_open_on_disk,
    persons::a_value_moved_to_another_row_does_not_open,
    registrations::a_life_is_kept_with_its_versions,
    registrations::one_person_has_one_registration_in_force,
    registrations::ending_and_registering_anew_fit_in_one_save,
    registrations::pages_give_each_row_once_newest_first,
    registrations::counts_move_along,
    registrations::an_event_that_does_not_fit_is_refused,
    registrations::decisions_come_back_byte_for_byte,
    registrations::certificates_are_found_closed_and_listed,
    saving::all_or_nothing,
    saving::a_double_sending_has_one_effect,
    saving::a_bad_save_does_not_sink_its_neighbours,
    saving::what_refers_to_nothing_is_refused,
    saving::numbers_are_never_given_twice,
    saving::after_close_nothing_is_taken,
    saving::wrong_data_is_pointed_at,
    journal::entries_of_a_case_chain_across_saves,
    journal::callers_at_once_make_one_chain,
    journal::erased_contents_keep_the_chain,
    journal::tampering_is_found_at_its_entry,
    journal::a_cut_end_is_found,
    journal::a_rewritten_chain_is_found_by_its_checkpoint,
    journal::checkpoints_seal_what_moved,
    journal::looks_are_entries,
    jobs::a_job_is_claimed_once_and_done_once,
    jobs::a_lost_lease_gives_the_job_to_another,
    jobs::workers_at_once_share_without_doubles,
    jobs::a_unique_key_enters_once,
    jobs::retry_and_failure_are_kept,
    places::the_directory_knows_each_day,
    places::accounts_are_found_and_guarded,
    web::sessions_live_until_they_expire,
    web::drafts_and_notices_reach_their_person_only,
    web::a_policy_is_kept_as_first_put,
    web::a_setting_is_what_was_put_last,
    cases::a_case_is_the_fold_of_its_events,
    cases::a_stale_step_is_refused_whole,
    cases::a_persons_cases_are_listed_by_service_and_link,
    cases::a_districts_cases_are_listed_page_by_page,
    cases::progress_needs_number_and_telephone,
    cases::clocks_are_found_by_the_day_to_act,
    cases::a_feed_gives_each_event_once_in_order_to_whom_it_concerns,
    cases::an_erased_persons_cases_keep_their_trace,
    worklists::pages_by_number_are_those_of_one_list,
    worklists::amounts_move_with_the_cases,
    worklists::a_refused_step_moves_no_amounts,
    evidence::nobody_reads_a_file_before_it_is_clean,
    evidence::without_a_scanner_reading_must_be_asked_for,
    evidence::limits_hold_however_many_come_at_once,
    evidence::files_go_with_their_draft_or_over_to_the_case,
    people::nobody_is_employed_and_unemployed_at_once,
    people::of_many_at_once_one_standing_is_taken,
    people::one_period_of_a_kind_is_in_force,
    people::mandates_are_found_in_force_by_service_and_day,
    people::a_body_is_offered_on_its_days_once_two_officers_agree,
    people::deputies_stand_in_on_their_days,
    money::a_stream_comes_back_in_order_and_the_second_to_write_is_told,
    money::months_orders_and_cycles_show_how_they_stand_now,
    money::the_book_adds_up_and_nothing_is_booked_twice,
    money::an_account_is_the_one_given_last_and_goes_with_its_person,
    outward::a_message_is_sent_once_and_followed,
    outward::senders_at_once_share_without_doubles,
    outward::a_decided_case_is_rated_once_and_a_bad_one_followed_up,
    outward::a_closed_paper_is_listed_once_as_it_was_closed_first,
    outward::an_address_counts_once_confirmed_and_goes_with_its_person,
    outward::a_key_opens_by_its_secret_until_it_is_revoked,
    outward::a_subscription_knows_how_far_it_was_served,
}

/// Two handles on one database, as when a server runs and an operator's command writes beside it: they
/// add to one chain and one count, and neither loses anything.
pub async fn two_handles_share_one_database(one: Store, two: Store) {
    let case = registry::CaseId(uuid::Uuid::from_u128(1));
    let actor = registry::Actor::System(registry::Action::from_static("conformance"));
    let saves = (1..=60_u64).map(|number| {
        let store = if number % 2 == 0 { one.clone() } else { two.clone() };
        let who = fixture::person(number);
        let (made, event) = fixture::registration(who.id, number, "110105");
        let note = serde_json::json!({ "number": number });
        let note = crate::entry(case, fixture::at(1), actor.clone(), "case.noted", &note).expect("a code");
        let changes = crate::Changes::new()
            .write(crate::Write::PersonInsert(who))
            .write(crate::Write::registration_insert(made, event))
            .entry(note);
        tokio::spawn(async move { store.save(changes).await })
    });
    for save in saves.collect::<Vec<_>>() {
        save.await.expect("a task that ends").expect("saved");
    }
    let verified = one.journal_verify().await.expect("read");
    assert_eq!((verified.entries, verified.cases, verified.fault), (60, 1, None));
    let counts = two.registration_counts(None).await.expect("read");
    assert_eq!(counts.iter().map(|count| count.amount).collect::<Vec<_>>(), [60]);
}

/// Tampers, and makes sure that something was touched: a case must not pass by missing its mark.
pub(crate) async fn tamper(store: &Store, sql: &'static str) {
    let touched = store.tamper(sql).await.expect("a statement that runs");
    assert!(touched > 0, "nothing was touched by: {sql}");
}
