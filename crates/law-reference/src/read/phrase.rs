//! Conditions as they are said (`docs/language/conditions.md`): each reader takes the text that is left and gives
//! what it read with what then is left. White space is out already.

use super::text::{digits, leading_amount, leading_day, numeral};
use super::words::{Word, Words};
use super::{Reading, refuse};
use crate::program::{
    Comparison, Condition, DayBase, DayTerm, FactId, Kind, MonthEnd, NumberTerm, Period, Program, Relation,
    SettingKind, Unit,
};

/// A conclusion whose items can be cited.
#[derive(Debug, Clone, Copy)]
pub struct Cited {
    /// Its file.
    pub layer: usize,
    /// Its article.
    pub article: i64,
    /// Which rule.
    pub rule: usize,
    /// How many items it has.
    pub items: usize,
}

/// What phrases are read with.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// Facts and parameters.
    pub program: &'a Program,
    /// Declared phrases.
    pub words: &'a Words,
    /// Declared phrases with the earlier fields, for values.
    pub values: &'a Words,
    /// What the earlier fields come to, for values.
    pub sorts: &'a [Option<super::sort::Sort>],
    /// Whether parameters may stand in comparisons (only in cases of fields).
    pub in_field: bool,
    /// Conclusions whose items can be cited.
    pub conclusions: &'a [Cited],
    /// Only those of its own file.
    pub layer: usize,
}

type Left<'t, T> = Reading<(T, &'t str)>;

const TODAY: DayTerm = DayTerm { base: DayBase::Today, period: Period::NONE };

fn term(base: DayBase) -> DayTerm {
    DayTerm { base, ..TODAY }
}

