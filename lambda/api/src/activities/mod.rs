//! What people say.

mod activity;
mod list;
mod post;
mod time_to_live;

pub use activity::Activity;
pub(crate) use activity::ActivityRow;
pub use list::home;
pub(crate) use list::of_user;
pub use post::post;
pub use time_to_live::TimeToLive;
