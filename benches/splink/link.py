#!/usr/bin/env python3
"""Links a folder of report tables with Splink 5 (DuckDB), as a yardstick for the linker in crates/incident/src/likeness.

    python3 link.py DIR OUT.csv [--threshold P] [--best-with TRUTH.csv] [--single-best] [--iterations N] [--threads N]

DIR holds reports.csv, actors.csv and event_types.csv, plain or .gz. OUT.csv gets report_id,cluster_id of every report. One JSON line
goes to standard output: seconds of each phase, rows, pairs compared, threshold, peak memory. Needs `pip install splink==5.0.0`.

Equal to the linker it is measured against
- Levels: one comparison for each of the seven fields of compare.rs, with its levels under its numbers. The number is a SQL expression
  over columns made beforehand, and each level is `expression = number`. Only levels that occur are listed, the frequent ones first,
  because SQL tries them one after the other; one that was not seen in training says nothing.
- Blocking: the candidates of block.rs, times within two days and areas that touch. Cells of days and degrees are exploded keys; the
  exact conditions stand in the rule. Distances are computed with floating point, within 1 in 10,000 of block.rs.
- Delays of sources: learn.rs, the median from the end of the day to the publication of reports precise to the day.
- Training: without labels, on the candidates among as many reports as learn.rs takes (its limit of pairs is not kept), from its first
  guess (`guessed`). From there EM finds m and u of all levels among the candidates; u of random pairs would describe pairs that are
  never compared.

Not equal
- Splink has two hypotheses, match and non-match, and the fields are independent under each. There is no third for two incidents of
  one episode, and no prior of its own for two reports of one source (that they are is a level of "published").
- Splink does not smooth, and its EM refuses a probability that reached 0. A level of which the first guess expects fewer than
  `FEW_PAIRS` under a hypothesis keeps that guess there.
- Clusters are connected components: no rule of one report for each source, no partition by the odds of all pairs. `--single-best` is
  Splink's method with that rule.
- No model of updates: `updates_report_id` is not used. Reports that say that they cover several incidents are not linked; those that
  do not say so are linked like others (covers.rs recognises some).
- Figures are compared without the lean of their source, which learn.rs learns from the clusters of an earlier round.
- `--best-with` takes the threshold that is best by the truth, which no user has. The time of that search is not part of the total, nor
  is that of starting Python and loading Splink.
"""

import argparse
import json
import logging
import math
import os
import re
import resource
import sys
import threading
import time
import unicodedata

import duckdb
import pyarrow as pa
from splink import Linker, SettingsCreator
from splink.backends.duckdb import DuckDBAPI
from splink.blocking_rule_library import CustomRule
from splink.comparison_library import CustomComparison

# learn.rs: most reports that weights are learnt from. tables.rs: radii in metres by geo_prec.
LEARN_REPORTS = 12_000
RADII_M = [6_000, 27_000, 32_000, 75_000]
# Sides of a cell of the blocking keys.
CELL_DAYS = 8
CELL_DEGREES = 0.5
# Pairs that the first guess expects of a level under a hypothesis, below which it is not learnt; more where EM would fail.
FEW_PAIRS = [10, 30, 100, 300]
# Thresholds tried with the truth, as match weights (log2 of the odds); then halves around the best.
GRID = range(-10, 21)
SINGLE_BEST_SECONDS = 120

# --- names.rs -----------------------------------------------------------------------------------------------------------------------

