//! Paths of tiles and bundles: `tile/0/x001/x234/067`, `tile/entries/000.p/17` (C2SP tlog-tiles, "Merkle Tree").
//!
//! Holds
//! - A path has one spelling: no leading zeros, no leading `x000`, no `.p/256`.
//! - Which paths a log of some size has follows from the size alone.

use std::fmt;
use std::str::FromStr;

use crate::limits::{TILE_INDEX, TILE_LEVEL, TILE_WIDTH};
use crate::spell::{decimal, shown};

/// What a file holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum TileKind {
    /// Hashes of the tree at this level: 0 for those of entries.
    Hashes(u8),
    /// Entries.
    Entries,
}

/// The path of a tile or bundle, from the top of the log's folder.
///
/// ```
/// use tlog::tile::TilePath;
///
/// let path: TilePath = "tile/0/x001/x234/067.p/5".parse().unwrap();
/// assert_eq!((path.index(), path.width()), (1_234_067, 5));
/// assert_eq!(path.to_string(), "tile/0/x001/x234/067.p/5");
/// assert_eq!(path.full().to_string(), "tile/0/x001/x234/067");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct TilePath {
    kind: TileKind,
    index: u64,
    width: u16,
}

impl TilePath {
    /// The path with these parts; refused where the level, the index or the width is out of range.
    pub fn new(kind: TileKind, index: u64, width: u16) -> Result<TilePath, TilePathError> {
        if let TileKind::Hashes(level) = kind
            && level > TILE_LEVEL
        {
            return Err(TilePathError::Level { level: level.to_string() });
        }
        if index > TILE_INDEX {
            return Err(TilePathError::IndexTooLarge);
        }
        if !(1..=TILE_WIDTH).contains(&width) {
            return Err(TilePathError::Width { width: width.to_string() });
        }
        Ok(TilePath { kind, index, width })
    }

    /// The path of the tile or bundle `index` as wide as it is in a log of `size` entries; `None` where it has none.
    pub fn in_log(kind: TileKind, index: u64, size: u64) -> Option<TilePath> {
        let width = width_of_level(kind.level(), size).checked_sub(index.checked_mul(u64::from(TILE_WIDTH))?)?;
        TilePath::new(kind, index, width.min(u64::from(TILE_WIDTH)) as u16).ok()
    }

    /// The partial tiles and the partial bundle of a log of `size` entries.
    pub fn partial_in_log(size: u64) -> Vec<TilePath> {
        let levels = (0..=TILE_LEVEL).map(TileKind::Hashes).take_while(|kind| width_of_level(kind.level(), size) > 0);
        let last =
            |kind: TileKind| TilePath::in_log(kind, width_of_level(kind.level(), size) / u64::from(TILE_WIDTH), size);
        levels.chain([TileKind::Entries]).filter_map(last).filter(|path| path.is_partial()).collect()
    }

    /// What the file holds.
    pub fn kind(self) -> TileKind {
        self.kind
    }
    /// Its number within its level, or among bundles.
    pub fn index(self) -> u64 {
        self.index
    }
    /// How many hashes or entries it has: 1 to 256.
    pub fn width(self) -> u16 {
        self.width
    }
    /// Whether it has fewer than 256.
    pub fn is_partial(self) -> bool {
        self.width < TILE_WIDTH
    }
    /// The path of the full tile or bundle in its place.
    pub fn full(self) -> TilePath {
        TilePath { width: TILE_WIDTH, ..self }
    }
}

impl TileKind {
    /// The level of its hashes; that of entries is that of their hashes.
    fn level(self) -> u8 {
        match self {
            TileKind::Hashes(level) => level,
            TileKind::Entries => 0,
        }
    }
}

