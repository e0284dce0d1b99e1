//! The application: one handle, cheap to clone, over policy, services, store and signing keys.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use documents::{KeyId, PublicKey, PublicKeySet, VerifyAddress};
use jiff::Timestamp;
use jiff::civil::Date;
use law::{Bundle, Policy};
use registry::{OfficeId, Period};
use service::{Library, Pack};
use sha2::{Digest, Sha256};
use store::{Changes, PackVersion, PolicyVersion, Store, Write};
use uuid::Uuid;

use crate::attempts::Attempts;
use crate::in_force::InForce;
use crate::publish;
use crate::sources::{beijing_date, beijing_noon};
use crate::{Book, Config, Fault, Sources, Text};

/// The setting that holds the business date of a demonstration.
const SETTING_TODAY: &str = "demo.business_date";
/// The setting that holds the hash of the directory that was last written to the store.
const SETTING_DIRECTORY: &str = "directory.hash";
/// Where the public check stands under the public address. It ends in `/`: the page works without scripts.
const VERIFY_PATH: &str = "verify/";

/// Why the application could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The public address cannot stand in a QR code.
    #[error("public_url: {0}")]
    PublicUrl(#[source] documents::AddressError),
    /// Policy, services and keys do not fit together.
    #[error("{what}")]
    Unfit {
        /// What is missing where.
        what: String,
    },
    /// The store does not answer or holds what it should not.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What is loaded once and never changes.
pub(crate) struct Parts {
    /// The policy folder of this installation, without what is published over it.
    pub(crate) base: Bundle,
    pub(crate) library: Library,
    pub(crate) store: Store,
    pub(crate) config: Config,
    pub(crate) verify_address: VerifyAddress,
    pub(crate) certificate_key: KeyId,
    pub(crate) public_keys: PublicKeySet,
    offices: HashMap<OfficeId, String>,
    pub(crate) attempts: Attempts,
    /// What each kind of paper holds.
    pub(crate) papers: documents::paper::PaperLibrary,
    /// What may be uploaded.
    pub(crate) limits: crate::evidence::Limits,
    /// The ways against a decision that the law of procedure gives.
    pub(crate) remedies: crate::papers::Remedies,
    /// How a mail address is confirmed.
    pub(crate) mail: crate::mail::MailRules,
    #[cfg(feature = "typeset")]
    pub(crate) typesetter: std::sync::OnceLock<documents::Typesetter>,
}

/// Where the business date comes from.
#[derive(Clone)]
pub(crate) enum Today {
    /// The day in Beijing, unless a demonstration was set to another, for all who hold this.
    Shared(Arc<RwLock<Option<Date>>>),
    /// This day.
    Fixed(Date),
}

/// The application.
#[derive(Clone)]
pub struct App {
    pub(crate) parts: Arc<Parts>,
    /// The law that this handle works with.
    pub(crate) law: Arc<InForce>,
    /// The law in force now, for all handles.
    latest: Arc<RwLock<Arc<InForce>>>,
    pub(crate) sources: Sources,
    pub(crate) outward: Arc<crate::Outward>,
    today: Today,
}

impl App {
    /// Puts the application together and keeps the policy's bundle in the store under its version, so
    /// that every decision can be replayed.
    pub async fn start(
        policy: Policy,
        library: Library,
        store: Store,
        sources: Sources,
        config: Config,
    ) -> Result<Self, StartError> {
        let address = format!("{}/{VERIFY_PATH}", config.public_url.trim_end_matches('/'));
        let verify_address = VerifyAddress::new(&address).map_err(StartError::PublicUrl)?;
        let (certificate_key, public_keys) = certificate_keys(&policy, &store)?;
        let base = policy.bundle.clone();
        let (policy, published) = publish::laid_on(policy, &store).await?;
        keep_policy(&policy, &store, sources.clock.now()).await?;
        keep_directory(&library, &store, sources.clock.now()).await?;
        keep_packs(&library, &store, sources.clock.now()).await?;
        let offices = library
            .directory
            .offices
            .iter()
            .map(|office| (office_id(&office.id), office.id.clone()))
            .collect();
        let set =
            if config.demo { store.setting_get(SETTING_TODAY).await.map_err(Fault::from)? } else { None };
        let set = set.and_then(|day| day.parse().ok());
        let law = Arc::new(InForce::new(policy, published, &library)?);
        let parts = Parts {
            base,
            library,
            store,
            config,
            verify_address,
            certificate_key,
            public_keys,
            offices,
            attempts: Attempts::default(),
            papers: documents::paper::PaperLibrary::embedded()
                .map_err(|error| StartError::Unfit { what: error.to_string() })?,
            limits: crate::evidence::Limits::embedded()?,
            remedies: crate::papers::Remedies::embedded()?,
            mail: crate::mail::MailRules::embedded()?,
            #[cfg(feature = "typeset")]
            typesetter: std::sync::OnceLock::new(),
        };
        Ok(Self {
            parts: Arc::new(parts),
            latest: Arc::new(RwLock::new(Arc::clone(&law))),
            law,
            sources,
            outward: Arc::default(),
            today: Today::Shared(Arc::new(RwLock::new(set))),
        })
    }

    /// This application with the law that is in force now; each request begins with it and keeps it.
    #[must_use]
    pub fn current(&self) -> Self {
        let law = Arc::clone(&self.latest.read().unwrap_or_else(PoisonError::into_inner));
        Self { law, ..self.clone() }
    }

    /// Puts another law in the place of the present one, for all who begin later.
    pub(crate) fn put_in_force(&self, law: InForce) {
        *self.latest.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(law);
    }

    /// The business date: the day in Beijing, or what a demonstration was set to.
    pub fn today(&self) -> Date {
        let set = match &self.today {
            Today::Fixed(day) => Some(*day),
            Today::Shared(set) => *set.read().unwrap_or_else(PoisonError::into_inner),
        };
        set.unwrap_or_else(|| beijing_date(self.clock()))
    }

    /// The policy that this handle works with, for pages that show the law and for decisions of one's own.
    pub fn policy(&self) -> &Policy {
        &self.law.policy
    }

    /// The services, questions, places, glossary and translation.
    pub fn library(&self) -> &Library {
        &self.parts.library
    }

    /// The law as a book to walk through.
    pub fn book(&self) -> Arc<Book> {
        self.law.book(&self.parts.library)
    }

    /// What it was told at its start.
    pub fn config(&self) -> &Config {
        &self.parts.config
    }

    /// Where its time, ids and randomness come from.
    pub fn sources(&self) -> Sources {
        self.sources.clone()
    }

    /// Whether the store answers.
    pub async fn is_ready(&self) -> bool {
        self.parts.store.ping().await.is_ok()
    }

    /// The name of a district in both languages; its code, if it is none of Beijing's.
    pub fn district_name(&self, code: &str) -> Text {
        match self.parts.library.regions.district_now(code) {
            Some(district) => Text::new(&district.zh, &district.en),
            None => Text::same(code),
        }
    }

    /// Seals the journal, saves what was sent before, and closes.
    pub async fn close(&self) {
        if let Err(error) = self.journal_seal().await {
            tracing::error!(error = &error as &dyn std::error::Error, "the journal could not be sealed");
        }
        self.parts.store.close().await;
    }

    /// The clock on the wall: for sessions, leases and attempts.
    pub(crate) fn clock(&self) -> Timestamp {
        self.sources.clock.now()
    }

    /// The moment at which something is recorded. In a demonstration on another day it is that day at
    /// this time of the clock, so that what is recorded fits what is decided.
    pub fn moment(&self) -> Timestamp {
        let (clock, today) = (self.clock(), self.today());
        let day = beijing_date(clock);
        if today == day {
            return clock;
        }
        let into_day = clock.duration_since(beijing_noon(day));
        beijing_noon(today).checked_add(into_day).unwrap_or(clock)
    }

    /// A new id.
    pub(crate) fn id(&self) -> Uuid {
        self.sources.ids.next()
    }

    /// Remembers the business date of a demonstration.
    pub(crate) async fn set_today(&self, day: Option<Date>) -> Result<(), Fault> {
        let value = day.map_or_else(String::new, |day| day.to_string());
        self.parts.store.setting_put(SETTING_TODAY, &value, self.clock()).await?;
        if let Today::Shared(set) = &self.today {
            *set.write().unwrap_or_else(PoisonError::into_inner) = day;
        }
        Ok(())
    }

    /// The same application on another day with other sources, for filling a demonstration.
    pub(crate) fn on(&self, day: Date, sources: Sources) -> Self {
        Self { sources, today: Today::Fixed(day), ..self.clone() }
    }

    /// A service pack that this program carries out.
    pub(crate) fn pack(&self, id: &str) -> Result<&Pack, Fault> {
        self.parts.library.pack(id).ok_or_else(|| Fault::internal(format!("no service pack `{id}`")))
    }

    /// The id in the directory of an office on record.
    pub(crate) fn office_key(&self, id: OfficeId) -> Option<&str> {
        self.parts.offices.get(&id).map(String::as_str)
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("policy", &self.law.policy.version).finish_non_exhaustive()
    }
}

/// The id under which the registry keeps an office of the directory: it follows from the directory's own.
pub(crate) fn office_id(key: &str) -> OfficeId {
    let digest = Sha256::new().chain_update(b"linghuo:office:1\0").chain_update(key).finalize();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    OfficeId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// The key that signs now, and all keys that have signed. Each may sign from the first day of the measures.
fn certificate_keys(policy: &Policy, store: &Store) -> Result<(KeyId, PublicKeySet), StartError> {
    let unfit = |error: documents::KeyError| StartError::Unfit { what: format!("certificate keys: {error}") };
    let first = policy
        .instruments
        .first()
        .ok_or_else(|| StartError::Unfit { what: "the policy has no instrument".to_owned() })?;
    let not_before = civil(first.force).map_err(StartError::Fault)?;
    let mut set = PublicKeySet::new();
    for (id, key) in store.keys().certificate_verifying_keys() {
        let key = PublicKey { key, not_before, not_after: None };
        set.insert(KeyId::new(id).map_err(unfit)?, key).map_err(unfit)?;
    }
    let signing = KeyId::new(&store.keys().certificate_key().id).map_err(unfit)?;
    Ok((signing, set))
}

/// A day of the law as a civil date.
pub(crate) fn civil(day: law::Date) -> Result<Date, Fault> {
    let (year, month, day) = day.parts();
    let narrow = |number: i32| i8::try_from(number).ok();
    let date = i16::try_from(year).ok().zip(narrow(month)).zip(narrow(day));
    date.and_then(|((year, month), day)| Date::new(year, month, day).ok())
        .ok_or_else(|| Fault::internal("a day of the law that the calendar lacks"))
}

pub(crate) async fn keep_policy(policy: &Policy, store: &Store, at: Timestamp) -> Result<(), Fault> {
    if store.policy_version_list().await?.contains(&policy.version) {
        return Ok(());
    }
    let bundle = serde_json::to_vec(&policy.bundle).map_err(|e| Fault::because("policy bundle", e))?;
    let version = PolicyVersion { version: policy.version.clone(), bundle, created_at: at };
    Ok(store.policy_version_put(version).await?)
}

/// Keeps the services under the version of each pack that cases can run by.
async fn keep_packs(library: &Library, store: &Store, at: Timestamp) -> Result<(), Fault> {
    let kept = store.pack_version_list().await?;
    let new: Vec<&Pack> = library.packs.values().filter(|pack| !kept.contains(&pack.hash)).collect();
    if new.is_empty() {
        return Ok(());
    }
    let texts = crate::cases::kept_texts(library)?;
    let keep = |pack: &Pack| PackVersion { version: pack.hash.clone(), texts: texts.clone(), created_at: at };
    Ok(store.pack_versions_put(new.into_iter().map(keep).collect()).await?)
}

/// Copies the directory into the store when it has changed, so that an office of an old registration
/// still has a name when the directory has dropped it.
async fn keep_directory(library: &Library, store: &Store, at: Timestamp) -> Result<(), Fault> {
    let mut hash = Sha256::new();
    for office in &library.directory.offices {
        hash.update(format!("{office:?}"));
    }
    hash.update(format!("{:?}", library.regions.districts));
    let hash = hex::encode(hash.finalize());
    if store.setting_get(SETTING_DIRECTORY).await?.as_deref() == Some(&hash) {
        return Ok(());
    }
    let wrong = |what: &str| Fault::internal(format!("directory: {what}"));
    let mut changes = Changes::new();
    let street = |office: &service::Office| {
        let code = office.street.as_ref().map(|code| code.parse());
        code.transpose().map_err(|_| wrong("a street's code"))
    };
    let first = library.directory.offices.iter().map(|office| office.from).min();
    for office in &library.directory.offices {
        let valid = Period::new(office.from, office.to).map_err(|e| Fault::because("directory", e))?;
        changes = changes.write(Write::OfficePut(registry::Office {
            id: office_id(&office.id),
            kind: office.kind.as_str().to_owned(),
            district: office.district.parse().map_err(|_| wrong("a district's code"))?,
            street: street(office)?,
            name_zh: office.name.zh.clone(),
            name_en: office.name.en.clone(),
            address_zh: office.address.clone(),
            phone: None,
            source: library.directory.source.clone(),
            valid,
        }));
    }
    for district in library.regions.districts.iter().filter(|_| first.is_some()) {
        changes = changes.write(Write::DistrictPut(registry::District {
            code: district.code.parse().map_err(|_| wrong("a district's code"))?,
            name_zh: district.zh.clone(),
            name_en: district.en.clone(),
            valid: Period::from_day(first.unwrap_or(Date::MIN)),
            replaced_by: None,
        }));
    }
    let setting = Write::SettingPut { name: SETTING_DIRECTORY.to_owned(), value: hash, at };
    store.save(changes.write(setting)).await?;
    Ok(())
}
