//! What an installation remembers of itself, by name: nothing personal, nothing secret.

use jiff::Timestamp;

use crate::error::{ReadError, SaveError};
use crate::store::Store;
use crate::unit::Unit;

const TABLE: &str = "setting";

pub(crate) fn put(unit: &mut Unit, name: &str, value: &str, at: Timestamp) {
    unit.statement(
        "INSERT INTO setting (name, value, changed_at) VALUES ($1, $2, $3) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at",
        vec![name.into(), value.into(), at.into()],
    );
}

impl Store {
    /// The value of a setting.
    pub async fn setting_get(&self, name: &str) -> Result<Option<String>, ReadError> {
        let sql = "SELECT name, value FROM setting WHERE name = $1";
        let row = self.db().one(TABLE, sql, &[name.into()]).await?;
        row.map(|fields| fields.text("value")).transpose()
    }

    /// Keeps a setting, new or changed.
    pub async fn setting_put(&self, name: &str, value: &str, at: Timestamp) -> Result<(), SaveError> {
        let write = crate::Write::SettingPut { name: name.to_owned(), value: value.to_owned(), at };
        self.save(crate::Changes::new().write(write)).await.map(|_| ())
    }
}
