//! The number by which people speak of a case: the code of its service, the year, a running number.

use service::Pack;

use crate::{App, Fault};

/// The sequence of all cases.
const SEQUENCE: &str = "case";

impl App {
    /// The next number for a case of a service.
    pub(super) async fn case_number(&self, pack: &Pack) -> Result<String, Fault> {
        let sequence = self.parts.store.number_next(SEQUENCE).await?;
        Ok(format!("{}-{}-{sequence:08}", pack.definition.code, self.today().year()))
    }
}
