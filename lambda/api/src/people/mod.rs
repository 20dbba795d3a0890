//! Who is here: public profiles, one's own, and the row that a first sign-in makes.

mod handle;
mod person;
mod profile;
mod short;
mod update;

pub(crate) use person::Person;
pub use profile::{Page, Profile, own, page};
pub use short::{ShortUser, short, suggestions};
pub use update::{Updated, update};