SOUNDS = [
    ("shch", "sh"), ("tch", "sh"), ("kh", "h"), ("gh", "g"), ("ch", "sh"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("dj", "j"),
    ("ou", "u"), ("oo", "u"), ("aw", "u"), ("ee", "i"), ("ay", "ei"), ("ai", "ei"), ("iy", "y"), ("q", "k"), ("c", "k"), ("v", "f"),
    ("x", "ks"),
]  # fmt: skip
ARTICLES = set("al el ar as ash at an ad az er es esh ed ez et en the".split())


def form(name):
    """The form in which names are compared. Scripts other than Latin are not transliterated here."""
    latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", latin)
    letters = "".join(word for word in words if word not in ARTICLES) or "".join(words)
    for written, as_one in SOUNDS:
        letters = letters.replace(written, as_one)
    return re.sub(r"(.)\1+", r"\1", letters)


def grams(name):
    """The pairs of neighbouring letters, each with how often it occurred before, so that sets of them compare as multisets."""
    letters = f"^{form(name)}$"
    seen = {}
    for at in range(len(letters) - 1):
        pair = letters[at : at + 2]
        seen[pair] = seen.get(pair, 0) + 1
        yield pair, seen[pair]


def log2_thousandths(count):
    """compare.rs: log2 of a count in thousandths, rounded down."""
    whole = count.bit_length() - 1
    rest, digits = (count << 31) >> whole, 0
    for _ in range(12):
        rest = (rest * rest) >> 31
        digits <<= 1
        if rest >= 1 << 32:
            rest >>= 1
            digits |= 1
    return whole * 1_000 + ((digits * 1_000) >> 12)


# --- compare.rs and block.rs in SQL ---------------------------------------------------------------------------------------------------

MACROS = """
-- Both orders of two classes as one number.
CREATE MACRO pair(a, b) AS greatest(a, b) * (greatest(a, b) + 1) // 2 + least(a, b);
-- Whole days between two times; days are stated whole, so that some hours apart never occurs.
CREATE MACRO gap_days(from_a, until_a, from_b, until_b) AS
    greatest(greatest(from_a, from_b) - least(until_a, until_b) + 1, 0);
CREATE MACRO apart_m(lat_a, lon_a, lat_b, lon_b) AS
    floor(sqrt(((lat_a - lat_b) * 111132) ** 2
               + ((lon_a - lon_b) * 111320 * cos(radians((lat_a + lat_b) / 2))) ** 2))::INTEGER;
-- Whether two reports are candidates. Distances of block.rs are rounded down to a metre.
CREATE MACRO near(from_a, until_a, lat_a, lon_a, radius_a, from_b, until_b, lat_b, lon_b, radius_b) AS
    gap_days(from_a, until_a, from_b, until_b) <= 2
    AND ((lat_a - lat_b) * 111132) ** 2 + ((lon_a - lon_b) * 111320 * cos(radians((lat_a + lat_b) / 2))) ** 2
        < (radius_a + radius_b + 1) ** 2;

CREATE MACRO level_when(from_a, until_a, width_a, from_b, until_b, width_b) AS
    pair(width_a, width_b) * 5
    + CASE WHEN from_a = from_b AND until_a = until_b THEN 3 ELSE least(gap_days(from_a, until_a, from_b, until_b), 2) END;

CREATE MACRO level_published(from_a, until_a, width_a, said_a, source_a, from_b, until_b, width_b, said_b, source_b) AS
    8 * CASE WHEN source_a = source_b THEN 3
             WHEN greatest(width_a, width_b) > 1 THEN 2
             WHEN gap_days(from_a, until_a, from_b, until_b) > 0 THEN 1
             ELSE 0 END
    + CASE WHEN said_a IS NULL OR said_b IS NULL THEN 7
           WHEN abs(said_a - said_b) < 12 * 3600 THEN 0
           WHEN abs(said_a - said_b) < 24 * 3600 THEN 1
           WHEN abs(said_a - said_b) < 48 * 3600 THEN 2
           WHEN abs(said_a - said_b) < 72 * 3600 THEN 3
           WHEN abs(said_a - said_b) < 120 * 3600 THEN 4
           WHEN abs(said_a - said_b) < 216 * 3600 THEN 5
           ELSE 6 END;

CREATE MACRO near_level(apart) AS
    CASE WHEN apart < 10 THEN 0 WHEN apart < 700 THEN 1 WHEN apart < 1500 THEN 2 WHEN apart < 3000 THEN 3
         WHEN apart < 6000 THEN 4 WHEN apart < 9000 THEN 5 ELSE 6 END;
CREATE MACRO share(apart, reach) AS CASE WHEN apart < 10 THEN 4 ELSE least(apart * 4 // reach, 3) END;
CREATE MACRO level_where(lat_a, lon_a, radius_a, coarse_a, lat_b, lon_b, radius_b, coarse_b) AS
    CASE WHEN greatest(coarse_a, coarse_b) = 0 THEN near_level(apart_m(lat_a, lon_a, lat_b, lon_b))
         ELSE 7 + (pair(coarse_a, coarse_b) - 1) * 5 + share(apart_m(lat_a, lon_a, lat_b, lon_b), radius_a + radius_b) END;

-- Dice of the pairs of letters: they are bits, in common where both are set.
CREATE MACRO dice(bits_a, grams_a, bits_b, grams_b) AS 200 * bit_count(bits_a & bits_b) // (grams_a + grams_b);
CREATE MACRO level_place(coarse_a, place_a, bits_a, grams_a, near_a, far_a, coarse_b, place_b, bits_b, grams_b, near_b, far_b) AS
    25 * greatest(coarse_a, coarse_b)
    + 5 * CASE WHEN place_a IS NULL OR place_b IS NULL OR (greatest(coarse_a, coarse_b) > 1 AND coarse_a <> coarse_b) THEN 0
               WHEN place_a = place_b THEN 1
               WHEN dice(bits_a, grams_a, bits_b, grams_b) >= 100 THEN 1
               WHEN dice(bits_a, grams_a, bits_b, grams_b) >= 75 THEN 2
               WHEN dice(bits_a, grams_a, bits_b, grams_b) >= 50 THEN 3
               ELSE 4 END
    + CASE WHEN near_a = near_b THEN 0
           WHEN near_a <> near_b AND far_a = far_b THEN 1
           WHEN near_a <> near_b THEN 2
           WHEN far_a = far_b THEN 3
           ELSE 4 END;

CREATE MACRO level_act(act_a, kind_a, class_a, act_b, kind_b, class_b) AS
    CASE WHEN class_a IS NULL OR class_b IS NULL THEN 0
         WHEN class_a <> class_b THEN 1
         WHEN kind_a IS DISTINCT FROM kind_b THEN 2
         WHEN act_a IS NULL OR act_b IS NULL THEN 3
         WHEN act_a <> act_b THEN 4
         ELSE 5 END;

CREATE MACRO side(unit_a, group_a, bloc_a, unit_b, group_b, bloc_b) AS
    CASE WHEN bloc_a IS NULL OR bloc_b IS NULL THEN 0
         WHEN bloc_a <> bloc_b THEN 8
         WHEN group_a IS NULL AND group_b IS NULL THEN 5
         WHEN group_a IS NULL OR group_b IS NULL THEN 4
         WHEN group_a <> group_b THEN 7
         WHEN unit_a IS NULL AND unit_b IS NULL THEN 2
         WHEN unit_a IS NULL OR unit_b IS NULL THEN 3
         WHEN unit_a <> unit_b THEN 6
         ELSE 1 END;
CREATE MACRO fits(side) AS [0, 4, 3, 3, 1, 1, -1, -3, -5][side + 1];
CREATE MACRO both_sides(by_side, to_side, by_to, to_by) AS
    CASE WHEN fits(by_to) + fits(to_by) > fits(by_side) + fits(to_side) + 4 THEN 81 ELSE by_side * 9 + to_side END;
CREATE MACRO level_actors(by_unit_a, by_group_a, by_bloc_a, to_unit_a, to_group_a, to_bloc_a,
                          by_unit_b, by_group_b, by_bloc_b, to_unit_b, to_group_b, to_bloc_b) AS
    both_sides(side(by_unit_a, by_group_a, by_bloc_a, by_unit_b, by_group_b, by_bloc_b),
               side(to_unit_a, to_group_a, to_bloc_a, to_unit_b, to_group_b, to_bloc_b),
               side(by_unit_a, by_group_a, by_bloc_a, to_unit_b, to_group_b, to_bloc_b),
               side(to_unit_a, to_group_a, to_bloc_a, by_unit_b, by_group_b, by_bloc_b));

-- A count stands beside its log2 in thousandths.
CREATE MACRO counts(a, log_a, b, log_b) AS
    CASE WHEN a IS NULL OR b IS NULL THEN 0
         WHEN least(a, b) = 0 THEN CASE greatest(a, b) WHEN 0 THEN 1 WHEN 1 THEN 2 WHEN 2 THEN 14 WHEN 3 THEN 14 ELSE 3 END
         WHEN a = b THEN CASE WHEN a <= 2 THEN 4 WHEN a <= 7 THEN 15 WHEN a <= 19 THEN 5 ELSE 6 END
         WHEN greatest(a, b) <= 4 THEN CASE WHEN abs(a - b) > 1 THEN 13 ELSE 12 END
         WHEN abs(log_a - log_b) < 289 THEN 7
         WHEN abs(log_a - log_b) < 577 THEN 8
         WHEN abs(log_a - log_b) < 1010 THEN 9
         WHEN abs(log_a - log_b) < 1731 THEN 10
         ELSE 11 END;
CREATE MACRO level_figures(killed_a, log_killed_a, injured_a, log_injured_a, sum_a, log_sum_a, combined_a,
                           killed_b, log_killed_b, injured_b, log_injured_b, sum_b, log_sum_b, combined_b) AS
    CASE WHEN combined_a AND NOT combined_b THEN 16 * counts(killed_a, log_killed_a, sum_b, log_sum_b)
         WHEN combined_b AND NOT combined_a THEN 16 * counts(sum_a, log_sum_a, killed_b, log_killed_b)
         WHEN combined_a THEN 16 * counts(killed_a, log_killed_a, killed_b, log_killed_b)
         ELSE 16 * counts(killed_a, log_killed_a, killed_b, log_killed_b)
              + counts(injured_a, log_injured_a, injured_b, log_injured_b) END;
"""

FIELDS = {
    "when": "from_day until_day width",
    "published": "from_day until_day width said reporter",
    "where": "lat lon radius_m coarse",
    "place": "coarse place bits grams near far",
    "act": "act kind class",
    "actors": "by_unit by_group by_bloc to_unit to_group to_bloc",
    "figures": "killed log_killed injured log_injured total log_total combined",
}
# The blocking conditions use copies of their columns: Splink does not train a comparison that shares a column with the rule.
NEAR = "block_from block_until block_lat block_lon block_radius_m"


def call(macro, columns, left, right):
    """`macro(left columns, right columns)`; `left` and `right` are patterns for a column."""
    return f"{macro}({', '.join(side.format(column) for side in (left, right) for column in columns.split())})"


IS_NEAR = call("near", NEAR, "l.{}", "r.{}")
# Rows of the table with one row for each key: each pair once, at the first of the keys that both have.
FIRST_KEY = "l.key_day = r.key_day AND l.key_lat = r.key_lat AND l.key_lon = r.key_lon" + "".join(
    f" AND l.{key} = greatest(l.first_{key}, r.first_{key})" for key in ("key_day", "key_lat", "key_lon")
)


# --- phases ---------------------------------------------------------------------------------------------------------------------------


def table(folder, name):
    for path in (os.path.join(folder, name + ".csv"), os.path.join(folder, name + ".csv.gz")):
        if os.path.exists(path):
            return f"read_csv('{path}', header = true, all_varchar = true)"
    sys.exit(f"there is no {name}.csv in {folder}")


def load(con, folder):
    """The table `report`: a row for each report that is linked, with all that is compared."""
    con.execute(MACROS)
    con.execute(f"CREATE TABLE raw AS SELECT * FROM {table(folder, 'reports')}")
    names = [name for (name,) in con.execute("SELECT DISTINCT place_name FROM raw WHERE place_name IS NOT NULL").fetchall()]
    by_name = [list(grams(name)) for name in names]
    bit = {gram: at for at, gram in enumerate(sorted({gram for listed in by_name for gram in listed}))}
    bits = []
    for listed in by_name:
        own = {bit[gram] for gram in listed}
        bits.append("".join("1" if at in own else "0" for at in range(len(bit))))
    place = {"name": pa.array(names, pa.string()), "bits": pa.array(bits, pa.string()), "grams": [len(own) for own in by_name]}
    con.register("place", pa.table(place))
    con.execute(f"CREATE TABLE path_of_actor AS SELECT DISTINCT ON (source, alias) * FROM {table(folder, 'actors')}")
    con.execute(f"CREATE TABLE path_of_act AS SELECT DISTINCT ON (source, code) * FROM {table(folder, 'event_types')}")
    stated = "{0} IS NOT NULL AND lower({0}) <> 'unknown'"
    # A word that its source's taxonomy does not list stands for itself at each level.
    path = "CASE WHEN {listed}.source IS NOT NULL THEN {listed}.{level} WHEN " + stated.format("{word}") + " THEN {word} END AS {name}"
    paths = [
        path.format(listed=listed, level=level, word=f"raw.{word}", name=name)
        for listed, word, levels in [
            ("doing", "event_type", [("base", "act"), ("level2", "kind"), ("level3", "class")]),
            ("by_path", "actor_a", [("unit", "by_unit"), ("grp", "by_group"), ("bloc", "by_bloc")]),
            ("to_path", "actor_b", [("unit", "to_unit"), ("grp", "to_group"), ("bloc", "to_bloc")]),
        ]
        for level, name in levels
    ]
    con.execute(f"""
        CREATE TABLE stated AS
        SELECT raw.report_id, raw.source, raw.source AS reporter,
            raw.date_start::DATE - DATE '1970-01-01' AS from_day,
            coalesce(raw.date_end, raw.date_start)::DATE - DATE '1970-01-01' + 1 AS until_day,
            CASE WHEN until_day - from_day <= 1 THEN 0 WHEN until_day - from_day <= 6 THEN 1
                 WHEN until_day - from_day <= 10 THEN 2 ELSE 3 END AS width,
            epoch(raw.published::TIMESTAMPTZ)::BIGINT AS said_at,
            raw.lat::DOUBLE AS lat, raw.lon::DOUBLE AS lon, coalesce(raw.geo_prec, '1')::INTEGER - 1 AS coarse,
            {RADII_M}[coarse + 1] AS radius_m,
            raw.place_name AS place, place.bits::BIT AS bits, place.grams AS grams, raw.adm2 AS near, raw.adm1 AS far,
            {", ".join(paths)},
            raw.killed_best::INTEGER AS killed, raw.injured_best::INTEGER AS injured, killed + injured AS total,
            coalesce(raw.killed_injured_combined, '0') = '1' AS combined
        FROM raw
        LEFT JOIN place ON place.name = raw.place_name
        LEFT JOIN path_of_act doing ON doing.source = raw.source AND doing.code = raw.event_type
        LEFT JOIN path_of_actor by_path ON by_path.source = raw.source AND by_path.alias = raw.actor_a
             AND {stated.format("raw.actor_a")}
        LEFT JOIN path_of_actor to_path ON to_path.source = raw.source AND to_path.alias = raw.actor_b
             AND {stated.format("raw.actor_b")}
        WHERE coalesce(raw.n_incidents_claimed, '1')::INTEGER <= 1""")
    figures = con.execute("SELECT DISTINCT unnest([killed, injured, total]) FROM stated").fetchall()
    logs = {figure: log2_thousandths(figure) for (figure,) in figures if figure}
    con.register("log2", pa.table({"count": pa.array(logs.keys(), pa.int32()), "log": pa.array(logs.values(), pa.int32())}))
    east = f"{CELL_DEGREES} * cos(radians(least(abs(lat) + 1, 89)))"
    con.execute(f"""
        CREATE TABLE report AS
        SELECT stated.*, said_at - delay AS said, k.log AS log_killed, i.log AS log_injured, t.log AS log_total,
            from_day AS block_from, until_day AS block_until, lat AS block_lat, lon AS block_lon, radius_m AS block_radius_m,
            -- Of each report a box of cells: a day more on either side, and all that lies within its radius.
            (from_day - 1) // {CELL_DAYS} AS first_key_day, until_day // {CELL_DAYS} AS last_key_day,
            floor((lat - radius_m / 110500) / {CELL_DEGREES})::INTEGER AS first_key_lat,
            floor((lat + radius_m / 110500) / {CELL_DEGREES})::INTEGER AS last_key_lat,
            floor(lon / {CELL_DEGREES} - radius_m / 110500 / ({east}))::INTEGER AS first_key_lon,
            floor(lon / {CELL_DEGREES} + radius_m / 110500 / ({east}))::INTEGER AS last_key_lon,
            flatten(flatten(list_transform(range(first_key_day, last_key_day + 1),
                lambda day: list_transform(range(first_key_lat, last_key_lat + 1),
                    lambda lat: list_transform(range(first_key_lon, last_key_lon + 1),
                        lambda lon: {{'key_day': day, 'key_lat': lat, 'key_lon': lon}}))))) AS keys
        FROM stated
        LEFT JOIN (SELECT source, list_sort(list(said_at - until_day * 86400))[count(*) // 2 + 1] AS delay
                   FROM stated WHERE width = 0 AND said_at IS NOT NULL GROUP BY source) usual ON usual.source = stated.source
        LEFT JOIN log2 k ON k.count = killed LEFT JOIN log2 i ON i.count = injured LEFT JOIN log2 t ON t.count = total""")


def levels(con):
    """By field, the levels among the pairs to learn from, frequent ones first: number, pairs that the first guess expects to be of one
    incident, and of several.

    Also makes the table `keyed`, a row for each key of each report to learn from: Splink's EM takes no exploded keys."""
    con.execute(f"""
        CREATE TABLE keyed AS
        SELECT concat_ws(' ', report_id, key_day, key_lat, key_lon) AS keyed_id, *
        FROM (SELECT unnest(keys, max_depth := 2), * EXCLUDE (keys)
              FROM (FROM report WHERE lat IS NOT NULL AND lon IS NOT NULL
                    ORDER BY from_day, said_at, report_id LIMIT {LEARN_REPORTS}))""")
    fields = ", ".join(f'{call("level_" + field, columns, "l.{}", "r.{}")} AS "{field}"' for field, columns in FIELDS.items())
    con.execute(f"""
        CREATE TABLE guess AS
        SELECT *, CASE WHEN one_source THEN 0 ELSE 1 / (1 + exp(-1.2 * (near + act_fits + actors_fit + in_step - 4))) END AS same
        FROM (SELECT *,
                  ("when" % 5 IN (0, 3))::INTEGER + ("where" < 5)::INTEGER + (place % 5 = 0)::INTEGER AS near,
                  CASE act WHEN 0 THEN 0 WHEN 1 THEN -2 WHEN 2 THEN -2 WHEN 3 THEN 0 ELSE 2 END AS act_fits,
                  CASE actors WHEN 81 THEN -2 ELSE trunc((fits(actors // 9) + fits(actors % 9)) / 2) END AS actors_fit,
                  (published % 8 <= 2)::INTEGER AS in_step
              FROM (SELECT {fields}, l.source = r.source AS one_source
                    FROM keyed l JOIN keyed r ON {FIRST_KEY} AND {IS_NEAR} AND l.report_id < r.report_id))""")
    ask = 'SELECT "{0}", sum(same), sum(1 - same) FROM guess GROUP BY "{0}" ORDER BY count(*) DESC, "{0}"'
    found = {field: con.execute(ask.format(field)).fetchall() for field in FIELDS}
    con.execute("DROP TABLE guess")
    return found


def comparison(field, found, few):
    """The comparison of a field. What is stated of a level of few pairs is not learnt."""
    expression = call("level_" + field, FIELDS[field], '"{}_l"', '"{}_r"')
    all_same, all_other = (sum(row[at] for row in found) + len(found) / 2 for at in (1, 2))
    listed = [
        {
            "sql_condition": f"{expression} = {level}",
            "label_for_charts": str(level),
            "m_probability": (same + 0.5) / all_same,
            "u_probability": (other + 0.5) / all_other,
            "fix_m_probability": same < few,
            "fix_u_probability": other < few,
        }
        for level, same, other in found
    ]
    listed.append({"sql_condition": "ELSE", "label_for_charts": "not seen", "is_null_level": True})
    return CustomComparison(output_column_name=field, comparison_levels=listed)


def settings(comparisons, prior, **others):
    # Of one table whose reports name their source; pairs of one source are compared, too.
    return SettingsCreator(
        link_type="link_and_dedupe",
        source_dataset_column_name="source",
        comparisons=comparisons,
        probability_two_random_records_match=prior,
        retain_matching_columns=False,
        **others,
    )


def train(con, api, iterations):
    """Comparisons with learnt m and u, the share of matches among candidates, and the fewest pairs of which a level was learnt."""
    found = levels(con)
    for few in FEW_PAIRS:
        untrained = [comparison(field, found[field], few) for field in FIELDS]
        learning = settings(untrained, 0.1, unique_id_column_name="keyed_id", max_iterations=iterations)
        linker = Linker(api.register("keyed"), learning, log_level=None, validate_settings=False)
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(
                CustomRule(f"{FIRST_KEY} AND {IS_NEAR}"),
                estimate_without_term_frequencies=True,  # there are none: only that equal patterns are counted together
                fix_u_probabilities=False,
                populate_probability_two_random_records_match_from_trained_values=True,
            )
        except ValueError:
            if few == FEW_PAIRS[-1]:
                raise
            continue
        model = linker.misc.save_model_to_json()
        return model["comparisons"], model["probability_two_random_records_match"], few


def clusters(con, linker, predicted, weight, sources):
    """The table of clusters at a match weight: connected components, or single best links where `sources` report a thing once."""
    if not sources:
        return linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_weight=weight).physical_name
    # In the order that DuckDB 2.0 chooses for its joins each round is a product of all reports, some hundred times slower.
    con.execute("SET disabled_optimizers = 'join_order'")
    overdue = threading.Timer(SINGLE_BEST_SECONDS, con.interrupt)
    overdue.start()
    try:
        return linker.clustering.cluster_using_single_best_links(predicted, sources, threshold_match_weight=weight).physical_name
    except duckdb.InterruptException:
        sys.exit(f"single best links did not finish in {SINGLE_BEST_SECONDS} s")
    finally:
        overdue.cancel()
        con.execute("RESET disabled_optimizers")


