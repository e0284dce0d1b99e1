//! The dated directory and the accounts.

use jiff::civil::date;
use registry::account::{PasswordHash, Role};
use registry::{Account, AccountId, District, Office, OfficeId, Period, Rank, Street};
use uuid::Uuid;

use super::fixture::at;
use crate::{Changes, Double, SaveError, Store, Write};

pub(crate) async fn the_directory_knows_each_day(store: Store) {
    let district = |code: &str, name: &str, first, last| District {
        code: code.parse().expect("a code"),
        name_zh: name.to_owned(),
        name_en: name.to_owned(),
        valid: Period::new(first, last).expect("a period"),
        replaced_by: None,
    };
    let mut chongwen = district("110103", "崇文区", date(1952, 9, 1), Some(date(2010, 6, 30)));
    chongwen.replaced_by = "110101".parse().ok();
    let dongcheng = district("110101", "东城区", date(1958, 5, 1), None);
    let street = Street {
        code: "110101001".parse().expect("a code"),
        district: dongcheng.code.clone(),
        name_zh: "东华门街道".to_owned(),
        name_en: "Donghuamen".to_owned(),
        valid: Period::from_day(date(2010, 7, 1)),
    };
    let office = |name: &str, first, last| Office {
        id: OfficeId(Uuid::from_u128(101)),
        kind: "district_employment".to_owned(),
        district: "110101".parse().expect("a code"),
        street: None,
        name_zh: name.to_owned(),
        name_en: "Office".to_owned(),
        address_zh: "某街1号".to_owned(),
        phone: None,
        source: "made up".to_owned(),
        valid: Period::new(first, last).expect("a period"),
    };
    let old = office("旧所", date(2015, 1, 1), Some(date(2019, 12, 31)));
    let new = office("新所", date(2020, 1, 1), None);
    let changes = Changes::new()
        .write(Write::DistrictPut(chongwen.clone()))
        .write(Write::DistrictPut(dongcheng.clone()))
        .write(Write::StreetPut(street.clone()))
        .write(Write::OfficePut(old.clone()))
        .write(Write::OfficePut(new.clone()));
    store.save(changes.clone()).await.expect("saved");
    store.save(changes).await.expect("putting it again changes nothing");
    let on = date(2020, 11, 15);
    assert_eq!(
        store.district_list(date(2010, 6, 30)).await.expect("read"),
        [dongcheng.clone(), chongwen.clone()]
    );
    assert_eq!(store.district_list(on).await.expect("read"), std::slice::from_ref(&dongcheng));
    assert_eq!(store.district_history(&chongwen.code).await.expect("read"), [chongwen]);
    assert_eq!(store.street_list(&dongcheng.code, on).await.expect("read"), [street]);
    assert!(store.street_list(&dongcheng.code, date(2010, 6, 30)).await.expect("read").is_empty());
    let kind = "district_employment";
    assert_eq!(store.office_list(&dongcheng.code, kind, on).await.expect("read"), std::slice::from_ref(&new));
    assert_eq!(store.office_find(new.id, date(2019, 12, 31)).await.expect("read"), Some(old));
    assert_eq!(store.office_find(new.id, date(2014, 1, 1)).await.expect("read"), None);
}

pub(crate) async fn accounts_are_found_and_guarded(store: Store) {
    let account = |id: u128, name: &str| Account {
        id: AccountId(Uuid::from_u128(id)),
        version: 1,
        name: name.to_owned(),
        display_name: "朝阳经办".to_owned(),
        rank: Rank::Supervisor,
        role: Role::District("110105".parse().expect("a code")),
        password: PasswordHash::new("$argon2id$v=19$x".to_owned()),
        created_at: at(1),
        disabled_at: None,
    };
    let clerk = account(105, "k105");
    store.save(Changes::new().write(Write::AccountInsert(clerk.clone()))).await.expect("saved");
    assert_eq!(store.account_find_by_name("k105").await.expect("read").as_ref(), Some(&clerk));
    assert_eq!(store.account_find_by_name("K105").await.expect("read"), None);
    let again = store.save(Changes::new().write(Write::AccountInsert(account(106, "k105")))).await;
    assert!(matches!(again, Err(SaveError::Double(Double::AccountName))), "{again:?}");
    let gone = Account { version: 2, disabled_at: Some(at(5)), role: Role::City, ..clerk.clone() };
    store.save(Changes::new().write(Write::AccountUpdate(gone.clone()))).await.expect("saved");
    assert_eq!(store.account_find(clerk.id).await.expect("read").as_ref(), Some(&gone));
    let late = store.save(Changes::new().write(Write::AccountUpdate(Account { version: 2, ..clerk }))).await;
    assert!(matches!(late, Err(SaveError::Stale { table: "account", .. })));
    assert_eq!(store.account_list().await.expect("read"), [gone]);
}
