//! The language as a whole: planted errors, the specification as small policies, properties of decisions, published
//! schemas, planted faults of translation. All of it runs on the policy folder or on data beside it.

mod conformance;
mod dates;
mod diagnostics;
mod exactness;
mod folder;
mod generate;
mod mutations;
mod oracle;
mod properties;
mod robustness;
mod schemas;
mod spec;
