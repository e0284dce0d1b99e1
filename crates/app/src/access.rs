//! How a person comes back without an account: the number of the registration or case and the access code shown
//! once when it was made (`docs/decisions/004-access-code.md`). Interim, until a sign-in provider is there.

use registry::{CaseId, PersonId, RegistrationId, RegistrationNumber};
use store::{Changes, Write};

use crate::permission::{Deed, Matter, may};
use crate::viewer::actor;
use crate::{App, Fault, Viewer};

/// Why someone was not let in.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// Number and code do not belong together. Said alike for a number that does not exist.
    #[error("the number and the code do not belong together")]
    Wrong,
    /// Too many attempts: wait.
    #[error("too many attempts; wait {seconds} seconds")]
    Wait {
        /// How long.
        seconds: u64,
    },
    /// This viewer may not do this.
    #[error("not allowed")]
    Denied,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Letters of a code: those that are not taken for one another when read aloud or copied.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters in a code: forty bits.
const CODE_LETTERS: usize = 8;

/// How often a code was replaced that never was.
const NEVER_REPLACED: &str = "0";
/// The longest number that is looked for.
const NUMBER_BYTES_MAX: usize = 64;

/// The setting that counts how often the code of a registration was replaced.
fn epoch_setting(registration: RegistrationId) -> String {
    format!("access.epoch.{registration}")
}

impl App {
    /// The access code of a registration. It is not kept anywhere: it follows from the id, how often it
    /// was replaced, and a key of the installation.
    pub(crate) async fn access_code(&self, registration: RegistrationId) -> Result<String, Fault> {
        let epoch = self.parts.store.setting_get(&epoch_setting(registration)).await?;
        Ok(self.code_of(registration, epoch.as_deref().unwrap_or(NEVER_REPLACED)))
    }

    /// The access code of a registration that was just made.
    pub(crate) fn access_code_first(&self, registration: RegistrationId) -> String {
        self.code_of(registration, NEVER_REPLACED)
    }

    fn code_of(&self, registration: RegistrationId, epoch: &str) -> String {
        let value = format!("{registration}:{epoch}");
        let hash = self.parts.store.keyed_hash("registration.access_code", value.as_bytes());
        let letter = |byte: &u8| char::from(LETTERS[usize::from(byte & 31)]);
        let mut code: String = hash.iter().take(CODE_LETTERS).map(letter).collect();
        code.insert(CODE_LETTERS / 2, '-');
        code
    }

    /// The person of a registration or a case, for whoever has its number and its access code.
    pub async fn person_sign_in(&self, number: &str, code: &str) -> Result<PersonId, AccessError> {
        let (name, found) = self.numbered(number.trim()).await?;
        self.parts.attempts.begin(&name, self.clock()).map_err(|seconds| AccessError::Wait { seconds })?;
        // A number that does not exist costs the same look and the same hash.
        let id = found.map_or(RegistrationId(uuid::Uuid::nil()), |(id, _)| id);
        let is_right = same(plain(&self.access_code(id).await?).as_bytes(), plain(code).as_bytes());
        let Some((_, person)) = found.filter(|_| is_right) else { return Err(AccessError::Wrong) };
        let person = self.parts.store.person_find(person).await.map_err(Fault::from)?;
        let person = person.and_then(store::Kept::held).ok_or(AccessError::Wrong)?;
        self.parts.attempts.succeed(&name);
        Ok(person.id)
    }

    /// What a number stands for, a registration's or a case's: the id from which its code follows, and whose it is; with
    /// the name under which attempts at it are counted.
    async fn numbered(
        &self,
        number: &str,
    ) -> Result<(String, Option<(RegistrationId, PersonId)>), AccessError> {
        if let Ok(number) = number.parse::<RegistrationNumber>() {
            let found = self.parts.store.registration_find_by_number(&number).await.map_err(Fault::from)?;
            return Ok((format!("registration:{number}"), found.map(|found| (found.id, found.person))));
        }
        if number.len() > NUMBER_BYTES_MAX {
            return Err(AccessError::Wrong);
        }
        let found = self.parts.store.case_find_by_number(number).await.map_err(Fault::from)?;
        let found = found.and_then(store::Kept::held);
        Ok((format!("case:{number}"), found.map(|case| (RegistrationId(case.id.0), case.subject))))
    }

    /// The access code of a case that was just filed.
    pub(crate) fn case_access_code(&self, case: CaseId) -> String {
        self.access_code_first(RegistrationId(case.0))
    }

    /// A new access code, by an officer who has the person before them; the old one is worth nothing
    /// from now on.
    pub async fn access_code_renew(&self, viewer: &Viewer, number: &str) -> Result<String, AccessError> {
        if viewer.officer().is_none() {
            return Err(AccessError::Denied);
        }
        let number: RegistrationNumber = number.parse().map_err(|_| AccessError::Wrong)?;
        let found = self.parts.store.registration_find_by_number(&number).await.map_err(Fault::from)?;
        let found = found.filter(|found| may(viewer, Deed::RenewAccessCode, &Matter::of(found)));
        let registration = found.ok_or(AccessError::Wrong)?;
        let setting = epoch_setting(registration.id);
        let epoch = self.parts.store.setting_get(&setting).await.map_err(Fault::from)?;
        let epoch: u64 = epoch.and_then(|epoch| epoch.parse().ok()).unwrap_or(0) + 1;
        let at = self.moment();
        let entry = store::entry(
            CaseId(registration.id.0),
            at,
            actor(viewer, registration.person),
            "registration.access_code_renewed",
            &serde_json::json!({ "times": epoch }),
        )
        .map_err(Fault::from)?;
        let put = Write::SettingPut { name: setting, value: epoch.to_string(), at };
        self.parts.store.save(Changes::new().write(put).entry(entry)).await.map_err(Fault::from)?;
        Ok(self.code_of(registration.id, &epoch.to_string()))
    }
}

/// A code as it is compared: people leave the hyphen out and take O for 0.
fn plain(code: &str) -> String {
    let kept = code.chars().filter(|c| !c.is_whitespace() && *c != '-').take(2 * CODE_LETTERS);
    kept.map(|c| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    })
    .collect()
}

/// Compares in a time that does not depend on where the first difference is.
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}
