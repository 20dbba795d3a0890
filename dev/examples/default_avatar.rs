//! `default_avatar DIR [PICTURE]`: the default avatar in every size and format, as files that are deployed with the CDN.

use std::error::Error;
use std::path::PathBuf;

use roundel_dev::cdn::default_avatar;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let folder = PathBuf::from(
        arguments
            .next()
            .ok_or("usage: default_avatar DIR [PICTURE]")?,
    );
    let picture = arguments.next().map(std::fs::read).transpose()?;
    std::fs::create_dir_all(&folder)?;
    for file in default_avatar::files(picture)? {
        std::fs::write(folder.join(&file.name), &file.bytes)?;
    }
    Ok(())
}
