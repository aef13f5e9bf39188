//! Paths of tiles, and bundles: examples of the specification, one spelling, limits.

use proptest::prelude::*;
use tlog::hash::{EMPTY_ROOT, Hash};
use tlog::limits::{ENTRY_BYTES, LOG_ENTRIES, TILE_INDEX, TILE_LEVEL, TILE_WIDTH};
use tlog::tile::{BundleError, Tile, TileError, TileKind, TilePath, TilePathError, read_bundle, write_bundle};

fn path(text: &str) -> Result<TilePath, TilePathError> {
    text.parse()
}

#[test]
fn the_paths_of_the_specification_are_written_and_read() {
    let level = TileKind::Hashes;
    for (text, kind, index, width) in [
        ("tile/0/x001/x234/067", level(0), 1_234_067, 256),
        ("tile/0/000", level(0), 0, 256),
        ("tile/63/999.p/255", level(63), 999, 255),
        ("tile/1/x001/000.p/1", level(1), 1_000, 1),
        ("tile/entries/x001/x000/000", TileKind::Entries, 1_000_000, 256),
        ("tile/entries/273.p/112", TileKind::Entries, 273, 112),
    ] {
        assert_eq!(path(text).unwrap(), TilePath::new(kind, index, width).unwrap(), "{text}");
        assert_eq!(path(text).unwrap().to_string(), text);
    }
}

#[test]
fn a_path_has_one_spelling() {
    use TilePathError::*;
    for other in ["", "tile", "tile/0", "/tile/0/000", "tiles/0/000", "tile//000", "Tile/0/000", "checkpoint"] {
        assert!(matches!(path(other), Err(NotATile { .. } | Level { .. })), "{other}: {:?}", path(other));
    }
    for level in ["00", "01", "64", "-1", "+1", "256", " 1", "a", "entrie"] {
        assert_eq!(path(&format!("tile/{level}/000")), Err(Level { level: level.into() }));
    }
    for index in [
        "",
        "0",
        "00",
        "0000",
        "1234",
        "x000/000",
        "x000/x001/000",
        "x001",
        "001/000",
        "x001/x000",
        "x01/000",
        "X001/000",
        "x001//000",
        "x001/000/",
        "/000",
        "000/",
        "x-01/000",
        "+01",
        "٠٠٠",
    ] {
        assert_eq!(path(&format!("tile/0/{index}")), Err(Index { index: index.into() }));
        assert_eq!(path(&format!("tile/0/{index}.p/3")), Err(Index { index: index.into() }));
    }
    for width in ["", "0", "01", "256", "257", "-1", "x", "3/", "3.p/3"] {
        assert_eq!(path(&format!("tile/0/000.p/{width}")), Err(Width { width: width.into() }));
    }
    for other in ["tile/0/000.p", "tile/0/000.p3", "tile/0/000p/3", "tile/0/000.P/3"] {
        assert!(matches!(path(other), Err(Index { .. })), "{other}");
    }
}

#[test]
fn levels_and_indices_end_at_their_limits() {
    let new = |level, index, width| TilePath::new(TileKind::Hashes(level), index, width);
    assert!(new(TILE_LEVEL, 0, 1).is_ok());
    assert_eq!(new(TILE_LEVEL + 1, 0, 1), Err(TilePathError::Level { level: "64".into() }));
    let last = new(0, TILE_INDEX, TILE_WIDTH).unwrap();
    assert_eq!(last.to_string(), "tile/0/x036/x028/x797/x018/x963/967");
    assert_eq!(path(&last.to_string()), Ok(last));
    assert_eq!(new(0, TILE_INDEX + 1, 1), Err(TilePathError::IndexTooLarge));
    assert_eq!(path("tile/0/x036/x028/x797/x018/x963/968"), Err(TilePathError::IndexTooLarge));
    assert_eq!(path(&format!("tile/0/{}000", "x999/".repeat(40))), Err(TilePathError::IndexTooLarge));
    assert!(new(0, 0, TILE_WIDTH).is_ok() && new(0, 0, 1).is_ok());
    assert_eq!(new(0, 0, 0), Err(TilePathError::Width { width: "0".into() }));
    assert_eq!(new(0, 0, TILE_WIDTH + 1), Err(TilePathError::Width { width: "257".into() }));
}

