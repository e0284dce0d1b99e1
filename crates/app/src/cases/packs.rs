//! The packs that cases run by: each case keeps the version with which it began. The versions that cases name are kept
//! in the store, so that a case goes on under its own rules after the folder has changed.

use std::borrow::Cow;
use std::collections::BTreeSet;

use service::case::Case;
use service::flow::BodyKind;
use service::{Pack, Texts};

use super::subject::IDENTITY;
use crate::text::Text;
use crate::{App, Fault};

impl App {
    /// The pack that a case runs by: the one of today, or the one of its beginning from the store.
    pub(crate) async fn pack_of(&self, case: &Case) -> Result<Cow<'_, Pack>, Fault> {
        if let Some(pack) = self.library().pack(&case.service)
            && pack.hash == case.pack
        {
            return Ok(Cow::Borrowed(pack));
        }
        let kept = self.parts.store.pack_version_get(&case.pack).await?;
        let kept = kept.ok_or_else(|| Fault::internal(format!("no pack `{}` is kept", case.pack)))?;
        let texts: Vec<(String, String)> =
            serde_json::from_slice(&kept).map_err(|e| Fault::because("a kept pack", e))?;
        let texts: Texts = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let mut pack = Pack::load(&case.service, &texts)
            .map_err(|_| Fault::internal(format!("the kept pack `{}` cannot be read", case.pack)))?;
        // Kept without its examples, it still is the version under which it is kept.
        pack.hash.clone_from(&case.pack);
        Ok(Cow::Owned(pack))
    }

    /// Whether a person is told by the fields of a service.
    pub fn asks_identity(&self, pack: &Pack) -> bool {
        IDENTITY.iter().all(|field| pack.field(field).is_some())
    }

    /// The bodies that serve the place of a case today, for the actions that hand it over.
    pub(super) async fn bodies_of(
        &self,
        pack: &Pack,
        case: &Case,
    ) -> Result<std::collections::BTreeMap<BodyKind, BTreeSet<String>>, Fault> {
        let kinds: BTreeSet<&BodyKind> = pack
            .tracks()
            .flat_map(|(_, flow)| &flow.actions)
            .filter_map(|action| action.body.as_ref())
            .collect();
        let mut serving = std::collections::BTreeMap::new();
        for kind in kinds {
            let bodies = self.bodies_serving(kind, case).await?;
            serving.insert(kind.clone(), bodies.into_iter().map(|(id, _)| id).collect());
        }
        Ok(serving)
    }

    /// The bodies of a kind that serve the place of a case today: id and name.
    pub(super) async fn bodies_serving(
        &self,
        kind: &BodyKind,
        case: &Case,
    ) -> Result<Vec<(String, Text)>, Fault> {
        let office = case.office.as_deref().and_then(|id| self.library().directory.office(id));
        let district = office.and_then(|office| office.district.parse().ok());
        let found = self.parts.store.body_list(&kind.0, self.today()).await?;
        let serves = |body: &registry::Body| district.as_ref().is_none_or(|district| body.serves(district));
        let named = |body: registry::Body| (body.id, Text::new(body.name_zh, body.name_en));
        Ok(found.into_iter().filter(serves).map(named).collect())
    }
}

/// The texts of all services, once for each version of a pack that a case may name.
pub(crate) fn kept_texts(library: &service::Library) -> Result<Vec<u8>, Fault> {
    // Examples are tests with made-up names; no case runs by them.
    let kept = |(path, text): (_, _)| if is_examples(path) { (path, NO_EXAMPLES) } else { (path, text) };
    let texts: Vec<(&str, &str)> = library.texts.iter().map(kept).collect();
    serde_json::to_vec(&texts).map_err(|e| Fault::because("the texts of the services", e))
}

/// A file of examples that has none.
const NO_EXAMPLES: &str = "examples = []\n";

fn is_examples(path: &str) -> bool {
    path.ends_with(service::pack::EXAMPLES_FILE)
}
