//! From the viewer's path to the origin's file.

use alloc::string::String;

use roundel_avatar::{ASSETS_PREFIX, ObjectKey, Refusal, VARIANT_SIZES, VariantFile};

use crate::accept::best_format;
use crate::access::Matched;
use crate::config::Config;
use crate::event::ViewerRequest;
use crate::hints;
use crate::refuse::not_found;

/// The path to ask the origin for. Below `/avatars/` only what the contract knows is there, and a variant without an
/// extension gets the one that suits the viewer; elsewhere the path is taken as it is.
pub(crate) fn target(
    matched: Matched<'_>,
    request: &ViewerRequest<'_>,
    config: &Config,
) -> Result<String, Refusal> {
    let prefix = &matched.rule.origin_prefix;
    let mut uri = String::with_capacity(prefix.len() + matched.rest.len() + ".webp".len());
    uri.push_str(prefix);
    uri.push_str(matched.rest);
    if !below_root(&uri).starts_with(ASSETS_PREFIX) {
        return Ok(uri);
    }
    if let Some(size) = size_without_extension(&uri) {
        let file = best_file(size, request, config);
        uri.truncate(uri.len() - file_name(&uri).len());
        uri.push_str(&file.name());
    }
    match is_readable(&uri, config) {
        true => Ok(uri),
        false => Err(not_found()),
    }
}

/// The best format of `Accept`, in the size asked for or, where hints are allowed, the smallest that is large enough.
fn best_file(size: u32, request: &ViewerRequest<'_>, config: &Config) -> VariantFile {
    let enough = |wanted: u32| {
        VARIANT_SIZES
            .into_iter()
            .filter(move |size| *size >= wanted)
    };
    let size = match config.client_hints() {
        true => enough(hints::wanted(size, request))
            .min()
            .unwrap_or(VARIANT_SIZES[0]),
        false => size,
    };
    VariantFile {
        size,
        format: best_format(request.header("accept")),
    }
}

fn size_without_extension(uri: &str) -> Option<u32> {
    VariantFile::parse_size(file_name(uri))
}

/// Everything the contract keeps among the assets. Originals are nobody's to read.
fn is_readable(uri: &str, config: &Config) -> bool {
    ObjectKey::parse_asset(below_root(uri)).is_ok()
        || is_default_avatar(uri, config.default_avatar())
}

/// `<folder>/<size>.<extension>`, of the variant table.
fn is_default_avatar(uri: &str, folder: &str) -> bool {
    let file = uri
        .strip_prefix(folder)
        .and_then(|rest| rest.strip_prefix('/'));
    file.and_then(VariantFile::parse).is_some()
}

fn file_name(uri: &str) -> &str {
    uri.rsplit('/').next().unwrap_or_default()
}

fn below_root(uri: &str) -> &str {
    uri.strip_prefix('/').unwrap_or_default()
}
