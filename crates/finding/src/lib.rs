//! The record held against norms: findings on each account, and deadlines.

mod model;

pub use model::{Deadline, DeadlineStatus, Finding, Outcome, Reason};
