//! The pace of the attempts, as data: `data/outbox.toml` holds this house's, an installation may hand in its own.

use serde::Deserialize;

use super::Channel;

/// The most delays a policy may have.
pub const MAX_DELAYS: usize = 32;
/// The longest delay or term in seconds: a year.
pub const MAX_SECONDS: u32 = 366 * 24 * 3600;

/// The pace of one channel. See `data/outbox.toml` for what each number means.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// How long after each failed attempt the next one comes, in seconds.
    pub delays_s: Vec<u32>,
    /// By how much of a delay messages are spread.
    pub spread_percent: u8,
    /// The longest wait that the other side may ask for, in seconds.
    pub wait_max_s: u32,
    /// After how many seconds a message is not sent any more.
    pub expires_after_s: u32,
    /// How long a receipt is waited for, in seconds; 0 where the channel gives none.
    pub receipt_wait_s: u32,
}

impl Policy {
    /// How often a message is tried at most.
    pub fn attempts_max(&self) -> usize {
        self.delays_s.len() + 1
    }
}

/// The pace of every channel.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policies {
    sms: Policy,
    mail: Policy,
    webhook: Policy,
}

/// What is wrong with a file of policies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// It cannot be read.
    #[error("outbox policy: {0}")]
    Syntax(String),
    /// A number is out of its bounds.
    #[error("outbox policy: {channel}.{field}: found {found}, expected {expected}")]
    OutOfBounds {
        /// The channel.
        channel: &'static str,
        /// The field.
        field: &'static str,
        /// What stands there.
        found: u64,
        /// What may stand there.
        expected: String,
    },
}

impl Policies {
    /// Reads policies and checks their bounds.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let policies: Self = toml::from_str(text).map_err(|error| PolicyError::Syntax(error.to_string()))?;
        for channel in Channel::ALL {
            check(channel.code(), policies.of(channel))?;
        }
        Ok(policies)
    }

    /// This house's own.
    pub fn house() -> Result<Self, PolicyError> {
        Self::parse(include_str!("../../data/outbox.toml"))
    }

    /// The pace of a channel.
    pub fn of(&self, channel: Channel) -> &Policy {
        match channel {
            Channel::Sms => &self.sms,
            Channel::Mail => &self.mail,
            Channel::Webhook => &self.webhook,
        }
    }
}

fn check(channel: &'static str, policy: &Policy) -> Result<(), PolicyError> {
    let bounded = |field, found: u64, least: u64, most: u64| {
        if (least..=most).contains(&found) {
            return Ok(());
        }
        Err(PolicyError::OutOfBounds { channel, field, found, expected: format!("{least} to {most}") })
    };
    let most = u64::from(MAX_SECONDS);
    let delays = u64::try_from(policy.delays_s.len()).unwrap_or(u64::MAX);
    bounded("delays_s (their number)", delays, 0, MAX_DELAYS as u64)?;
    for delay in &policy.delays_s {
        bounded("delays_s", u64::from(*delay), 1, most)?;
    }
    bounded("spread_percent", u64::from(policy.spread_percent), 0, 100)?;
    bounded("wait_max_s", u64::from(policy.wait_max_s), 1, most)?;
    bounded("expires_after_s", u64::from(policy.expires_after_s), 1, most)?;
    bounded("receipt_wait_s", u64::from(policy.receipt_wait_s), 0, most)
}

#[cfg(test)]
mod tests {
    use super::{Policies, PolicyError};

    const HOUSE: &str = include_str!("../../data/outbox.toml");

    #[test]
    fn a_number_out_of_bounds_is_named_with_what_was_expected() {
        let wrong = HOUSE.replacen("spread_percent = 20", "spread_percent = 120", 1);
        let error = Policies::parse(&wrong).unwrap_err().to_string();
        assert_eq!(error, "outbox policy: sms.spread_percent: found 120, expected 0 to 100");
    }

    #[test]
    fn a_key_that_is_not_known_is_refused() {
        let wrong = HOUSE.replacen("spread_percent =", "spread =", 1);
        let error = Policies::parse(&wrong).unwrap_err();
        assert!(matches!(&error, PolicyError::Syntax(said) if said.contains("spread")), "{error}");
    }

    #[test]
    fn the_last_attempt_of_the_house_comes_before_the_message_expires() {
        use crate::outbox::Channel;
        let house = Policies::house().unwrap();
        for channel in Channel::ALL {
            let policy = house.of(channel);
            let all: u64 = policy.delays_s.iter().map(|delay| u64::from(*delay)).sum();
            let spread = all + all * u64::from(policy.spread_percent) / 100;
            assert!(spread < u64::from(policy.expires_after_s), "{}: {spread}", channel.code());
        }
    }
}
