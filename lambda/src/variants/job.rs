//! The flow of one upload.

use roundel_avatar::{Pointer, Version};

use super::{
    Failure, Variants, event::Upload, original, publish, publish::Published, rendering::Rendering,
};
use crate::log::Line;

impl Variants {
    /// Original ▸ superseded? ▸ variants (made, or found) ▸ pointer ▸ newest copies ▸ notification.
    ///
    /// Every step may be repeated: variants are named by content and written once, the pointer and the copies are
    /// moved by a newer upload only, and a repeated notification says the same.
    pub(super) async fn process(&self, upload: &Upload) -> Result<(), Failure> {
        let bytes = original::fetch(&self.uploads, upload).await?;
        let version = Version::of(&bytes);
        if publish::is_superseded(&self.assets, upload, version).await? {
            log("variants_superseded", upload).write();
            return Ok(());
        }
        let rendering = match Rendering::find(&self.assets, upload.public_id, version).await? {
            Some(found) => found,
            None => Rendering::make(&self.assets, upload.public_id, version, bytes).await?,
        };
        let pointer = rendering.pointer(upload.upload_id);
        match publish::move_pointer(&self.assets, upload, &pointer).await? {
            Published::Superseded => log("variants_superseded", upload).write(),
            Published::Newest => self.announce(upload, &rendering, &pointer).await?,
        }
        Ok(())
    }

    async fn announce(
        &self,
        upload: &Upload,
        rendering: &Rendering,
        pointer: &Pointer,
    ) -> Result<(), Failure> {
        publish::copy_as_newest(&self.assets, upload, rendering).await?;
        if let Some(topic) = &self.topic {
            topic.announce(upload.public_id, pointer).await?;
        }
        log("variants_published", upload)
            .number("encoded", rendering.encoded())
            .write();
        Ok(())
    }
}

fn log(event: &'static str, upload: &Upload) -> Line {
    Line::new(event)
        .public_id(upload.public_id)
        .upload_id(upload.upload_id)
}
