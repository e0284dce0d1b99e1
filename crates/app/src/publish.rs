//! Publishing: instruments laid over the policy folder of this installation, in force from the next request on,
//! without a new program. What is published is one bundle, kept under its version like every policy by which
//! anything was decided; the setting names it, an entry in the journal of the policy itself says who and when.
//!
//! Every server of an installation looks at the setting and follows. The folder of the program may move on
//! meanwhile: the instruments are laid over whichever it is.

use jiff::Timestamp;
use law::{Bundle, Policy};
use registry::{Action, Actor, CaseId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{Changes, PolicyVersion, Store, Write};

use crate::in_force::InForce;
use crate::{App, Fault, StartError};

/// The setting that says what is published.
const SETTING: &str = "policy.published";

/// What is published over the folder of an installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The version of the whole, as decisions name it.
    pub version: String,
    /// The instruments in the order in which they lie over each other, by the names of their files.
    pub instruments: Vec<String>,
    /// Who published.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Why nothing was published. The law in force stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The instruments do not fit the folder of this installation.
    #[error("the policies have errors:\n{0}")]
    Policy(String),
    /// The services cannot work with this policy.
    #[error(transparent)]
    Unfit(#[from] StartError),
    /// Nothing of this name is published.
    #[error("{found}: not published; expected one of {expected}")]
    NotPublished {
        /// What was named.
        found: String,
        /// What there is.
        expected: String,
    },
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl App {
    /// What is published now.
    pub async fn published(&self) -> Result<Option<Published>, Fault> {
        published(&self.parts.store).await
    }

    /// The folder of this installation with what is published and these files, by name and text, over it; a file
    /// of a name that is published takes its place. For checking before publishing.
    pub async fn with_instruments(&self, files: &[(String, String)]) -> Result<Bundle, Fault> {
        let mut laid = self.instruments().await?;
        for (name, text) in files {
            match laid.iter_mut().find(|(known, _)| known == name) {
                Some(known) => known.1.clone_from(text),
                None => laid.push((name.clone(), text.clone())),
            }
        }
        Ok(compose(&self.parts.base, &laid))
    }

    /// Publishes these files over the folder and what is published already.
    pub async fn publish(&self, files: &[(String, String)], by: &str) -> Result<Published, PublishError> {
        let bundle = self.with_instruments(files).await?;
        self.publish_bundle(bundle, "policy.published", by).await
    }

    /// Takes an instrument away again. What was decided under it stays and can be replayed.
    pub async fn withdraw(&self, name: &str, by: &str) -> Result<Published, PublishError> {
        let mut laid = self.instruments().await?;
        let names: Vec<String> = laid.iter().map(|(name, _)| name.clone()).collect();
        laid.retain(|(known, _)| known != name);
        if laid.len() == names.len() {
            return Err(PublishError::NotPublished { found: name.to_owned(), expected: names.join(", ") });
        }
        self.publish_bundle(compose(&self.parts.base, &laid), "policy.withdrawn", by).await
    }

    /// Follows what another process has published. Whether the law changed.
    pub async fn follow_published(&self) -> Result<bool, PublishError> {
        let Some(now) = published(&self.parts.store).await? else { return Ok(false) };
        let in_force = self.current().law;
        if in_force.published.as_ref() == Some(&now.version) {
            return Ok(false);
        }
        let Some(bundle) = stored(&self.parts.store, &now.version).await? else { return Ok(false) };
        // The publisher may run another program than this one, with another folder of its own.
        let policy = load(compose(&self.parts.base, &instruments(&bundle)))?;
        let is_other = policy.version != in_force.policy.version;
        crate::app::keep_policy(&policy, &self.parts.store, self.clock()).await?;
        self.put_in_force(InForce::new(policy, Some(now.version), &self.parts.library)?);
        Ok(is_other)
    }

    async fn instruments(&self) -> Result<Vec<(String, String)>, Fault> {
        let Some(published) = self.published().await? else { return Ok(Vec::new()) };
        Ok(stored(&self.parts.store, &published.version).await?.map_or_else(Vec::new, |b| instruments(&b)))
    }

    async fn publish_bundle(
        &self,
        bundle: Bundle,
        action: &str,
        by: &str,
    ) -> Result<Published, PublishError> {
        let names = instruments(&bundle).into_iter().map(|(name, _)| name).collect();
        let policy = load(bundle)?;
        let version = policy.version.clone();
        let law = InForce::new(policy, Some(version), &self.parts.library)?;
        let policy = &law.policy;
        let at = self.moment();
        let published =
            Published { version: policy.version.clone(), instruments: names, by: by.to_owned(), at };
        let before = self.published().await?.map(|before| before.version);
        let payload = json!({
            "before": before, "by": by, "instruments": published.instruments, "version": published.version,
        });
        let actor: Action = "operator".parse().map_err(|_| Fault::internal("the operator's code"))?;
        let entry = store::entry(case(), at, Actor::System(actor), action, &payload).map_err(Fault::from)?;
        let kept = serde_json::to_vec(&policy.bundle).map_err(|e| Fault::because("policy bundle", e))?;
        let kept = PolicyVersion { version: policy.version.clone(), bundle: kept, created_at: at };
        let value = serde_json::to_string(&published).map_err(|e| Fault::because("what is published", e))?;
        let changes = Changes::new().entry(entry).write(Write::PolicyPut(kept)).write(Write::SettingPut {
            name: SETTING.to_owned(),
            value,
            at,
        });
        self.parts.store.save(changes).await.map_err(Fault::from)?;
        self.put_in_force(law);
        Ok(published)
    }
}

/// The policy of an installation at its start, its folder with what is published over it; and under which version
/// that was published.
pub(crate) async fn laid_on(base: Policy, store: &Store) -> Result<(Policy, Option<String>), StartError> {
    let Some(published) = published(store).await? else { return Ok((base, None)) };
    let Some(bundle) = stored(store, &published.version).await? else { return Ok((base, None)) };
    let policy = load(compose(&base.bundle, &instruments(&bundle)))
        .map_err(|error| StartError::Unfit { what: format!("what is published here: {error}") })?;
    Ok((policy, Some(published.version)))
}

async fn published(store: &Store) -> Result<Option<Published>, Fault> {
    let setting = store.setting_get(SETTING).await?;
    let read = |text: String| serde_json::from_str(&text).map_err(|e| Fault::because("what is published", e));
    setting.map(read).transpose()
}

async fn stored(store: &Store, version: &str) -> Result<Option<Bundle>, Fault> {
    let kept = store.policy_version_get(version).await?;
    let read =
        |kept: PolicyVersion| serde_json::from_slice(&kept.bundle).map_err(|e| Fault::because("a policy", e));
    kept.map(read).transpose()
}

/// What is laid on in a bundle: names of files without their place in the order, and texts.
fn instruments(bundle: &Bundle) -> Vec<(String, String)> {
    let laid = bundle.iter().filter_map(|(path, text)| Some((path.strip_prefix(law::load::LAID_ON)?, text)));
    laid.map(|(name, text)| {
        let name = name.split_once('-').map_or(name, |(_, name)| name);
        (name.to_owned(), text.to_owned())
    })
    .collect()
}

fn compose(base: &Bundle, laid: &[(String, String)]) -> Bundle {
    let mut bundle = base.clone();
    for (index, (name, text)) in laid.iter().enumerate() {
        bundle.insert(&format!("{}{name}", law::load::laid_on(index)), text);
    }
    bundle
}

fn load(bundle: Bundle) -> Result<Policy, PublishError> {
    let texts = bundle.clone();
    let (policy, findings) = Policy::load(bundle);
    policy.ok_or_else(|| {
        let rendered = findings.iter().map(|finding| {
            let source = law_syntax::Source::new(&finding.path, texts.get(&finding.path).unwrap_or(""));
            finding.render(&source)
        });
        PublishError::Policy(rendered.collect::<Vec<_>>().join("\n"))
    })
}

/// The case under which the journal keeps what becomes of the policy.
fn case() -> CaseId {
    let digest = Sha256::digest(b"linghuo:policy:1");
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    CaseId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
