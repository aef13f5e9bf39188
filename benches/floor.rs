//! The floor: 14,522 GED events imported, and the worked example evaluated over them.
//!
//! Target: import and evaluation together under 2 s and 300 MB on two cores.
//!
//! Not here: engines side by side on one query (a later benchmark).

use std::path::Path;

use armistice::import::input::Input;
use armistice::import::{self, KnownRule};
use armistice::limits::ImportLimits;
use armistice::mission::{AUTHOR, Adopting, Mission};
use benches::{Cost, cost, median, peak_megabytes, shared};
use record::vocabulary::moment::Moment;
use record::vocabulary::time::{Instant, KnownAt};

const RUNS: usize = 5;
/// The end of the last event's day: everything has happened and is known.
const AT: Instant = Instant(1_580_000_000);

fn main() {
    let Some(ged) = shared("data/ucdp-ged-syria/ged_syria_2016-2018.csv.gz") else {
        println!("SKIP floor: the shared data is not here (set ARMISTICE_SHARED)");
        return;
    };
    let example = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/syria-2016"));
    let text = std::fs::read_to_string(example.join("agreement.accord")).expect("the example is in the repository");
    let folder = std::env::temp_dir().join(format!("armistice-bench-{}", std::process::id()));
    let mut imports: Vec<Cost> = Vec::new();
    let mut evaluations: Vec<Cost> = Vec::new();
    for run in 0..RUNS {
        let dir = folder.join(run.to_string());
        let mut mission = make(&dir, &text, example);
        let (spent, events) = cost(|| {
            let options = import::ged::Options {
                author: AUTHOR.to_owned(),
                zone: mission.agreement.zone.clone(),
                known: KnownRule::FromSources,
            };
            let input = Input::open(&ged, ImportLimits::default()).expect("the shared file is whole");
            let reading = import::ged::read(&input, &options, &mut |_| {}).expect("the shared file is GED");
            reading.accept(&mut mission.store, AT, false).expect("nothing stands in the way").accepted
        });
        imports.push(spent);
        let tree: &agreement::tree::Tree = &mission.agreement;
        let moment = Moment {
            happened: AT,
            known: KnownAt(AT),
            standard: tree.standards.headline,
            perspective: tree.perspectives[0].clone(),
        };
        let (spent, verdicts) =
            cost(|| situation::at(tree, mission.store.statements(), &moment).evaluation.judged.len());
        evaluations.push(spent);
        if run == 0 {
            println!(
                "floor: {events} events imported; {verdicts} verdicts at {} standards",
                tree.standards.standards.len()
            );
        }
    }
    std::fs::remove_dir_all(&folder).expect("the benchmark's own folder");
    let wall = |costs: &[Cost]| median(costs.iter().map(|cost| cost.wall).collect());
    let cpu = |costs: &[Cost]| median(costs.iter().map(|cost| cost.cpu).collect());
    println!("  import      median of {RUNS}: {:.3} s wall, {:.3} s CPU", wall(&imports), cpu(&imports));
    println!("  evaluation  median of {RUNS}: {:.3} s wall, {:.3} s CPU", wall(&evaluations), cpu(&evaluations));
    let together = wall(&imports) + wall(&evaluations);
    println!("  together {together:.3} s (target 2 s), peak {:.0} MB (target 300 MB)", peak_megabytes());
}

fn make(dir: &Path, text: &str, example: &Path) -> Mission {
    let mut mission = Mission::init(dir, "bench", text, &benches::founding(), Instant(0))
        .expect("the example's agreement has no errors");
    for folder in ["registers", "zones"] {
        for entry in std::fs::read_dir(example.join(folder)).into_iter().flatten().flatten() {
            std::fs::copy(entry.path(), dir.join(folder).join(entry.file_name())).expect("a file of the example");
        }
    }
    let known = Some(KnownAt(Instant(1_473_000_000)));
    mission.adopt(Adopting { live_from: None, known }, AT).expect("the example's registers have no errors");
    mission
}
