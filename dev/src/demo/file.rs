//! A file of the page.

use std::path::{Component, Path};

use axum::http::HeaderValue;
use percent_encoding::percent_decode_str;
use roundel_avatar::Sha256Checksum;

/// A file with what HTTP wants to know of it.
pub struct File {
    /// Its content.
    pub bytes: Vec<u8>,
    /// Its media type, by its extension.
    pub content_type: &'static str,
    /// Of its content.
    pub etag: HeaderValue,
}

/// Reads the file that a URL's path names; `None` for what is no file or lies outside.
pub async fn read(root: &Path, path: &str) -> Option<File> {
    let decoded = percent_decode_str(path.trim_start_matches('/'))
        .decode_utf8()
        .ok()?;
    let inside = Path::new(decoded.as_ref());
    if !inside
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
    {
        return None;
    }
    let bytes = tokio::fs::read(root.join(inside)).await.ok()?;
    let etag = format!("\"{}\"", Sha256Checksum::of(&bytes));
    Some(File {
        content_type: content_type(inside),
        etag: HeaderValue::from_str(&etag).ok()?,
        bytes,
    })
}

/// Whether a path that names no file is an address of the page: its last part has no extension, or is a handle, which
/// may have dots.
pub fn is_page(path: &str) -> bool {
    path.rsplit('/')
        .next()
        .is_some_and(|last| last.starts_with('@') || !last.contains('.'))
}

fn content_type(path: &Path) -> &'static str {
    match path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{Path, is_page, read};

    #[tokio::test]
    async fn nothing_outside_is_read() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        assert!(read(&root, "/demo/file.rs").await.is_some());
        for path in [
            "/../Cargo.toml",
            "/%2e%2e/Cargo.toml",
            "//etc/passwd",
            "/%2fetc/passwd",
            "/demo",
            "/",
        ] {
            assert!(read(&root, path).await.is_none(), "{path}");
        }
    }

    #[test]
    fn addresses_of_the_page() {
        assert!(is_page("/") && is_page("/privacy"));
        assert!(is_page("/@andrew") && is_page("/@g.mollari"));
        assert!(!is_page("/missing.js"));
    }
}