impl Reader<'_> {
    /// A whole condition, to the last character.
    pub fn condition(&self, text: &str) -> Reading<Condition> {
        let mut parts = Vec::new();
        let (mut all, mut any, mut has_range) = (false, false, false);
        let mut rest = text;
        loop {
            let (part, left) = self.atom(rest)?;
            has_range |= matches!(&part, Condition::All(_));
            parts.push(part);
            if left.is_empty() {
                break;
            }
            let joint = left.strip_prefix('，').unwrap_or(left);
            if let Some(next) = joint.strip_prefix("并且") {
                all = true;
                rest = next;
            } else if let Some(next) = joint.strip_prefix("或者") {
                any = true;
                rest = next;
            } else {
                return refuse("E0201", left);
            }
        }
        if any && (all || has_range) {
            return refuse("E0204", text);
        }
        Ok(match parts.pop() {
            Some(only) if parts.is_empty() => only,
            last => {
                parts.extend(last);
                if any { Condition::Any(parts) } else { Condition::All(parts) }
            }
        })
    }

    fn atom<'t>(&self, text: &'t str) -> Left<'t, Condition> {
        if let Some((word, left)) = self.words.longest(text) {
            let is = |comparison| Ok((Condition::Is(comparison), left));
            return match word {
                Word::Flag(fact, wanted) => is(Comparison::Flag(fact, wanted)),
                Word::IsNone(fact) => is(Comparison::IsNone(fact)),
                Word::Rule(rule, wanted) => Ok((Condition::Rule(rule, wanted), left)),
                Word::Field(field) => Ok((Condition::Field(field), left)),
                Word::Label(..) => self.labelled(text),
                Word::Since(fact) => self.within(TODAY, fact, left),
                Word::Settled(id, wanted) => {
                    self.has_default(id, text)?;
                    is(Comparison::Settled(id, wanted))
                }
                Word::Today => self.days(TODAY, left),
                Word::Fact(fact) => match &self.program.facts[fact].kind {
                    Kind::Date => self.days(term(DayBase::Fact(fact)), left),
                    Kind::Region => self.place(fact, left),
                    Kind::Choice(choices) => self.choice(fact, choices, left),
                    Kind::Integer(..) | Kind::Money(..) => self.numbers(fact, left),
                    Kind::Flag => refuse("E0201", text),
                },
                Word::Parameter(_) | Word::Before(_) => refuse("E0201", text),
            };
        }
        if text.starts_with("年满") || text.starts_with("未满") {
            return self.ages(text);
        }
        if let Some(left) = text.strip_prefix("符合第") {
            return self.item(left);
        }
        for (open, close, relation) in [("自", "起", Relation::AtLeast), ("至", "止", Relation::AtMost)] {
            let Some(found) = text.strip_prefix(open).and_then(leading_day) else { continue };
            let (day, left) = found?;
            let Some(left) = left.strip_prefix(close) else { return refuse("E0202", left) };
            return Ok((Condition::Is(Comparison::Days(TODAY, relation, term(DayBase::Fixed(day)))), left));
        }
        refuse("E0201", text)
    }

    /// 年满 16 周岁、未满 25 周岁
    fn ages<'t>(&self, text: &'t str) -> Left<'t, Condition> {
        let Some(born) = self.program.facts.iter().position(|fact| fact.counts_age) else {
            return refuse("E0203", text);
        };
        let mut parts = Vec::new();
        let mut rest = text;
        loop {
            let reached = rest.strip_prefix("年满");
            let Some(left) = reached.or_else(|| rest.strip_prefix("未满")) else {
                return refuse("E0202", rest);
            };
            let Some((years, left)) = digits(left) else { return refuse("E0212", left) };
            let Some(left) = left.strip_prefix("周岁") else { return refuse("E0207", left) };
            let age = Period { count: years, unit: Unit::Years, end: MonthEnd::Forward, rolls: false };
            let birthday = DayTerm { base: DayBase::Fact(born), period: age };
            let relation = if reached.is_some() { Relation::AtLeast } else { Relation::Less };
            parts.push(Condition::Is(Comparison::Days(TODAY, relation, birthday)));
            rest = left;
            match left.strip_prefix('、') {
                Some(next) if next.starts_with("年满") || next.starts_with("未满") => rest = next,
                _ => break,
            }
        }
        let only = parts.len() == 1;
        Ok((if only { parts.remove(0) } else { Condition::All(parts) }, rest))
    }

    /// 男性未满 60 周岁，女性未满 50 周岁
    fn labelled<'t>(&self, text: &'t str) -> Left<'t, Condition> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((Word::Label(fact, at), left)) = self.words.longest(rest) {
            let choice = Condition::Is(Comparison::Among(fact, vec![i64::try_from(at).unwrap_or_default()]));
            let (ages, left) = self.ages(left)?;
            parts.push(Condition::All(vec![choice, ages]));
            rest = left;
            let next = left.strip_prefix('，').or_else(|| left.strip_prefix('、')).unwrap_or_default();
            if !matches!(self.words.longest(next), Some((Word::Label(..), _))) {
                break;
            }
            rest = next;
        }
        Ok((if parts.len() == 1 { parts.remove(0) } else { Condition::Any(parts) }, rest))
    }

    /// 三条认定第（一）项
    fn item<'t>(&self, text: &'t str) -> Left<'t, Condition> {
        let read = || {
            let (article, rest) = text.split_once("条认定第（")?;
            let (number, left) = rest.split_once("）项")?;
            Some((numeral(article)?, usize::try_from(numeral(number)?).ok()?, left))
        };
        let Some((article, number, left)) = read() else { return refuse("E0209", text) };
        let mut there =
            self.conclusions.iter().filter(|cited| cited.layer == self.layer && cited.article == article);
        match (there.next(), there.next()) {
            (Some(cited), None) if (1..=cited.items).contains(&number) => {
                Ok((Condition::Item(cited.rule, number - 1), left))
            }
            _ => refuse("E0209", text),
        }
    }

    fn choice<'t>(&self, fact: FactId, choices: &[(String, String)], text: &'t str) -> Left<'t, Condition> {
        if let Some(rest) = text.strip_prefix("属于") {
            return self.listed(fact, &SettingKind::Choices(fact), rest);
        }
        let positive = text.strip_prefix('为');
        let Some(mut rest) = positive.or_else(|| text.strip_prefix("不为")) else {
            return refuse("E0202", text);
        };
        let label = |text: &'t str| {
            let found = choices.iter().enumerate().filter(|(_, (label, _))| text.starts_with(label.as_str()));
            let (at, (label, _)) = found.max_by_key(|(_, (label, _))| label.len())?;
            Some((i64::try_from(at).ok()?, &text[label.len()..]))
        };
        let mut named = Vec::new();
        loop {
            let Some((at, left)) = label(rest) else { return refuse("E0205", rest) };
            named.push(at);
            rest = left;
            let more = left.strip_prefix('、').or_else(|| left.strip_prefix("或者"));
            match more.filter(|next| label(next).is_some()) {
                Some(next) => rest = next,
                None => break,
            }
        }
        let every = 0..i64::try_from(choices.len()).unwrap_or_default();
        let set = every.filter(|at| named.contains(at) == positive.is_some()).collect();
        Ok((Condition::Is(Comparison::Among(fact, set)), rest))
    }

    fn place<'t>(&self, fact: FactId, text: &'t str) -> Left<'t, Condition> {
        for (words, wanted) in [("在本市", true), ("不在本市", false)] {
            if let Some(left) = text.strip_prefix(words) {
                return Ok((Condition::Is(Comparison::InCity(fact, wanted)), left));
            }
        }
        if let Some(rest) = text.strip_prefix('在') {
            let districts =
                self.program.places.iter().filter(|(_, code)| self.program.districts.contains(code));
            let mut named = districts.filter(|(name, _)| rest.starts_with(name.as_str()));
            let Some((name, code)) = named.next() else { return refuse("E0202", text) };
            return Ok((Condition::Is(Comparison::InDistrict(fact, *code)), &rest[name.len()..]));
        }
        let Some(rest) = text.strip_prefix("属于") else { return refuse("E0202", text) };
        self.listed(fact, &SettingKind::Regions, rest)
    }

    /// The name of an authorised matter with a list of this kind.
    fn listed<'t>(&self, fact: FactId, kind: &SettingKind, text: &'t str) -> Left<'t, Condition> {
        match self.words.longest(text) {
            Some((Word::Parameter(id), left)) if self.program.parameters[id].kind == *kind => {
                self.has_default(id, text)?;
                Ok((Condition::Is(Comparison::Listed(fact, id)), left))
            }
            _ => refuse("E0208", text),
        }
    }

    /// A value that may not be there decides no conclusion.
    fn has_default(&self, id: usize, text: &str) -> Reading<()> {
        let matter = self.program.parameters[id].authorised.as_ref();
        let has_default = matter.is_some_and(|matter| matter.default.is_some());
        if has_default || self.in_field { Ok(()) } else { refuse("E0242", text) }
    }

    fn days<'t>(&self, left_day: DayTerm, text: &'t str) -> Left<'t, Condition> {
        let words = [
            ("不早于", Relation::AtLeast),
            ("不晚于", Relation::AtMost),
            ("早于", Relation::Less),
            ("晚于", Relation::More),
        ];
        if let Some((rest, relation)) = words.iter().find_map(|(w, r)| Some((text.strip_prefix(w)?, *r))) {
            let (base, left) = match self.words.longest(rest) {
                Some((Word::Today, left)) => (DayBase::Today, left),
                Some((Word::Fact(fact), left)) if self.program.facts[fact].kind == Kind::Date => {
                    (DayBase::Fact(fact), left)
                }
                _ => match leading_day(rest) {
                    Some(found) => found.map(|(day, left)| (DayBase::Fixed(day), left))?,
                    None => return refuse("E0206", rest),
                },
            };
            return Ok((Condition::Is(Comparison::Days(left_day, relation, term(base))), left));
        }
        let Some(rest) = text.strip_prefix('在') else { return refuse("E0202", text) };
        match self.words.longest(rest) {
            Some((Word::Since(fact), left)) => self.within(left_day, fact, left),
            _ => refuse("E0206", rest),
        }
    }

    /// `起 2 年内`, `前 30 日内`, `起满`, `起未满`, `之前`, `之后`, behind 之日.
    fn within<'t>(&self, day: DayTerm, since: FactId, text: &'t str) -> Left<'t, Condition> {
        let start = term(DayBase::Fact(since));
        let is = |relation, of| Condition::Is(Comparison::Days(day, relation, of));
        for (word, relation) in [("之前", Relation::Less), ("之后", Relation::More)] {
            if let Some(left) = text.strip_prefix(word) {
                return Ok((is(relation, start), left));
            }
        }
        for (word, relation) in [("起满", Relation::AtLeast), ("起未满", Relation::Less)] {
            if let Some(rest) = text.strip_prefix(word) {
                let (period, left) = self.period(rest, "", "E0207")?;
                return Ok((is(relation, DayTerm { period, ..start }), left));
            }
        }
        if let Some(rest) = text.strip_prefix('前') {
            let (period, left) = self.period(rest, "内", "E0207")?;
            let first = DayTerm { period: Period { count: -period.count, ..period }, ..start };
            return Ok((
                Condition::All(vec![is(Relation::AtLeast, first), is(Relation::AtMost, start)]),
                left,
            ));
        }
        let Some(rest) = text.strip_prefix('起') else { return refuse("E0202", text) };
        let (period, left) = self.period(rest, "内", "E0207")?;
        let last = DayTerm { period, ..start };
        Ok((Condition::All(vec![is(Relation::AtLeast, start), is(Relation::AtMost, last)]), left))
    }

    /// `3个月`, what stands behind it, `（月末对应，遇法定休假日顺延）`. `wrong`: the code for an unknown unit.
    pub fn period<'t>(&self, text: &'t str, behind: &str, wrong: &'static str) -> Left<'t, Period> {
        let Some((count, rest)) = digits(text) else { return refuse("E0212", text) };
        let units = [
            ("年", Unit::Years),
            ("个月", Unit::Months),
            ("日", Unit::Days),
            ("个工作日", Unit::WorkingDays),
            ("工作日", Unit::WorkingDays),
        ];
        let Some((left, unit)) =
            units.iter().find_map(|(word, unit)| Some((rest.strip_prefix(word)?, *unit)))
        else {
            return refuse(wrong, rest);
        };
        let most = if unit == Unit::WorkingDays { 1_000 } else { 100_000 };
        if !(1..=most).contains(&count) {
            return refuse("E0218", text);
        }
        let Some(mut left) = left.strip_prefix(behind) else { return refuse(wrong, left) };
        let (mut end, mut rolls) = (None, false);
        if let Some((manner, rest)) = left.strip_prefix('（').and_then(|rest| rest.split_once('）')) {
            for word in manner.split('，') {
                match word {
                    "月末对应" if end.is_none() && unit == Unit::Months => end = Some(MonthEnd::Clamp),
                    "月末顺延" if end.is_none() && unit == Unit::Months => end = Some(MonthEnd::Forward),
                    "遇法定休假日顺延" if !rolls && unit != Unit::WorkingDays => rolls = true,
                    _ => return refuse("E0216", word),
                }
            }
            left = rest;
        }
        if unit == Unit::Months && end.is_none() {
            return refuse("E0216", text);
        }
        if (rolls || unit == Unit::WorkingDays) && !self.program.calendar.is_there {
            return refuse("E0217", text);
        }
        Ok((Period { count, unit, end: end.unwrap_or(MonthEnd::Clamp), rolls }, left))
    }

    fn numbers<'t>(&self, fact: FactId, text: &'t str) -> Left<'t, Condition> {
        for (word, relation) in [("不满", Relation::Less), ("超过", Relation::More)] {
            if let Some(rest) = text.strip_prefix(word) {
                let (number, left) = self.number(fact, rest)?;
                return Ok((Condition::Is(Comparison::Number(fact, relation, number)), left));
            }
        }
        let Some(mut rest) = text.strip_prefix('在') else { return refuse("E0202", text) };
        let mut parts = Vec::new();
        loop {
            let (number, left) = self.number(fact, rest)?;
            let at_least = left.strip_prefix("以上");
            let Some(left) = at_least.or_else(|| left.strip_prefix("以下")) else {
                return refuse("E0202", left);
            };
            let relation = if at_least.is_some() { Relation::AtLeast } else { Relation::AtMost };
            parts.push(Condition::Is(Comparison::Number(fact, relation, number)));
            rest = left;
            match left.strip_prefix('、') {
                Some(next) => rest = next,
                None => break,
            }
        }
        let only = parts.len() == 1;
        Ok((if only { parts.remove(0) } else { Condition::All(parts) }, rest))
    }

    fn number<'t>(&self, fact: FactId, text: &'t str) -> Left<'t, NumberTerm> {
        if let Some((Word::Parameter(id), left)) = self.words.longest(text) {
            match (&self.program.parameters[id].kind, &self.program.facts[fact].kind) {
                (SettingKind::Money(_), Kind::Money(..)) => {}
                (SettingKind::Number(unit), Kind::Integer(_, _, of)) if unit == of => {}
                (SettingKind::Number(_), Kind::Integer(..)) => return refuse("E0207", text),
                _ => return refuse("E0208", text),
            }
            self.has_default(id, text)?;
            return Ok((NumberTerm::Parameter(id), left));
        }
        if let Kind::Integer(_, _, unit) = &self.program.facts[fact].kind {
            let Some((number, rest)) = digits(text) else { return refuse("E0212", text) };
            let Some(left) = rest.strip_prefix(unit.as_str()) else { return refuse("E0207", rest) };
            return Ok((NumberTerm::Fixed(number), left));
        }
        let Some((fen, rest)) = leading_amount(text) else { return refuse("E0212", text) };
        let Some(left) = rest.strip_prefix('元') else { return refuse("E0207", rest) };
        Ok((NumberTerm::Fixed(fen), left))
    }
}