def best(con, linker, predicted, sources, truth):
    """The match weight with the best pairwise F1, as evaluate.py counts it."""
    con.execute(f"CREATE TABLE truth AS FROM read_csv('{truth}', header = true, all_varchar = true) WHERE role <> 'aggregate'")
    pairs = "(SELECT coalesce(sum(n * (n - 1) // 2), 0) FROM (SELECT count(*) AS n FROM {} GROUP BY {}))"
    tried = {}

    def attempt(weight):
        if weight not in tried:
            name = clusters(con, linker, predicted, weight, sources)
            both = f"(FROM truth JOIN {name} USING (report_id))"
            right = pairs.format(both, "cluster_id, incident_id")
            put = pairs.format(both, "cluster_id")
            true = pairs.format("truth", "incident_id")
            ((tried[weight],),) = con.execute(f"SELECT 2 * {right} / ({put} + {true})").fetchall()
            con.execute(f"DROP TABLE {name}")

    for weight in GRID:
        attempt(weight)
    middle = max(tried, key=tried.get)
    for weight in (middle - 0.5, middle + 0.5):
        attempt(weight)
    return max(tried, key=tried.get)


def main():
    parser = argparse.ArgumentParser(description="Links a folder of report tables with Splink.")
    parser.add_argument("folder")
    parser.add_argument("out")
    parser.add_argument("--threshold", type=float, default=0.5, help="match probability from which two reports are linked")
    parser.add_argument("--best-with", metavar="TRUTH.csv", help="take the threshold with the best F1 by the truth instead")
    parser.add_argument("--single-best", action="store_true", help="single best links, each source once, instead of components")
    parser.add_argument("--iterations", type=int, default=25, help="most steps of EM (Splink's default)")
    parser.add_argument("--threads", type=int, help="threads of DuckDB (default: all cores)")
    asked = parser.parse_args()
    if not 0 < asked.threshold < 1:
        parser.error("a threshold lies between 0 and 1")
    logging.getLogger("splink").setLevel(logging.ERROR)

    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    if asked.threads:
        con.execute(f"SET threads = {asked.threads}")
    seconds, cpu = {}, {}
    began = time.perf_counter(), time.process_time()

    def done(phase):
        nonlocal began
        now = time.perf_counter(), time.process_time()
        seconds[phase], cpu[phase] = (round(after - before, 2) for before, after in zip(began, now))
        began = now

    api = DuckDBAPI(con)
    load(con, asked.folder)
    done("load")

    comparisons, prior, few = train(con, api, asked.iterations)
    done("train")

    rule = CustomRule(f"l.keys = r.keys AND {IS_NEAR}", arrays_to_explode=["keys"])
    predicting = settings(comparisons, prior, unique_id_column_name="report_id", blocking_rules_to_generate_predictions=[rule])
    linker = Linker(api.register("report"), predicting, log_level=None, validate_settings=False)
    predicted = linker.inference.predict()
    done("predict")

    sources = []
    if asked.single_best:
        sources = [source for (source,) in con.execute("SELECT DISTINCT source FROM report ORDER BY source").fetchall()]
    weight = math.log2(asked.threshold / (1 - asked.threshold))
    if asked.best_with:
        weight = best(con, linker, predicted, sources, asked.best_with)
        done("search")

    name = clusters(con, linker, predicted, weight, sources)
    con.execute(f"""
        COPY (SELECT report_id, coalesce(cluster_id, report_id) AS cluster_id FROM raw LEFT JOIN {name} USING (report_id)
              ORDER BY report_id) TO '{asked.out}' (HEADER)""")
    done("cluster")

    ((rows,),) = con.execute("SELECT count(*) FROM raw").fetchall()
    ((linked,),) = con.execute("SELECT count(*) FROM report").fetchall()
    ((pairs,),) = con.execute(f"SELECT count(*) FROM {predicted.physical_name}").fetchall()
    for spent in (seconds, cpu):
        spent["total"] = round(sum(spent[phase] for phase in ("load", "train", "predict", "cluster")), 2)
    result = {
        "clustering": "single best links" if asked.single_best else "connected components",
        "threshold": round(1 / (1 + 2**-weight), 6),
        "match_weight": round(weight, 2),
        "threshold_by": "truth" if asked.best_with else "user",
        "iterations": asked.iterations,
        "few_pairs": few,
        "levels": sum(len(listed["comparison_levels"]) - 1 for listed in comparisons),
        "rows": rows,
        "rows_linked": linked,
        "pairs": pairs,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
