//! Whether whoever made an instrument may fill a matter: the authority, the day
//! on which it acted, the approval, the place for which it speaks.

use super::broken::{Broken, Link};
use super::declaration::{Authority, Competence, Matter};
use super::filling::Filling;
use super::priority::{Office, Scope};
use crate::date::Date;
use crate::parameter::{Parameter, Row, Setting, SettingKind};
use crate::region::Regions;

/// What a row is measured against.
pub(super) struct Measure<'a> {
    pub(super) office: &'a Office,
    pub(super) regions: &'a Regions,
    pub(super) parameter: &'a Parameter,
    pub(super) matter: &'a Matter,
    pub(super) filling: &'a Filling,
}

impl Measure<'_> {
    /// The row with its scope, or with the broken link; what a district says of
    /// others is parted off as broken.
    pub(super) fn row(&self, row: Row) -> Vec<Row> {
        let Some(day) = row.known.or(self.office.force) else { return vec![row] };
        match self.scope(day) {
            Ok(scope) => self.beyond(Row { scope, ..row }),
            Err(broken) => vec![Row { broken: Some(broken), ..row }],
        }
    }

    fn scope(&self, day: Date) -> Result<Scope, Broken> {
        let issuer = &self.office.issuer;
        let path = &self.matter.competence;
        let reach = |piece: &Competence| {
            piece.authorities.iter().find_map(|authority| reach(authority, self.office, self.regions))
        };
        let now: Vec<&Competence> = path.iter().filter(|piece| piece.is_on(day)).collect();
        let found = now.iter().find_map(|piece| Some((*piece, reach(piece)?)));
        let Some((piece, reach)) = found else {
            if let Some(piece) = path.iter().find(|piece| reach(piece).is_some()) {
                return Err(Broken::new(
                    Link::Day,
                    format!("由{issuer}于 {day} 确定，这一天不在“{}”之内", piece.words),
                    format!("filled by {issuer} on {day}, which `{}` does not cover", piece.words),
                ));
            }
            let wanted = if now.is_empty() { path.iter().collect() } else { now };
            let wanted = wanted.iter().map(|piece| piece.words.as_str()).collect::<Vec<_>>().join("；");
            return Err(Broken::new(
                Link::Authority,
                format!("由{issuer}确定，应当{wanted}"),
                format!("filled by {issuer}, required: {wanted}"),
            ));
        };
        if let Some(approval) = piece.approval.as_ref().filter(|who| !self.filling.approved.contains(who)) {
            return Err(Broken::new(
                Link::Approval,
                format!("由{issuer}确定，没有载明经{approval}批准"),
                format!("filled by {issuer}, without the approval of {approval}"),
            ));
        }
        let one_for_all = self.parameter.kind != SettingKind::Regions && self.matter.scope.is_none();
        match reach {
            Reach::Elsewhere => Err(Broken::new(
                Link::Scope,
                format!("{issuer}的文件适用地区不是它自己的地区"),
                format!("the instrument of {issuer} is not for its own place"),
            )),
            Reach::Of(Scope::District(_)) if one_for_all => Err(Broken::new(
                Link::Scope,
                format!("由{issuer}确定，而“{}”对全市只有一个数值", self.parameter.name),
                format!("filled by {issuer}, but `{}` is one for the whole city", self.parameter.key),
            )),
            Reach::Of(scope) => Ok(scope),
        }
    }

    fn beyond(&self, row: Row) -> Vec<Row> {
        let (Scope::District(own), Setting::Regions(codes)) = (row.scope, &row.value) else {
            return vec![row];
        };
        let others: Vec<i64> = codes.iter().copied().filter(|code| *code != own).collect();
        if others.is_empty() {
            return vec![row];
        }
        let issuer = &self.office.issuer;
        let broken = Broken::new(
            Link::Scope,
            format!("{issuer}只能确定本区，不能确定{}", self.named(&others, false)),
            format!("{issuer} may speak for itself only, not for {}", self.named(&others, true)),
        );
        let mine = codes.contains(&own).then(|| Row { value: Setting::Regions(vec![own]), ..row.clone() });
        let theirs = Row { value: Setting::Regions(others), broken: Some(broken), ..row };
        mine.into_iter().chain([theirs]).collect()
    }

    fn named(&self, codes: &[i64], english: bool) -> String {
        let name = |code: &i64| match self.regions.find(*code) {
            Some(region) => if english { &region.en } else { &region.zh }.clone(),
            None => format!("{code:06}"),
        };
        codes.iter().map(name).collect::<Vec<_>>().join(if english { ", " } else { "、" })
    }
}

/// For whom an authority speaks with an instrument.
enum Reach {
    /// For these.
    Of(Scope),
    /// The instrument is for another place than its author's own.
    Elsewhere,
}

/// How far an authority speaks; `None` if the instrument's author is another.
fn reach(authority: &Authority, office: &Office, regions: &Regions) -> Option<Reach> {
    let city = regions.city.zh.as_str();
    let mut districts =
        regions.districts.iter().filter_map(|d| Some((d.code.parse::<i64>().ok()?, d.zh.as_str())));
    match authority {
        Authority::District(rest) => {
            let issuer = office.issuer.strip_prefix(city).unwrap_or(&office.issuer);
            let (code, behind) =
                districts.find_map(|(code, name)| Some((code, issuer.strip_prefix(name)?)))?;
            if !rest.is_empty() && behind != rest {
                return None;
            }
            let own = office.region == Some(code);
            Some(if own { Reach::Of(Scope::District(code)) } else { Reach::Elsewhere })
        }
        Authority::Named(name) => {
            let full = format!("{}{name}", city.trim_end_matches('市'));
            if office.issuer != *name && office.issuer != full {
                return None;
            }
            Some(match office.region {
                None | Some(0) => Reach::Of(Scope::All),
                Some(code) if districts.any(|(district, _)| district == code) => {
                    Reach::Of(Scope::District(code))
                }
                Some(code) if regions.is_city(code) => Reach::Of(Scope::City),
                Some(_) => Reach::Elsewhere,
            })
        }
    }
}
