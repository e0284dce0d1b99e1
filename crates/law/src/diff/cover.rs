//! Exactly the cases in which a diagram holds, as few and as wide as they can
//! simply be made: from a person for whom it holds, every fact that does not
//! matter is dropped, then every pattern is added under which it still holds.

use super::merged::Merged;
use super::patterns::Mask;
use super::space::{Class, Cube, Space, path};
use crate::diagram::{NO, NodeId, YES};
use std::collections::{BTreeMap, BTreeSet};

/// The most cases that are worked out of one difference.
pub const CASES_MAX: usize = 200;

/// The cases of a diagram.
#[derive(Debug, Clone)]
pub struct Cover {
    /// Where it holds; together the cubes hold exactly there.
    pub cubes: Vec<Cube>,
    /// For each cube the patterns that persons in it have; its others are harmless.
    pub had: Vec<Cube>,
    /// Whether there were no more than [`CASES_MAX`].
    pub complete: bool,
    /// The classes of business dates it was proven on.
    pub classes: Vec<Class>,
    /// All patterns of each group that occur on some date.
    pub occurring: BTreeMap<usize, BTreeSet<Mask>>,
}

/// The cases of a node among those for whom `among` holds, as all do for whom the
/// node holds; none exactly if it holds for no person on any date.
pub fn cover(merged: &mut Merged<'_>, space: &mut Space, among: NodeId, node: NodeId) -> Cover {
    let classes = if node == NO { Vec::new() } else { space.classes(merged, among, node) };
    let wrong = merged.graph.without(among, node);
    let mut occurring: BTreeMap<usize, BTreeSet<Mask>> = BTreeMap::new();
    for (group, masks) in classes.iter().flat_map(|class| &class.masks) {
        occurring.entry(*group).or_default().extend(masks.iter());
    }
    let mut found = Cover { cubes: Vec::new(), had: Vec::new(), complete: true, classes, occurring };
    let mut rest = node;
    let mut from = 0;
    while let Some((class, start)) = first(merged, &found.classes, rest, from) {
        // Dates without a person left stay without one.
        from = class;
        if found.cubes.len() == CASES_MAX {
            found.complete = false;
            break;
        }
        let cube = widened(merged, &found, wrong, start);
        let here = diagram(merged, &found, &cube);
        rest = merged.graph.without(rest, here);
        found.cubes.push(cube);
    }
    drop_covered(merged, &mut found, node);
    found.had = found.cubes.iter().map(|cube| had(merged, &found, cube, node)).collect();
    found
}

fn had(merged: &Merged<'_>, of: &Cover, cube: &Cube, node: NodeId) -> Cube {
    let mut had = Cube::new();
    for (group, allowed) in cube {
        let occurs = |mask: &&Mask| {
            let mut one = cube.clone();
            one.insert(*group, BTreeSet::from([**mask]));
            let in_class = |class: &Class| {
                let there = class.masks.get(group).is_some_and(|masks| masks.contains(mask));
                there && path(merged, class, &one, node, YES).is_some()
            };
            of.classes.iter().any(in_class)
        };
        had.insert(*group, allowed.iter().filter(occurs).copied().collect());
    }
    had
}

fn first(merged: &Merged<'_>, classes: &[Class], node: NodeId, from: usize) -> Option<(usize, Cube)> {
    let everything = Cube::new();
    let mut places = classes.iter().enumerate().skip(from);
    let (at, way) =
        places.find_map(|(at, class)| Some((at, path(merged, class, &everything, node, YES)?)))?;
    Some((at, way.into_iter().map(|(group, mask)| (group, BTreeSet::from([mask]))).collect()))
}

/// Whether nobody in a cube is in the wrong on any date.
fn holds_in(merged: &Merged<'_>, classes: &[Class], wrong: NodeId, cube: &Cube) -> bool {
    classes.iter().all(|class| path(merged, class, cube, wrong, YES).is_none())
}

fn widened(merged: &Merged<'_>, of: &Cover, wrong: NodeId, mut cube: Cube) -> Cube {
    let groups: Vec<usize> = cube.keys().copied().collect();
    for group in &groups {
        let Some(kept) = cube.remove(group) else { continue };
        if !holds_in(merged, &of.classes, wrong, &cube) {
            cube.insert(*group, kept);
        }
    }
    for group in groups {
        let Some(mut allowed) = cube.remove(&group) else { continue };
        for mask in of.occurring.get(&group).into_iter().flatten() {
            if allowed.insert(*mask) {
                cube.insert(group, allowed.clone());
                if !holds_in(merged, &of.classes, wrong, &cube) {
                    allowed.remove(mask);
                }
            }
        }
        cube.insert(group, allowed);
    }
    cube
}

/// A cube as a diagram.
fn diagram(merged: &mut Merged<'_>, of: &Cover, cube: &Cube) -> NodeId {
    let mut node = YES;
    for (group, allowed) in cube {
        let mut any = NO;
        for mask in allowed {
            let one = exactly(merged, *group, *mask);
            any = merged.graph.or(any, one);
        }
        if of.occurring.get(group).is_none_or(|all| all != allowed) {
            node = merged.graph.and(node, any);
        }
    }
    node
}

fn exactly(merged: &mut Merged<'_>, group: usize, mask: Mask) -> NodeId {
    let (from, to) = merged.groups[group].tests;
    let mut node = YES;
    for test in (from..to).rev() {
        let leaf = merged.graph.leaf(u16::try_from(test).unwrap_or(u16::MAX));
        let wanted = if mask >> (test - from) & 1 == 1 { leaf } else { merged.graph.not(leaf) };
        node = merged.graph.and(wanted, node);
    }
    node
}

/// Leaves out each case that the others cover.
fn drop_covered(merged: &mut Merged<'_>, found: &mut Cover, node: NodeId) {
    if !found.complete {
        return;
    }
    let mut at = 0;
    while found.cubes.len() > 1 && at < found.cubes.len() {
        let mut rest = node;
        for (_, cube) in found.cubes.clone().iter().enumerate().filter(|(other, _)| *other != at) {
            let here = diagram(merged, found, cube);
            rest = merged.graph.without(rest, here);
        }
        if first(merged, &found.classes, rest, 0).is_none() {
            found.cubes.remove(at);
        } else {
            at += 1;
        }
    }
}
