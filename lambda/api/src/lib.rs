//! Roundel's API: people and what they say, with their avatars.
//!
//! | route | token | answer |
//! |---|---|---|
//! | `GET /api/activities/home` | optional | [`activities::home`]: the newest activities of everybody |
//! | `GET /api/activities/@handle` | | [`people::page`]: a profile and its newest activities |
//! | `POST /api/activities` | needed | [`activities::post`]: the new activity |
//! | `GET /api/users/@handle/short` | | [`people::short`]: one person |
//! | `GET /api/users/suggestions` | optional | [`people::suggestions`]: a few people |
//! | `GET /api/profile` | needed | [`people::own`]: one's own profile |
//! | `PUT`, `POST /api/profile/update` | needed | [`people::update`]: what one has become |
//! | `POST /webhooks/avatar` | SNS's signature | [`webhook::hear`] |
//!
//! [`Api::handle`] is the flow. What each answers is written in `docs/api.md`.

pub mod activities;
mod api;
mod avatar;
mod body;
mod database;
mod error;
mod event;
mod gateway;
pub mod limits;
pub mod people;
mod text;
mod visitor;
pub mod webhook;

pub use api::{Answer, Api};
pub use avatar::Avatar;
pub use database::Database;
pub use error::ApiError;
pub use event::Event;