#[test]
fn the_partial_tiles_of_a_log_are_those_of_the_specification() {
    let partial = |size| TilePath::partial_in_log(size).iter().map(TilePath::to_string).collect::<Vec<_>>();
    // Its example: 273 full tiles, one of 112; a full one of level 1 and one of 17; one of 1.
    assert_eq!(partial(70_000), ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1", "tile/entries/273.p/112"]);
    assert_eq!(TilePath::in_log(TileKind::Hashes(1), 0, 70_000).unwrap().width(), 256);
    assert_eq!(TilePath::in_log(TileKind::Hashes(0), 274, 70_000), None);
    assert_eq!(TilePath::in_log(TileKind::Hashes(3), 0, 70_000), None);
    assert_eq!(partial(256), ["tile/1/000.p/1"]);
    assert_eq!(TilePath::in_log(TileKind::Entries, 0, 256).unwrap().to_string(), "tile/entries/000");
    assert_eq!(TilePath::in_log(TileKind::Entries, 1, 256), None); // an empty tile is not served
    assert_eq!(partial(0), [""; 0]);
    assert_eq!(partial(1), ["tile/0/000.p/1", "tile/entries/000.p/1"]);
    assert_eq!(partial(LOG_ENTRIES).len(), 9);
    assert_eq!(TilePath::in_log(TileKind::Hashes(0), u64::MAX, LOG_ENTRIES), None);
}

#[test]
fn a_tile_has_1_to_256_whole_hashes() {
    assert_eq!(Tile::read(&[]), Err(TileError::Width { hashes: 0 }));
    assert_eq!(Tile::read(&[0; 31]), Err(TileError::Bytes { bytes: 31 }));
    assert_eq!(Tile::read(&[0; 8_192]).unwrap().width(), 256);
    assert_eq!(Tile::read(&[0; 8_193]), Err(TileError::Bytes { bytes: 8_193 }));
    assert_eq!(Tile::read(&[0; 8_224]), Err(TileError::Width { hashes: 257 }));
    assert_eq!(Tile::of(vec![EMPTY_ROOT; 257]), Err(TileError::Width { hashes: 257 }));
    let tile = Tile::of((0..=255).map(|byte| Hash([byte; 32])).collect()).unwrap();
    assert_eq!(Tile::read(&tile.bytes()), Ok(tile.clone()));
    assert_eq!(tile.narrowed(3).unwrap().hashes(), &tile.hashes()[..3]);
    assert_eq!((tile.narrowed(0), tile.narrowed(257)), (None, None));
}

#[test]
fn a_bundle_holds_whole_entries_and_nothing_else() {
    use BundleError::*;
    let bytes = write_bundle(&[&b"one"[..], b"", b"three"]).unwrap();
    assert_eq!(read_bundle(&bytes, 3), Ok(vec![&b"one"[..], b"", b"three"]));
    assert_eq!(read_bundle(&bytes, 2), Err(BytesLeft { bytes: 7, width: 2 }));
    assert_eq!(read_bundle(&bytes, 4), Err(EndsEarly { place: 3, width: 4 }));
    for end in 0..bytes.len() {
        assert!(matches!(read_bundle(&bytes[..end], 3), Err(EndsEarly { .. })), "{end}");
    }
    assert_eq!(read_bundle(&bytes, 0), Err(Width { entries: 0 }));
    assert_eq!(read_bundle(&bytes, TILE_WIDTH + 1), Err(Width { entries: 257 }));
    assert_eq!(write_bundle::<&[u8]>(&[]), Err(Width { entries: 0 }));
    let full = write_bundle(&[b"x"; 256]).unwrap();
    assert_eq!(read_bundle(&full, 256).unwrap().len(), 256);
    assert_eq!(write_bundle(&[b"x"; 257]), Err(Width { entries: 257 }));
    let longest = vec![7; ENTRY_BYTES];
    assert_eq!(read_bundle(&write_bundle(&[&longest]).unwrap(), 1), Ok(vec![&longest[..]]));
    assert_eq!(write_bundle(&[vec![7; ENTRY_BYTES + 1]]), Err(EntryTooLong { place: 0, bytes: ENTRY_BYTES + 1 }));
}

proptest! {
    #[test]
    fn what_is_a_path_is_written_back(text in "tile/([0-9]{1,3}|entries)/(x[0-9]{3}/){0,7}[0-9]{3}(\\.p/[0-9]{1,4})?") {
        if let Ok(path) = text.parse::<TilePath>() {
            prop_assert_eq!(path.to_string(), text);
        }
    }

    #[test]
    fn every_path_is_read_back(level in 0..=TILE_LEVEL, index in 0..=TILE_INDEX, bits in 0..56u32, width in 1..=TILE_WIDTH) {
        let path = TilePath::new(TileKind::Hashes(level), index >> bits, width).unwrap();
        prop_assert_eq!(path.to_string().parse(), Ok(path));
        prop_assert_eq!(path.full().to_string().parse(), Ok(path.full()));
        prop_assert_eq!(path.is_partial(), path.to_string().contains(".p/"));
    }

    #[test]
    fn bundles_are_read_back(entries in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..300), 1..=256)) {
        let bytes = write_bundle(&entries).unwrap();
        let width = entries.len() as u16;
        prop_assert_eq!(read_bundle(&bytes, width).unwrap(), entries);
        prop_assert!(read_bundle(&bytes, width % 256 + 1).is_err() || width % 256 + 1 == width);
    }

    #[test]
    fn any_bytes_are_a_bundle_in_one_way_or_none(bytes in proptest::collection::vec(0..4u8, 0..60), width in 1..20u16) {
        if let Ok(entries) = read_bundle(&bytes, width) {
            prop_assert_eq!(write_bundle(&entries).unwrap(), bytes);
        }
    }
}
