//! Swaps: lines of the example of `spec/language.md` beside others that can stand in their place.
//!
//! Holds
//! - Every choice of the table of alternatives is one of them.
//!
//! Not here: what is asked of the texts (`language`, `keywords`).

/// Each replaces a line of the example that begins with the same words, or stands in for it.
pub const SWAPS: &[(&str, &[&str])] = &[
    ("  on silence lapses\n", &["  on silence continues\n"]),
    (
        "  in a gap provisions suspended, clocks paused\n",
        &["  in a gap provisions stay, clocks reset\n", "  in a gap provisions stay, clocks unaffected\n"],
    ),
    (
        "  renewed by all of G1, G2, late renewal is not retroactive\n",
        &[
            "  renewed by any of G1, G2, late renewal may be retroactive\n",
            "  renewed by G1 as chair of G1, G2, late renewal is not retroactive\n",
            "  renewed by all of North,\n    South, late renewal is not retroactive\n",
        ],
    ),
    (
        "  runs 48 hours from D\n",
        &[
            "  runs 7 days from D + 2 hours\n",
            "  runs without end from 2030-03-01 00:00\n",
            "  runs 90 minutes from D\n",
        ],
    ),
    (
        "  binds North, South towards each other, civilians\n",
        &[
            "  binds North towards South\n  binds South towards North\n",
            "  binds North, South towards anyone\n",
            "  binds North, South towards \"civilians\"\n",
        ],
    ),
    (
        "  signed by all of North, South\n  in force with",
        &["  signed by North as chair of North, South\n  in force with"],
    ),
    (
        "  in force from D + 4 days, signed later it counts from the signature\n",
        &[
            "  in force from 2030-03-08 00:00, signed later it is retroactive\n",
            "  in force with the last signature\n",
            "  in force 7 days after the last signature\n",
        ],
    ),
    ("  running deadlines stay as they are\n", &["  running deadlines change with it\n"]),
    ("  ends article 2\n", &["  ends article 2, article 6\n", "  ends articles 2, 6\n"]),
    ("  ends the agreement\n", &["  ends article 1, article 8\n"]),
    ("article 4 as read by South [¶10, Arabic text]", &["article 4 as read by \"the Arabic text\" [¶10]"]),
    (
        "  at least 10 breaches of article 1, article 4 in 7 days\n",
        &["  at least 2 breaches of articles 1, 4 in 72 hours\n", "  at least 3 breaches of article 1 in 1 day\n"],
    ),
    (
        "  before D + 30 days\n",
        &["  before end of day D + 30 calendar days\n", "  before end of day D + 1 calendar day\n"],
    ),
    (
        "  authentic in English, Arabic, none prevails\n",
        &["  authentic in English, Arabic, Arabic prevails\n", "  authentic in Arabic, English, English prevails\n"],
    ),
    ("  by North\n", &["  by anyone\n", "  by North, South\n"]),
    ("  of minor or graver\n", &["  of any class\n", "  of grave or graver\n"]),
    (
        "  zone Fringe is between 500 m and 2 km of zone Strip [annex 2]\n",
        &[
            "  zone Fringe is within 2 km of zone East, later versions signed by G1, G2 [annex 2]\n",
            "  zone Fringe is within 300 m of polygon 39.10 N 22.50 E, 39.10 N 22.60 E, 39.20 N 22.60 E [annex 2]\n",
            "  zone Fringe is east of line 39.10 N 22.50 E, 39.20 N 22.60 E, ends flat, except 39.15 N 22.58 E [annex 2]\n",
        ],
    ),
    ("  cured within 48 hours\n", &["  cured within 1 day\n"]),
    (
        "  where measured \"pull-back\" of heavy weapons at least 500 m or 500 yd\n",
        &[
            "  where measured \"guards\" more than 20 armed persons\n",
            "  where measured \"gap\" of mortars, tanks less than 3 km\n",
        ],
    ),
    ("  totals at least 840 weapons \"accepted\"\n", &["  totals at least 1 truck \"let through\"\n"]),
    ("  requires passage\n", &["  requires any of passage, withdrawal\n", "  requires all of passage, withdrawal\n"]),
    (
        "  within 12 hours of arrival by Band in East\n",
        &[
            "  within 12 hours of arrival, entry by anyone\n",
            "  within 12 hours of arrival by Band, South, found confirmed or probable by any of G1, G2\n",
        ],
    ),
    (
        "  binds North\n  in Strip\n",
        &[
            "  binds North towards civilians\n  with only heavy weapons\n  in Strip\n",
            "  binds any of North, South\n  in Strip\n",
        ],
    ),
    (
        "  breach shown by the accuser, through roadblock\n",
        &["  breach shown by the accuser, through roadblock, entry\n", "  fulfilment shown by the obliged\n"],
    ),
    (
        "  within 24 hours of withdrawal by South in East, found confirmed by all of G1, G2\n",
        &["  before D + 72 hours\n", "  before 2030-03-09 12:00\n", "  within 90 minutes of withdrawal by anyone\n"],
    ),
    (
        "  binds any of North, South\n  in East\n  from D until D + 30 days\n  promptly after entry by anyone\n",
        &[
            "  binds North, South\n  anywhere\n  from D\n  within 24 hours of each other\n  fulfilment shown by the obliged\n",
        ],
    ),
    (
        "  provided article 1 is kept, else judged \"the clause goes on\"\n",
        &["  provided article 5 is kept, else judged \"winter\"\n"],
    ),
    ("  with any weapon, such as mortars, rockets\n", &["  with any weapon\n", "  with only heavy weapons, tanks\n"]),
    (
        "  on ground held by others than the accused, shown by control\n",
        &[
            "  on ground held by the accused, shown by control, patrol\n",
            "  on ground held by North, Band, shown by control\n",
        ],
    ),
    (
        "  also binds whoever they support, shown by support\n",
        &["", "  also binds whoever they support, shown by support, control\n"],
    ),
    ("  in Valley\n", &["  anywhere\n", "  in \"Valley\"\n"]),
    (
        "  during calm\n",
        &["  from D\n", "  from D until D + 48 hours\n", "  from 2030-03-01 00:00 until 2030-03-01 00:01:30\n"],
    ),
    (
        "  except E1 when target is designated, burden on the accused at credible\n",
        &[
            "  except E1 when target is designated, Band, burden on the accuser at any report, in agreed zone East\n",
            "",
        ],
    ),
    ("  declares, metric \"groups that said they separated\"\n", &["  declares\n"]),
    (
        "  counts 7 days elapsed\n",
        &[
            "  counts 168 hours elapsed\n",
            "  counts 7 calendar days, first day counts\n",
            "  counts 1 calendar day, first day is day 0\n",
        ],
    ),
    ("  from D\n", &["  from D + 48 hours\n", "  from 2030-03-04 06:00\n"]),
    ("  while calm\n", &["  whatever the regime\n"]),
    ("  anywhere\n", &["  in each of East, Strip\n", "  for each pair of North, South, Band\n"]),
    ("  watches article 1, article 4, article 10\n", &["  watches articles 1\n"]),
    ("  broken by minor or graver\n", &["  broken by any breach\n"]),
    ("  contested breaches leave it open\n", &["  contested breaches break\n", "  contested breaches do not break\n"]),
    ("  unattributed breaches leave it open\n", &["  unattributed breaches break\n"]),
    ("  unobserved days leave it open\n", &["  unobserved days count\n", "  unobserved days do not count\n"]),
    (
        "  on break leave to the deciders\n",
        &[
            "  on break pause for 12 hours\n",
            "  on break pause until restored\n",
            "  on break tolerate 0 minor, 0 serious, 0 grave in the run, then pause by civil day\n",
            "  on break refer to G1 as chair of G1, G2 for 24 hours from its being known, then excuse, late rulings count\n",
            "  on break refer to any of G1 for 24 hours from the breach, then pause for 12 hours, late rulings count\n",
        ],
    ),
    ("  headline reset\n", &["  headline leave to the deciders\n", "  headline tolerate\n", "  headline refer\n", ""]),
    ("  under every standard\n", &["  under corroborated, any report\n"]),
    (
        "  and article 1 is kept at completion\n",
        &["  and article 1 is kept throughout the run\n", "  and judged \"proportionate self-defence\"\n"],
    ),
    ("  once complete\n", &["  while the run still stands\n"]),
    (" is complete by reset\n", &[" is complete by pause by civil day\n", " is complete by leave to the deciders\n"]),
    (
        "  calm needs 6 hours of each zone-day by patrol, camera\n",
        &["  no minimum\n", "  calm needs 30 minutes of each zone-day by anyone\n"],
    ),
    (
        "  agreed: finding confirmed by all of G1, G2\n",
        &[
            "  agreed: finding confirmed or probable by any of G1, G2, or acknowledged by the accused\n",
            "  agreed: 3 independent origins\n",
        ],
    ),
    ("  single channel counts as one\n", &["  single channel counts by origin\n"]),
    ("2030-03-04 06:00 [¶1]", &["2030-03-04 06:00 +02:00 [¶1]", "2030-10-27 03:30 +03:00 [¶1] as press"]),
    ("signed by North, South [¶2]\n", &["signed by North, South [¶2] as press\n"]),
    ("named area \"Valley\"", &["named area Valley, later versions signed by G1"]),
    ("within 2 km of", &["within 350.5 m of"]),
    (
        "is between 500 m and 2 km north of line 39.10 N 22.50 E, 39.10 N 22.60 E, ends flat, except 39.11 N 22.52 E",
        &[
            "is within 2000 m of line 39.10 N 22.50 E, 39.10 N 22.60 E, ends flat",
            "is within 2 km south of line 39.10 N 22.50 E, 39.10 N 22.60 E, ends round, later versions signed by North",
            "is within 2 km east of line 39.10 N 22.50 E, 39.20 N 22.60 E, ends round, except 39.11 N 22.52 E, 39.12 N 22.53 E",
            "is between 1.5 km and 2500 m west of line 39.10 N 22.50 E, 39.20 N 22.60 E, ends round",
        ],
    ),
];
