//! Runs the law: names, checker, program, decide, explain, ask, what would change.
