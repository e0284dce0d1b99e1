//! The whole table of who may do what, as one golden text.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::Timestamp;
use registry::{Account, AccountId, PasswordHash, PersonId, Region, Role, StreetCode};
use uuid::Uuid;

use super::{Deed, Matter, may};
use crate::Viewer;

fn officer(role: Role) -> Viewer {
    Viewer::Officer(Arc::new(Account {
        id: AccountId(Uuid::nil()),
        version: 1,
        name: "k".to_owned(),
        display_name: "K".to_owned(),
        role,
        rank: registry::Rank::Clerk,
        password: PasswordHash::new(String::new()),
        created_at: Timestamp::UNIX_EPOCH,
        disabled_at: None,
    }))
}

#[test]
fn who_may_do_what_with_a_matter_of_a_street_in_chaoyang() {
    let district: Region = "110105".parse().unwrap();
    let street: StreetCode = "110105001".parse().unwrap();
    let (owner, other) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
    let viewers = [
        ("public", Viewer::Public),
        ("owner", Viewer::Person(owner)),
        ("other", Viewer::Person(other)),
        ("street", officer(Role::Street(street.clone()))),
        ("street2", officer(Role::Street("110105002".parse().unwrap()))),
        ("chaoyang", officer(Role::District(district.clone()))),
        ("pinggu", officer(Role::District("110117".parse().unwrap()))),
        ("city", officer(Role::City)),
    ];
    let matter = Matter { owner: Some(owner), district: Some(&district), street: Some(&street) };
    let mut table = format!("{:<20}", "");
    for (name, _) in &viewers {
        write!(table, "{name:>9}").unwrap();
    }
    for deed in Deed::ALL {
        write!(table, "\n{:<20}", format!("{deed:?}")).unwrap();
        for (_, viewer) in &viewers {
            write!(table, "{:>9}", if may(viewer, deed, &matter) { "yes" } else { "-" }).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_matter_without_a_street_is_no_street_officers_and_one_without_a_place_the_citys_alone() {
    let district: Region = "110105".parse().unwrap();
    let street = officer(Role::Street("110105001".parse().unwrap()));
    let of_district = Matter { owner: None, district: Some(&district), street: None };
    assert!(!may(&street, Deed::SeeCase, &of_district));
    assert!(!may(&officer(Role::District(district.clone())), Deed::SeeCase, &Matter::default()));
    assert!(may(&officer(Role::City), Deed::SeeCase, &Matter::default()));
    // Nobody owns what has no owner.
    assert!(!may(&Viewer::Public, Deed::SeeRegistration, &Matter::default()));
}
