//! `cargo xtask preset`: the prompts of a profile, for authors of templates.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use presets::{Rendering, render};
use profile::{Format, Lang, Preset, Profile, Variant};

use crate::{Error, snapshot};

/// Prints one system prompt of a profile, or writes all of them to a folder.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The profile, a JSON file.
    #[arg(long)]
    profile: PathBuf,
    /// The preset, or its alias.
    #[arg(long, default_value = "estandar", value_parser = known::<Preset>(Preset::SLUGS))]
    slug: Preset,
    /// The language. The default is the profile's primary language.
    #[arg(long, value_parser = known::<Lang>(Lang::SLUGS))]
    lang: Option<Lang>,
    /// The variant: which markup the prompt has.
    #[arg(long, default_value = "generic", value_parser = known::<Variant>(Variant::SLUGS))]
    variant: Variant,
    /// The format. json and yaml are the API's answer without its `snapshot`.
    #[arg(long, default_value = "txt", value_parser = known::<Format>(Format::SLUGS))]
    format: Format,
    /// Include the narratives.
    #[arg(long)]
    include_narratives: bool,
    /// Write every preset to this folder: in every language, variant and format, with and without
    /// narratives.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["slug", "lang", "variant", "format", "include_narratives"])]
    all: Option<PathBuf>,
}

/// Parses a word; the error lists the words that are allowed.
fn known<T>(slugs: &'static [&'static str]) -> impl Fn(&str) -> Result<T, String> + Clone
where
    T: FromStr,
{
    move |text| {
        text.parse()
            .map_err(|_| format!("one of {}", slugs.join(", ")))
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let profile = snapshot::read(&arguments.profile)?;
    if let Some(folder) = &arguments.all {
        return all(&profile, folder);
    }
    let rendering = Rendering {
        preset: arguments.slug,
        lang: arguments.lang.unwrap_or(profile.primary_language),
        variant: arguments.variant,
        include_narratives: arguments.include_narratives,
    };
    let text = write(&profile, &rendering, arguments.format)?;
    println!("{}", text.trim_end_matches('\n'));
    Ok(())
}

fn write(profile: &Profile, rendering: &Rendering, format: Format) -> Result<String, Error> {
    Ok(twin_functions::preset::view::text(
        &render(profile, rendering),
        None,
        rendering,
        format,
    )?)
}

/// Writes a folder for each language, with a file for each preset, variant and format.
fn all(profile: &Profile, folder: &Path) -> Result<(), Error> {
    let mut files = 0_usize;
    for &lang in Lang::built() {
        let folder = folder.join(lang.slug());
        std::fs::create_dir_all(&folder)
            .map_err(Error::io(format!("making {}", folder.display())))?;
        for &preset in Preset::ALL {
            for &variant in Variant::ALL {
                for include_narratives in [false, true] {
                    let rendering = Rendering {
                        preset,
                        lang,
                        variant,
                        include_narratives,
                    };
                    let narratives = if include_narratives {
                        "-narratives"
                    } else {
                        ""
                    };
                    for &format in Format::ALL {
                        let path = folder.join(format!("{preset}-{variant}{narratives}.{format}"));
                        std::fs::write(&path, write(profile, &rendering, format)?)
                            .map_err(Error::io(format!("writing {}", path.display())))?;
                        files += 1;
                    }
                }
            }
        }
    }
    println!("{files} files in {}", folder.display());
    Ok(())
}
