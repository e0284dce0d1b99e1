//! Compiles the crate anew when the styles were built anew: what is embedded is otherwise not noticed,
//! least of all when there was nothing to embed before.

fn main() {
    println!("cargo::rerun-if-changed=../../assets/dist/manifest.json");
}
