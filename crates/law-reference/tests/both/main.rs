//! The engine and the reference held against each other: generated policies, the policies of the folder, the cases
//! of conformance.

mod conformance;
mod conforming;
mod contract;
mod pair;
mod policies;
mod random;
