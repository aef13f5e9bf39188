use armistice::mission::*;
#[test]
fn t() {
    let text = include_str!("data/valley.accord");
    let d = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("trym");
    let _ = std::fs::remove_dir_all(&d);
    match Mission::init(&d, "Valley", text) { Ok(m) => eprintln!("{:?}", m.agreement.name), Err(e) => for m in e { eprintln!("{m}") } }
}
