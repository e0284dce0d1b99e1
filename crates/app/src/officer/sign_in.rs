//! How an officer signs in: a name and a password, checked by Argon2id, as slowly for a name that does not
//! exist; more slowly with each failure.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use registry::Account;
use zeroize::Zeroizing;

use crate::{App, Fault};

/// Why an officer was not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Name and password do not belong together. Said alike for a name that does not exist.
    #[error("the name and the password do not belong together")]
    Wrong,
    /// Too many attempts: wait.
    #[error("too many attempts; wait {seconds} seconds")]
    Wait {
        /// How long.
        seconds: u64,
    },
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What a password is checked against where there is no such account, so that the answer takes as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bGluZ2h1by1ub2JvZHktMA$\
                      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

impl App {
    /// Lets an officer in.
    pub async fn officer_sign_in(&self, name: &str, password: &str) -> Result<Arc<Account>, SignInError> {
        let attempt = format!("officer:{}", name.chars().take(100).collect::<String>());
        self.parts.attempts.begin(&attempt, self.clock()).map_err(|seconds| SignInError::Wait { seconds })?;
        let account = self.parts.store.account_find_by_name(name).await.map_err(Fault::from)?;
        let account = account.filter(|account| account.disabled_at.is_none());
        let hash = account.as_ref().map_or(NOBODY, |account| account.password.expose()).to_owned();
        let password = Zeroizing::new(password.to_owned());
        // A check takes tens of milliseconds on purpose, which would hold up everyone else here.
        let check = tokio::task::spawn_blocking(move || is_password(&password, &hash)).await;
        let is_right = check.map_err(|error| Fault::because("the check of a password", error))?;
        let account = account.filter(|_| is_right).ok_or(SignInError::Wrong)?;
        self.parts.attempts.succeed(&attempt);
        Ok(Arc::new(account))
    }
}

/// Whether a password gives this hash.
fn is_password(password: &str, hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else { return false };
    Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
}

/// The hash of a password, with a salt that is handed in.
pub(crate) fn password_hash(password: &str, salt: [u8; 16]) -> Result<registry::PasswordHash, Fault> {
    let hash: PasswordHash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| Fault::internal(format!("a password cannot be hashed: {error}")))?;
    Ok(registry::PasswordHash::new(hash.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_by_its_hash_and_nobody_has_one() {
        let hash = password_hash("灵活就业 2020", [7; 16]).unwrap();
        assert!(hash.expose().starts_with("$argon2id$"));
        assert!(is_password("灵活就业 2020", hash.expose()) && !is_password("灵活就业2020", hash.expose()));
        assert!(PasswordHash::new(NOBODY).is_ok(), "or an unknown name would be told by its quick answer");
        assert!(!is_password("", NOBODY));
    }
}
