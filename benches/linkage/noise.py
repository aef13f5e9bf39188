"""More sets of invented reports with other noise, for measuring chances: the generator of the shared set `linkage`, other profiles.

    ARMISTICE_SHARED=/path python3 benches/linkage/noise.py OUT

writes OUT/between_full (seed 74: halfway between the noise of the shared sets and the harsher one; the table for repeats was counted from it) and
OUT/harsher_core, OUT/harsher_full (seeds 72 and 73), from which no table was counted.
"""
import importlib.util
import os
import sys
from datetime import date

path = os.path.join(os.environ["ARMISTICE_SHARED"], "data/linkage/gen_reports.py")
spec = importlib.util.spec_from_file_location("gen_reports", path)
gen = importlib.util.module_from_spec(spec)
spec.loader.exec_module(gen)

usual = gen.PROFILES["dev"]
harsher = dict(usual, time=(.52, .18, .13, .10, .07), geo=(.30, .26, .19, .17, .08), actor=(.28, .38, .19, .15), actor_wrong=.06,
               type_wrong=.11, tol_sigma=.40, round_p=.40, miss_p=.18, combined_p=.08, update_p=.24, update_ref_p=.35, agg_rate=.05,
               spawn=.36, translit=.45, cover=(.66, .54, .46, .38, .32, .26, .20, .14))


def halfway(a, b):
    if isinstance(a, date):
        return a
    return tuple((x + y) / 2 for x, y in zip(a, b)) if isinstance(a, tuple) else (a + b) / 2


gen.PROFILES["harsher"] = harsher
gen.PROFILES["between"] = {key: halfway(usual[key], harsher[key]) for key in usual}
for profile, mode, seed, days in (("between", "full", 74, 175), ("harsher", "core", 72, 170), ("harsher", "full", 73, 170)):
    out = os.path.join(sys.argv[1], f"{profile}_{mode}")
    sys.argv[1:], kept = ["--profile", profile, "--seed", str(seed), "--incidents", "3500", "--days", str(days), "--mode", mode, "--out", out], sys.argv[1:]
    gen.main()
    sys.argv[1:] = kept
