//! A file of boundaries that the user supplies: GeoJSON lines and outlines, drawn beneath everything else.
//!
//! Holds
//! - The program ships no boundary and knows none; what is drawn is the file's, with a disclaimer.
//! - A feature with the property `disputed` set to true is dashed.
//!
//! Not here: zones of the agreement (`mission::zones`).

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde_json::Value;

use crate::codes;
use crate::limits;
use crate::message::{Message, quoted};

/// Lines to draw.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Basemap {
    /// In the order of the file.
    pub lines: Vec<Line>,
}

/// One line.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// Longitude and latitude in degrees.
    pub points: Vec<(f64, f64)>,
    /// Whether its feature says that it is disputed.
    pub disputed: bool,
}

impl Basemap {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// It cannot be read, is no GeoJSON, is too large, or a position is none.
    pub fn open(path: &Path) -> Result<Basemap, Message> {
        let failed = |error| Message::io(codes::MISSION_IO, "read", path, &error);
        let mut bytes = Vec::new();
        // A pipe or device has no length to ask for: one byte more than the limit is read at most.
        File::open(path).map_err(failed)?.take(limits::BASEMAP_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
        let name = path.display().to_string();
        if bytes.len() as u64 > limits::BASEMAP_BYTES {
            return Err(Message::new(codes::BASEMAP, "the file is too large for a map of a report")
                .at(name)
                .note(format!("{} bytes are the limit", limits::BASEMAP_BYTES))
                .help("cut it to the mission's area, or simplify its lines"));
        }
        Basemap::read(&name, &bytes)
    }

    /// Reads GeoJSON `bytes` of the file called `name`.
    ///
    /// # Errors
    /// As [`Basemap::open`].
    pub fn read(name: &str, bytes: &[u8]) -> Result<Basemap, Message> {
        let help = "export the boundaries as GeoJSON (RFC 7946), positions longitude first, in degrees";
        let file: Value = serde_json::from_slice(bytes).map_err(|error| {
            Message::new(codes::BASEMAP, "the file is no JSON")
                .at(format!("{name} line {}, column {}", error.line(), error.column()))
                .help(help)
        })?;
        let refused = |at: String, why: String| Message::new(codes::BASEMAP, why).at(at).help(help);
        let features: Vec<&Value> = match file["type"].as_str() {
            Some("FeatureCollection") => file["features"].as_array().into_iter().flatten().collect(),
            Some(_) => vec![&file],
            None => Vec::new(),
        };
        if features.is_empty() {
            return Err(refused(name.to_owned(), "the file holds no GeoJSON feature".into()));
        }
        let mut basemap = Basemap::default();
        let mut points = 0usize;
        for (index, feature) in features.iter().enumerate() {
            let at = format!("{name}, feature {}", index + 1);
            let geometry = if feature["type"] == "Feature" { &feature["geometry"] } else { feature };
            let disputed = feature["properties"]["disputed"] == Value::Bool(true);
            let coordinates = &geometry["coordinates"];
            let kind = geometry["type"].as_str().unwrap_or("");
            // How deep the positions lie: a line is a list of them, an outline a list of lines.
            let depth = match kind {
                "LineString" => 0,
                "MultiLineString" | "Polygon" => 1,
                "MultiPolygon" => 2,
                "Point" | "MultiPoint" => continue,
                _ => {
                    let why =
                        format!("{} is no geometry of lines", quoted(if kind.is_empty() { "nothing" } else { kind }));
                    return Err(refused(at, why));
                }
            };
            let mut lines = Vec::new();
            gather(coordinates, depth, &mut lines).map_err(|why| refused(at.clone(), why))?;
            points += lines.iter().map(Vec::len).sum::<usize>();
            if points > limits::BASEMAP_POINTS {
                let why = format!("the file has more than {} positions", limits::BASEMAP_POINTS);
                return Err(refused(at, why));
            }
            basemap.lines.extend(lines.into_iter().map(|points| Line { points, disputed }));
        }
        Ok(basemap)
    }
}

fn gather(value: &Value, depth: usize, lines: &mut Vec<Vec<(f64, f64)>>) -> Result<(), String> {
    let list = value.as_array().ok_or("its coordinates are no list")?;
    if depth > 0 {
        return list.iter().try_for_each(|inner| gather(inner, depth - 1, lines));
    }
    let position = |value: &Value| -> Result<(f64, f64), String> {
        let (lon, lat) = (value[0].as_f64(), value[1].as_f64());
        match (lon, lat) {
            (Some(lon), Some(lat)) if (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat) => {
                Ok((lon, lat))
            }
            _ => Err(format!("{} is no position", quoted(&value.to_string()))),
        }
    };
    lines.push(list.iter().map(position).collect::<Result<_, _>>()?);
    Ok(())
}
