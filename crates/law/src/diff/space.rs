//! All business dates and persons, as classes of dates on which the same patterns
//! occur. On one date groups are independent of each other, so a diagram holds
//! somewhere exactly if a path to yes takes a pattern that occurs in each group.

use super::merged::Merged;
use super::moments::representatives;
use super::patterns::{self, Mask, Moment, Pattern};
use crate::condition::Test;
use crate::date::Date;
use crate::diagram::{NO, NodeId, YES};
use crate::fact::FactId;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Which patterns of a group are allowed; all where a group is not named.
pub type Cube = BTreeMap<usize, BTreeSet<Mask>>;

/// Business dates that are alike for a diagram, by one of them.
#[derive(Debug, Clone)]
pub struct Class {
    /// The date, with what authorised matters hold.
    pub moment: Moment,
    /// The patterns of each group that the diagram reads; a group that is not
    /// named is not reached on these dates.
    pub masks: BTreeMap<usize, Rc<Vec<Mask>>>,
}

/// What occurs, worked out once.
#[derive(Debug, Default)]
pub struct Space {
    known: BTreeMap<(usize, Moment), Rc<Vec<Mask>>>,
    pool: BTreeSet<Rc<Vec<Mask>>>,
    days: BTreeMap<Vec<usize>, Rc<Vec<Date>>>,
}

impl Space {
    /// The groups that a node can reach.
    pub fn groups(merged: &Merged<'_>, node: NodeId) -> Vec<usize> {
        let mut groups: Vec<usize> =
            merged.graph.support(node).into_iter().map(|test| merged.group_of[usize::from(test)]).collect();
        groups.dedup();
        groups
    }

    /// The classes of a diagram and of what it lies among, those nearest to the entry
    /// into force first.
    pub fn classes(&mut self, merged: &Merged<'_>, among: NodeId, node: NodeId) -> Vec<Class> {
        let mut groups = Self::groups(merged, node);
        groups.extend(Self::groups(merged, among));
        groups.sort_unstable();
        groups.dedup();
        let days = self.days(merged, &groups);
        let mut seen: BTreeSet<Vec<Rc<Vec<Mask>>>> = BTreeSet::new();
        let mut classes = Vec::new();
        let lists = groups.iter().any(|group| reads_lists(merged, *group));
        let given = 0..if lists { merged.given.len() } else { 1 };
        for moment in given.flat_map(|given| days.iter().map(move |day| Moment { day: *day, given })) {
            let mut masks = BTreeMap::new();
            let mut here = among;
            for group in &groups {
                if here == NO {
                    break;
                }
                let occurring = self.masks(merged, *group, moment);
                // The business date alone is looked at first: what it decides, no fact can change.
                if merged.groups[*group].facts.is_empty()
                    && let Some(mask) = occurring.first()
                {
                    here = follow(merged, here, *group, *mask);
                }
                masks.insert(*group, occurring);
            }
            if seen.insert(groups.iter().map(|group| masks.get(group).cloned().unwrap_or_default()).collect())
            {
                classes.push(Class { moment, masks });
            }
        }
        classes
    }

    /// Representative days, the nearest to the later policy's first day in front.
    fn days(&mut self, merged: &Merged<'_>, groups: &[usize]) -> Rc<Vec<Date>> {
        if let Some(days) = self.days.get(groups) {
            return days.clone();
        }
        let mut days = representatives(merged, groups);
        let first = merged.policies.iter().flat_map(|policy| &policy.instruments).map(|of| of.force).max();
        let centre = first.unwrap_or(Date::MIN).packed();
        days.sort_by_key(|day| ((day.packed() - centre).abs(), *day));
        let days = Rc::new(days);
        self.days.insert(groups.to_vec(), days.clone());
        days
    }

