//! 抽查: a sample for audit that anyone can draw again from the seed. Each item's place follows from
//! the seed and its own id alone, so the sample does not depend on the order of the list.

use crate::hash::Hash;
use crate::money::derived::OrderId;

const PURPOSE: &str = "linghuo.money.audit.1";

/// Draws `count` of the orders, each with the same chance, in the order drawn.
pub fn sample(orders: impl IntoIterator<Item = OrderId>, seed: &[u8], count: usize) -> Vec<OrderId> {
    let mut drawn: Vec<(Hash, OrderId)> =
        orders.into_iter().map(|order| (Hash::of_parts(PURPOSE, &[seed, &order.0]), order)).collect();
    drawn.sort_unstable();
    drawn.dedup();
    drawn.into_iter().take(count).map(|(_, order)| order).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_follows_from_its_seed_and_not_from_the_order_of_the_list() {
        let orders: Vec<OrderId> = (0_u8..100).map(|n| OrderId::of(&[&[n]])).collect();
        let drawn = sample(orders.iter().copied(), b"seed", 10);
        assert_eq!(drawn, sample(orders.iter().rev().copied(), b"seed", 10));
        assert_ne!(drawn, sample(orders.iter().copied(), b"another", 10));
        assert_eq!(sample(orders.iter().copied(), b"seed", 1000).len(), 100);
        // Over many seeds every order is drawn about as often: 300 draws of 10 in 100 give 30 each.
        let mut counts = [0_u32; 100];
        for seed in 0_u32..300 {
            for order in sample(orders.iter().copied(), &seed.to_be_bytes(), 10) {
                counts[orders.iter().position(|held| *held == order).unwrap()] += 1;
            }
        }
        assert!(counts.iter().all(|count| (10..=60).contains(count)), "{counts:?}");
    }
}
