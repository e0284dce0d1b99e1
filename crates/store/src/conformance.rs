//! The suite that both databases must pass, with the made-up persons that it uses and a throw-away
//! PostgreSQL. Behind the feature `conformance`; other rooms may use its fixtures in their tests.
//!
//! A case is a function that is given an empty store and panics when the store does not keep its word.
//! `tests/sqlite.rs` and `tests/postgres.rs` run every case of `CASES`, so none can be forgotten.

pub mod cluster;
pub mod fixture;

mod jobs;
mod journal;
mod persons;
mod places;
mod registrations;
mod saving;
mod web;

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
}

/// The number in words of what a query should give: exactly one row touched by tampering.
pub(crate) async fn tamper(store: &Store, sql: &'static str) {
    let touched = store.tamper(sql).await.expect("a statement that runs");
    assert!(touched > 0, "nothing was touched by: {sql}");
}
