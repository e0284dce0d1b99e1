//! x
use crate::policy::Policy; use law_syntax::Diagnostic;
/// x
pub fn exceptions(_policy:&Policy,_out:&mut Vec<Diagnostic>){}
