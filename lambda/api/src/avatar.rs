//! Where a person's picture is.

use roundel_avatar::VARIANT_SIZES;
use roundel_lambda::settings::Settings;
use serde::{Serialize, Serializer};

/// The distribution that shows avatars.
pub struct Cdn {
    /// Without a closing slash.
    base: String,
}

/// The newest avatar: a URL that never changes for each size, in the format that the browser's `Accept` asks for.
#[derive(Debug, Serialize)]
pub struct Avatar {
    version: String,
    urls: Urls,
    thumbhash: String,
}

/// From the smallest of [`VARIANT_SIZES`] to the largest.
#[derive(Debug)]
struct Urls(Vec<(u32, String)>);

impl Cdn {
    /// Reads `CDN_URL`, like `https://assets.example.com`.
    pub fn from_settings<F>(settings: &mut Settings<F>) -> Option<Self>
    where
        F: Fn(&str) -> Option<String>,
    {
        let url = settings.required(&["CDN_URL"]);
        let base = url.trim_end_matches('/');
        let is_url = base.starts_with("https://") || base.starts_with("http://");
        if !is_url && !url.is_empty() {
            settings.problem("CDN_URL must be like https://assets.example.com".to_owned());
        }
        is_url.then(|| Self {
            base: base.to_owned(),
        })
    }

    /// The avatar that this id names, of the version and with the thumbhash that the database has; `None` where its person
    /// has none yet.
    pub fn avatar(
        &self,
        public_id: &str,
        version: Option<String>,
        thumbhash: Option<String>,
    ) -> Option<Avatar> {
        let (version, thumbhash) = version.zip(thumbhash)?;
        let url = |size| format!("{}/avatars/{public_id}/{version}/{size}", self.base);
        let sizes = VARIANT_SIZES.into_iter().rev();
        let urls = Urls(sizes.map(|size| (size, url(size))).collect());
        Some(Avatar {
            version,
            urls,
            thumbhash,
        })
    }
}

impl Serialize for Urls {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(size, url)| (size, url)))
    }
}

#[cfg(test)]
mod tests {
    use super::Cdn;

    #[test]
    fn every_size_has_a_url_and_nobody_has_undefined() {
        let cdn = Cdn {
            base: "https://assets.example.com".to_owned(),
        };
        let of = |version: Option<&str>| {
            let (version, thumbhash) = (
                version.map(str::to_owned),
                version.map(|_| "AA==".to_owned()),
            );
            cdn.avatar("xj4bnp4pahh6uqkbidpf3lrceo", version, thumbhash)
        };
        assert!(of(None).is_none());
        let avatar = serde_json::to_string(&of(Some("v")).unwrap()).unwrap();
        let url = |size| {
            format!(
                r#""{size}":"https://assets.example.com/avatars/xj4bnp4pahh6uqkbidpf3lrceo/v/{size}""#
            )
        };
        let urls = [64, 128, 256, 512].map(url).join(",");
        let expected = format!(r#"{{"version":"v","urls":{{{urls}}},"thumbhash":"AA=="}}"#);
        assert_eq!(avatar, expected);
    }
}
