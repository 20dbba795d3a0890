//! From the viewer's path to the origin's file.

use roundel_avatar::{ASSETS_PREFIX, ObjectKey, Refusal, VARIANT_SIZES, VariantFormat};

use crate::accept::best_format;
use crate::access::Matched;
use crate::config::Config;

/// The path to ask the origin for. Below `/avatars/` only what the contract knows is there, and a variant without an
/// extension gets the one that suits `accept`; elsewhere the path is taken as it is.
pub(crate) fn target(
    matched: &Matched<'_>,
    accept: Option<&str>,
    config: &Config,
) -> Result<String, Refusal> {
    let uri = format!("{}{}", matched.origin_prefix, matched.rest);
    if !uri[1..].starts_with(ASSETS_PREFIX) || is_readable(&uri, config) {
        return Ok(uri);
    }
    let with_format = format!("{uri}.{}", best_format(accept).extension());
    match is_variant(&with_format, config) {
        true => Ok(with_format),
        false => Err(crate::refuse::not_found()),
    }
}

/// Everything the contract keeps among the assets. Originals are nobody's to read.
fn is_readable(uri: &str, config: &Config) -> bool {
    let other = matches!(
        ObjectKey::parse(&uri[1..]),
        Ok(ObjectKey::Pointer { .. } | ObjectKey::Processed { .. })
    );
    other || is_variant(uri, config)
}

/// What there is in every size and format.
fn is_variant(uri: &str, config: &Config) -> bool {
    let of_a_person = matches!(
        ObjectKey::parse(&uri[1..]),
        Ok(ObjectKey::Variant { .. } | ObjectKey::Current { .. })
    );
    of_a_person || is_default_avatar(uri, config.default_avatar())
}

/// `<folder>/<size>.<extension>`, of the variant table.
fn is_default_avatar(uri: &str, folder: &str) -> bool {
    VARIANT_SIZES.into_iter().any(|size| {
        let is_named =
            |format: VariantFormat| uri == format!("{folder}/{size}.{}", format.extension());
        VariantFormat::ALL.into_iter().any(is_named)
    })
}