    /// The patterns of a group on a day, without their values.
    fn masks(&mut self, merged: &Merged<'_>, group: usize, moment: Moment) -> Rc<Vec<Mask>> {
        let day = if turns(merged, group) { moment.day } else { Date::MIN };
        let given = if reads_lists(merged, group) { moment.given } else { 0 };
        let moment = Moment { day, given };
        if let Some(known) = self.known.get(&(group, moment)) {
            return known.clone();
        }
        let masks: Vec<Mask> =
            patterns::on(merged, group, moment).iter().map(|pattern| pattern.mask).collect();
        let known = self.pool.get(&masks).cloned();
        let masks = known.unwrap_or_else(|| {
            let made = Rc::new(masks);
            self.pool.insert(made.clone());
            made
        });
        self.known.insert((group, moment), masks.clone());
        masks
    }
}

/// Whether the patterns of a group can turn with the business date.
fn turns(merged: &Merged<'_>, group: usize) -> bool {
    let of = &merged.groups[group];
    of.facts.iter().any(|fact| merged.catalogue.facts[*fact].until_today)
        || merged.tests[of.tests.0..of.tests.1]
            .iter()
            .any(|test| test.reads_today() || Test::parameters(test).next().is_some())
}

fn reads_lists(merged: &Merged<'_>, group: usize) -> bool {
    let (from, to) = merged.groups[group].tests;
    merged.tests[from..to].iter().any(|test| matches!(test, Test::InRegions { .. }))
}

/// The values behind a pattern of a group at a moment.
pub fn values(merged: &Merged<'_>, group: usize, moment: Moment, mask: Mask) -> Vec<(FactId, i64)> {
    let found = patterns::on(merged, group, moment).into_iter().find(|pattern| pattern.mask == mask);
    let values = found.map_or_else(Vec::new, |Pattern { values, .. }| values);
    merged.groups[group].facts.iter().copied().zip(values).collect()
}

/// The first node behind a group's tests.
pub fn follow(merged: &Merged<'_>, mut node: NodeId, group: usize, mask: Mask) -> NodeId {
    let first = merged.groups[group].tests.0;
    while node > YES {
        let at = merged.graph.nodes[node as usize];
        let test = usize::from(at.test);
        if merged.group_of[test] != group {
            break;
        }
        node = if mask >> (test - first) & 1 == 1 { at.high } else { at.low };
    }
    node
}

/// A path from `node` to `goal` on the dates of a class, within a cube: the
/// pattern taken in each group on it.
pub fn path(
    merged: &Merged<'_>,
    class: &Class,
    cube: &Cube,
    node: NodeId,
    goal: NodeId,
) -> Option<Vec<(usize, Mask)>> {
    let mut walk = Walk { merged, class, cube, goal, dead: BTreeSet::new(), path: Vec::new() };
    walk.reaches(node).then_some(walk.path)
}

struct Walk<'a, 'p> {
    merged: &'a Merged<'p>,
    class: &'a Class,
    cube: &'a Cube,
    goal: NodeId,
    dead: BTreeSet<NodeId>,
    path: Vec<(usize, Mask)>,
}

impl Walk<'_, '_> {
    fn reaches(&mut self, node: NodeId) -> bool {
        if node == self.goal {
            return true;
        }
        if node == NO || node == YES || self.dead.contains(&node) {
            return false;
        }
        let group = self.merged.group_of[usize::from(self.merged.graph.nodes[node as usize].test)];
        let allowed = self.cube.get(&group);
        // A group that the date's class does not name is reached by no path of its diagram.
        let occurring = self.class.masks.get(&group).cloned().unwrap_or_default();
        let mut tried = BTreeSet::new();
        for mask in occurring.iter().filter(|mask| allowed.is_none_or(|allowed| allowed.contains(mask))) {
            let next = follow(self.merged, node, group, *mask);
            if !tried.insert(next) {
                continue;
            }
            self.path.push((group, *mask));
            if self.reaches(next) {
                return true;
            }
            self.path.pop();
        }
        self.dead.insert(node);
        false
    }
}
