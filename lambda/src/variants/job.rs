//! The flow of one upload.

use std::time::Instant;

use roundel_avatar::Version;

use super::{
    Failure, Variants,
    event::Upload,
    original,
    publish::{self, Standing},
    rendering::{Effort, Rendering},
    store::Head,
};
use crate::{log::Line, metric::Metric};

impl Variants {
    /// Newest? ▸ original ▸ variants (made, or found) ▸ pointer ▸ newest copies ▸ notification.
    ///
    /// Every step may be repeated: variants are named by content and written once, the pointer and the copies are
    /// moved by a newer upload only, and a repeated notification says the same. Of an upload that a newer one has
    /// overtaken nothing is downloaded; of one that is published already only what an earlier try did not get to is
    /// done.
    pub(super) async fn process(&self, upload: &Upload) -> Result<(), Failure> {
        let start = Instant::now();
        let (standing, pointer) = publish::standing(&self.assets, upload).await?;
        let rendering = match standing {
            Standing::OfNewer => return superseded(upload),
            Standing::Ours(version) => self.found_or_made(upload, Some(version)).await?,
            Standing::Open => self.found_or_made(upload, None).await?,
        };
        if !self.publish(upload, &rendering, pointer).await? {
            return superseded(upload);
        }
        log_published(upload, rendering.effort(), start);
        Ok(())
    }

    async fn found_or_made(
        &self,
        upload: &Upload,
        published: Option<Version>,
    ) -> Result<Rendering, Failure> {
        let (assets, public_id) = (&self.assets, upload.public_id);
        if let Some(version) = published
            && let Some(found) = Rendering::find(assets, public_id, version).await?
        {
            return Ok(found);
        }
        let bytes = original::fetch(&self.uploads, upload).await?;
        let version = Version::of(&bytes);
        match Rendering::find(assets, public_id, version).await? {
            Some(found) => Ok(found),
            None => Rendering::make(assets, public_id, version, bytes).await,
        }
    }

    /// Whether this upload's rendering is what is published now.
    async fn publish(
        &self,
        upload: &Upload,
        rendering: &Rendering,
        seen: Option<Head>,
    ) -> Result<bool, Failure> {
        let (pointer, version) = (rendering.pointer(upload.upload_id), rendering.version());
        let moved = publish::move_pointer(&self.assets, upload, version, &pointer, seen);
        let standing = moved.await?;
        if standing != Standing::Ours(version) {
            return Ok(false);
        }
        publish::copy_as_newest(&self.assets, upload, rendering).await?;
        if let Some(topic) = &self.topic {
            topic.announce(upload.public_id, &pointer).await?;
        }
        Ok(true)
    }
}

fn superseded(upload: &Upload) -> Result<(), Failure> {
    line("variants_superseded", upload).write();
    Ok(())
}

fn log_published(upload: &Upload, effort: Option<Effort>, start: Instant) {
    let mut line = line("variants_published", upload)
        .number("encoded", effort.map_or(0, |effort| effort.encoded))
        .metric(Metric::Published, 1)
        .time(Metric::JobTime, start.elapsed());
    if let Some(effort) = effort {
        line = line
            .metric(Metric::BytesIn, effort.bytes_in)
            .metric(Metric::BytesOut, effort.bytes_out)
            .time(Metric::DecodeTime, effort.decode)
            .time(Metric::EncodeTime, effort.encode);
    }
    line.write();
}

fn line(event: &'static str, upload: &Upload) -> Line {
    Line::new(event)
        .public_id(upload.public_id)
        .upload_id(upload.upload_id)
}