/// How many hashes a level has in a log of `size` entries: one for each `256^level` of them.
fn width_of_level(level: u8, size: u64) -> u64 {
    size.checked_shr(8 * u32::from(level)).unwrap_or(0)
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes(level) => write!(f, "tile/{level}/")?,
            TileKind::Entries => f.write_str("tile/entries/")?,
        }
        let groups = (0..).map(|group| 1000u64.checked_pow(group)).map_while(|power| self.index.checked_div(power?));
        let groups: Vec<u64> = groups.take_while(|left| *left > 0).map(|left| left % 1000).collect();
        for group in groups.iter().skip(1).rev() {
            write!(f, "x{group:03}/")?;
        }
        write!(f, "{:03}", groups.first().unwrap_or(&0))?;
        if self.is_partial() { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}

impl FromStr for TilePath {
    type Err = TilePathError;

    fn from_str(path: &str) -> Result<TilePath, TilePathError> {
        let rest = path.strip_prefix("tile/").ok_or_else(|| TilePathError::NotATile { path: shown(path) })?;
        let (level, rest) = rest.split_once('/').ok_or_else(|| TilePathError::NotATile { path: shown(path) })?;
        let kind = if level == "entries" {
            TileKind::Entries
        } else {
            let number = decimal(level).and_then(|number| u8::try_from(number).ok());
            TileKind::Hashes(number.ok_or_else(|| TilePathError::Level { level: shown(level) })?)
        };
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => {
                let number = decimal(width).and_then(|number| u16::try_from(number).ok());
                let partial = number.filter(|width| *width < TILE_WIDTH);
                (index, partial.ok_or_else(|| TilePathError::Width { width: shown(width) })?)
            }
            None => (rest, TILE_WIDTH),
        };
        TilePath::new(kind, read_index(index)?, width)
    }
}

fn read_index(text: &str) -> Result<u64, TilePathError> {
    let misspelt = || TilePathError::Index { index: shown(text) };
    let (leading, last) = match text.rsplit_once('/') {
        Some((leading, last)) => (Some(leading), last),
        None => (None, text),
    };
    let mut index = 0u64;
    for (at, element) in leading.into_iter().flat_map(|leading| leading.split('/')).enumerate() {
        let group = element.strip_prefix('x').and_then(group).ok_or_else(misspelt)?;
        if at == 0 && group == 0 {
            return Err(misspelt());
        }
        index = shifted(index, group)?;
    }
    shifted(index, group(last).ok_or_else(misspelt)?)
}

/// Three digits.
fn group(text: &str) -> Option<u64> {
    let plain = text.len() == 3 && text.bytes().all(|digit| digit.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

fn shifted(index: u64, group: u64) -> Result<u64, TilePathError> {
    let next = index.checked_mul(1000).and_then(|index| index.checked_add(group));
    next.filter(|index| *index <= TILE_INDEX).ok_or(TilePathError::IndexTooLarge)
}

/// Why a text is no path of a tile or bundle.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TilePathError {
    /// It does not begin like one.
    NotATile {
        /// The path.
        path: String,
    },
    /// A level that is no number from 0 to 63.
    Level {
        /// The level.
        level: String,
    },
    /// An index that is misspelt.
    Index {
        /// The index.
        index: String,
    },
    /// An index that no log has.
    IndexTooLarge,
    /// A width of a partial tile that is no number from 1 to 255.
    Width {
        /// The width.
        width: String,
    },
}

impl fmt::Display for TilePathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use TilePathError::*;
        match self {
            NotATile { path } => write!(f, "`{path}` does not begin with `tile/` and a level or `entries`"),
            Level { level } => write!(f, "`{level}` is no level of a tile, a number from 0 to {TILE_LEVEL}"),
            Index { index } => write!(f, "`{index}` is no index of a tile, such as `067` or `x001/x234/067`"),
            IndexTooLarge => write!(f, "the index of the tile is above {TILE_INDEX}"),
            Width { width } => write!(f, "`{width}` is no width of a partial tile, a number from 1 to 255"),
        }
    }
}

impl std::error::Error for TilePathError {}
