//! The language as a whole: planted errors, the specification as small policies, properties of decisions, published
//! schemas, planted faults of translation. All of it runs on the policy folder or on data beside it.

mod authorised;
mod cases;
mod conformance;
mod dates;
mod diagnostics;
mod differences;
mod exactness;
mod folder;
mod generate;
mod layers;
mod mutations;
mod oracle;
mod properties;
mod receipts;
mod robustness;
mod schemas;
mod spec;
mod three_days;
