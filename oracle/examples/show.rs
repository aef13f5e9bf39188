//! tmp
use oracle::generate::*;
fn main(){ for a in std::env::args().skip(1){ let s:u64=a.parse().unwrap(); println!("=== seed {s}"); println!("{}",describe(&history(s)).lines().filter(|l|!l.contains("registers Name")&&!l.contains("registers Place")).collect::<Vec<_>>().join("\n")); } }
