//! `sqlx::migrate!` knows the files that there are, not the one that comes.

fn main() {
    println!("cargo:rerun-if-changed=../migrations");
}
