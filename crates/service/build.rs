//! Builds the crate anew when a service pack or a data file that it embeds was added, changed or taken away.

fn main() {
    for folder in ["../../services", "../../policies"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
