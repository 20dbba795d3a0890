//! `roundel process`: the pipeline of browser and lambda, from a file into a folder.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use roundel_avatar::{VARIANT_SIZES, VariantFormat};
use roundel_imaging::{
    CropBox, Gravity, ImageError, Limits, Variant, VariantOptions, Variants, variants,
};
use serde_json::{Value, json};

/// What to make of which picture.
#[derive(Args)]
pub struct Arguments {
    /// A JPEG, PNG, WebP or GIF
    #[arg(value_name = "IN")]
    input: PathBuf,
    /// The folder for `<size>.<jpg|webp>`; made if it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Sides in pixels; a smaller picture is not enlarged
    #[arg(long, value_delimiter = ',', value_name = "N", default_values_t = VARIANT_SIZES,
          value_parser = clap::value_parser!(u32).range(1..=4096))]
    sizes: Vec<u32>,
    /// `jpeg`, `webp`
    #[arg(long, value_delimiter = ',', value_name = "FORMAT", default_values_t = ["webp".to_owned(), "jpeg".to_owned()],
          value_parser = ["jpeg", "webp"])]
    formats: Vec<String>,
    /// What to cut out, in pixels of the upright picture: x,y,width,height
    #[arg(long, value_name = "X,Y,W,H", value_parser = parse_crop)]
    crop: Option<CropBox>,
    /// Where the square lies in it: center, north, northeast, ..., northwest, or attention, which finds it by itself
    #[arg(long, value_name = "WHERE", default_value = "center", hide_possible_values = true,
          value_parser = Gravity::ALL.map(Gravity::name))]
    gravity: String,
    /// Quality of both formats, 1 to 100
    #[arg(long, value_name = "Q", value_parser = clap::value_parser!(u8).range(1..=100))]
    quality: Option<u8>,
    /// Print a report as one JSON object
    #[arg(long)]
    json: bool,
}

/// Why nothing was made, or not everything.
#[derive(Debug, thiserror::Error)]
pub enum ProcessError {
    /// The picture cannot be read.
    #[error("cannot read {path}: {reason}", path = .0.display(), reason = .1)]
    Read(PathBuf, io::Error),
    /// The picture is refused.
    #[error("{path}: {reason} ({code})", path = .0.display(), reason = .1, code = .1.code())]
    Image(PathBuf, ImageError),
    /// A result cannot be written.
    #[error("cannot write {path}: {reason}", path = .0.display(), reason = .1)]
    Write(PathBuf, io::Error),
}

/// Read ▸ one decode, every size in every format ▸ write ▸ report.
pub fn run(arguments: &Arguments) -> Result<ExitCode, ProcessError> {
    let bytes = read(&arguments.input)?;
    let set = variants(&bytes, &options(arguments), &Limits::UPLOAD)
        .map_err(|error| ProcessError::Image(arguments.input.clone(), error))?;
    let written = write(&set, &arguments.out)?;
    if arguments.json {
        println!("{}", report(&set, &written));
    } else {
        for (variant, path) in set.variants.iter().zip(&written) {
            let (width, height, bytes) = (variant.width, variant.height, variant.bytes.len());
            println!("{}  {width}x{height}  {bytes} bytes", path.display());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Of a file, or of a pipe that never ends, one byte more than is allowed: so that too much is refused and not cut.
fn read(file: &Path) -> Result<Vec<u8>, ProcessError> {
    let mut bytes = Vec::new();
    fs::File::open(file)
        .and_then(|f| f.take(Limits::UPLOAD.max_bytes + 1).read_to_end(&mut bytes))
        .map_err(|error| ProcessError::Read(file.to_owned(), error))?;
    Ok(bytes)
}

fn options(arguments: &Arguments) -> VariantOptions {
    let formats = arguments.formats.iter();
    let mut sizes = arguments.sizes.clone();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    sizes.dedup();
    VariantOptions {
        sizes,
        formats: formats
            .filter_map(|name| VariantFormat::from_name(name))
            .collect(),
        crop: arguments.crop,
        gravity: Gravity::from_name(&arguments.gravity).unwrap_or_default(),
        quality: arguments.quality,
        ..VariantOptions::default()
    }
}

fn write(set: &Variants, folder: &Path) -> Result<Vec<PathBuf>, ProcessError> {
    fs::create_dir_all(folder).map_err(|error| ProcessError::Write(folder.to_owned(), error))?;
    let write_one = |variant: &Variant| {
        let path = folder.join(format!("{}.{}", variant.size, variant.format.extension()));
        match fs::write(&path, &variant.bytes) {
            Ok(()) => Ok(path),
            Err(error) => Err(ProcessError::Write(path, error)),
        }
    };
    set.variants.iter().map(write_one).collect()
}

fn report(set: &Variants, written: &[PathBuf]) -> Value {
    let source = &set.source;
    let kinds: Vec<&str> = source.metadata.iter().map(|kind| kind.name()).collect();
    let files = set.variants.iter().zip(written).map(|(variant, path)| {
        json!({
            "path": path.display().to_string(),
            "size": variant.size,
            "width": variant.width,
            "height": variant.height,
            "format": variant.format.name(),
            "bytes": variant.bytes.len(),
        })
    });
    let attention = set.attention.map(|attention| {
        json!({
            "reason": attention.reason.name(),
            "skin": attention.skin,
            "detail": attention.detail,
            "colour": attention.colour,
        })
    });
    let crop = set.crop;
    json!({
        "source": {
            "format": source.format.mime(),
            "width": source.width,
            "height": source.height,
            "orientation": source.orientation.exif(),
        },
        "crop": {"x": crop.x, "y": crop.y, "width": crop.width, "height": crop.height},
        "attention": attention,
        "removed": kinds,
        "warnings": set.warnings.iter().map(|warning| warning.name()).collect::<Vec<_>>(),
        "thumbhash": set.thumbhash,
        "files": files.collect::<Vec<_>>(),
    })
}

fn parse_crop(text: &str) -> Result<CropBox, String> {
    let numbers: Result<Vec<u32>, _> = text.split(',').map(str::parse).collect();
    match numbers.as_deref() {
        Ok([x, y, width, height]) if *width > 0 && *height > 0 => Ok(CropBox {
            x: *x,
            y: *y,
            width: *width,
            height: *height,
        }),
        _ => Err("four whole numbers, x,y,width,height, the last two above 0".to_owned()),
    }
}
