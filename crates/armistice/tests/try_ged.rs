use armistice::import::*;
use armistice::limits::ImportLimits;
use record::vocabulary::time::*;
#[test]
fn t() {
    let p = std::path::Path::new("/work/shared/data/ucdp-ged-syria/ged_syria_2016-2018.csv.gz");
    let t = std::time::Instant::now();
    let i = Input::open(p, ImportLimits::default()).unwrap();
    eprintln!("open {:?}", t.elapsed());
    let o = ged::Options { author: "mission".into(), zone: Zone::named("Asia/Damascus").unwrap(), known: KnownRule::FromSources };
    let r = ged::read(&i, &o, &mut |_| {}).unwrap();
    eprintln!("read {:?} good {} bad {}", t.elapsed(), r.good.len(), r.bad.len());
    for b in r.bad.iter().take(10) { eprintln!("{}", b.message) }
    let mut flags = std::collections::BTreeMap::<String, usize>::new();
    let mut nc = std::collections::BTreeMap::<usize, usize>::new();
    for g in &r.good { if let record::statement::Content::Report(x) = &g.entry.body().content {
        for f in &x.flags { *flags.entry(f.split(|c: char| c.is_ascii_digit() || c == ':').next().unwrap().to_string()).or_default() += 1 }
        *nc.entry(x.counts.len()).or_default() += 1;
        if ["ucdp-ged:227936", "ucdp-ged:301214", "ucdp-ged:214797"].contains(&x.event.as_deref().unwrap()) { eprintln!("{:#?} {:?}", g.entry.body(), g.entry.known_at()) }
    } }
    eprintln!("{flags:#?} {nc:?}");
    let d = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("tryged");
    let _ = std::fs::remove_dir_all(&d);
    let mut s = armistice::store::Store::open(&d).unwrap();
    let t = std::time::Instant::now();
    let out = r.clone().accept(&mut s, Instant(1_790_000_000), false).unwrap();
    eprintln!("accept {:?} {} {} {:?}", t.elapsed(), out.accepted, out.already, out.batch);
    let t = std::time::Instant::now();
    let s2 = armistice::store::Store::open(&d).unwrap();
    eprintln!("open {:?} {}", t.elapsed(), s2.statements().len());
    let out = r.accept(&mut s, Instant(1_790_000_100), false).unwrap();
    eprintln!("{} {} {:?}", out.accepted, out.already, out.batch);
}
