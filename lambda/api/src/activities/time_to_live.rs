//! How long an activity is shown.

/// One of the choices that the page gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeToLive {
    /// As it is sent.
    pub name: &'static str,
    /// How long that is.
    pub hours: i32,
}

impl TimeToLive {
    /// Every choice, the longest first.
    pub const ALL: [Self; 7] = [
        Self::new("30-days", 30 * 24),
        Self::new("7-days", 7 * 24),
        Self::new("3-days", 3 * 24),
        Self::new("1-day", 24),
        Self::new("12-hours", 12),
        Self::new("3-hours", 3),
        Self::new("1-hour", 1),
    ];

    /// The choice of this name.
    ///
    /// # Errors
    /// `ttl_blank`, also for a name that is none, as the original answered.
    pub fn parse(name: &str) -> Result<Self, &'static str> {
        let found = Self::ALL.into_iter().find(|choice| choice.name == name);
        found.ok_or("ttl_blank")
    }

    const fn new(name: &'static str, hours: i32) -> Self {
        Self { name, hours }
    }
}

#[cfg(test)]
mod tests {
    use super::TimeToLive;

    #[test]
    fn the_names_of_the_contract_and_no_others() {
        let names = TimeToLive::ALL.map(|choice| choice.name);
        assert_eq!(
            names.join(" "),
            "30-days 7-days 3-days 1-day 12-hours 3-hours 1-hour"
        );
        assert_eq!(TimeToLive::parse("1-day").unwrap().hours, 24);
        for wrong in ["", "1-days", "1 day", "2-hours", "-1-hour"] {
            assert_eq!(TimeToLive::parse(wrong), Err("ttl_blank"), "{wrong:?}");
        }
    }
}
