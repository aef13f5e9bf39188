//! Statements of the channel between the parties in both written forms: one of every kind, every word of a choice and every field.

/// The readable form and the same in JSON. Labels `r1`, `r2` and `b1` stand for earlier statements.
pub const CHANNEL: &[(&str, &str)] = &[
    // ---- notices and what comes back ----
    (
        r#"n1 notice planned activity by North to South, mission at point 39.10 N 22.50 E from 2030-03-05 10:00 until 2030-03-05 12:00
             heights 0 to 300 m marking "white cross" seen at night contact "channel 7" expires 2030-03-05 11:30
             objections until 2030-03-05 09:00 replaces r1 may be told drill says "a line is laid""#,
        r#"{"label":"n1","kind":"notice","what":"planned activity","author":"North","to":["South","mission"],
            "area":{"centre":"39.1 N 22.5 E","radius":"0 m"},"from":"2030-03-05 10:00","until":"2030-03-05 12:00",
            "heights":{"from_m":0,"to_m":300},"marking":"white cross","seen_at_night":true,"contact":"channel 7",
            "expires":"2030-03-05 11:30","objections_until":"2030-03-05 09:00","replaces":"r1","may_be_told":true,"drill":true,
            "words":"a line is laid"}"#,
    ),
    (
        r#"notice protected site by "relief body" to North, South at "Mill School", East, within 60 m of 39.1 N 22.5 E
             from 2030-03-01 00:00 until 2030-06-01 00:00 marking "blue flag" not seen at night"#,
        r#"{"kind":"notice","what":"protected site","author":"relief body","to":["North","South"],"at":["Mill School","East"],
            "area":{"centre":"39.1 N 22.5 E","radius":"60 m"},"from":"2030-03-01 00:00","until":"2030-06-01 00:00",
            "marking":"blue flag","seen_at_night":false}"#,
    ),
    (
        "notice humanitarian movement on behalf of \"relief body\" recorded by mission by telephone to North at Mill
           from 2030-03-05 10:00 until 2030-03-05 12:00 heights 5 to 5 m",
        r#"{"kind":"notice","what":"humanitarian movement","to":"North","at":"Mill","from":"2030-03-05 10:00",
            "until":"2030-03-05 12:00","heights":{"from_m":5,"to_m":5},
            "on_behalf":{"speaker":"relief body","recorder":"mission","medium":"telephone"}}"#,
    ),
    (
        "notice repair window by mission to South at Mill from 2030-03-05 10:00 until 2030-03-05 12:00",
        r#"{"kind":"notice","what":"repair window","author":"mission","to":["South"],"at":["Mill"],
            "from":"2030-03-05 10:00","until":"2030-03-05 12:00"}"#,
    ),
    (
        "notice local silence by mission to South at polygon 39.1 N 22.5 E, 39.1 N 22.6 E, 39.2 N 22.6 E
           from 2030-03-05 10:00 until 2030-03-05 12:00",
        r#"{"kind":"notice","what":"local silence","author":"mission","to":["South"],
            "area":{"polygons":{"outer":["39.1 N 22.5 E","39.1 N 22.6 E","39.2 N 22.6 E"]}},
            "from":"2030-03-05 10:00","until":"2030-03-05 12:00"}"#,
    ),
    (
        "c1 receipt of r1 by South to North delivered to system \"south-desk\"",
        r#"{"label":"c1","kind":"receipt","of":"r1","author":"South","to":["North"],"step":"delivered","system":"south-desk"}"#,
    ),
    (
        "receipt of r1 by South to North, mission seen by \"Major A\" says \"on the table\"",
        r#"{"kind":"receipt","of":"r1","author":"South","to":["North","mission"],"step":"seen","officer":"Major A",
            "words":"on the table"}"#,
    ),
    (
        "receipt of r1 by South to North read back by \"Major A\" at point 39.10 N 22.50 E mark Mill 9 km bearing 120
           mark \"East Bank\" 350 m bearing 0",
        r#"{"kind":"receipt","of":"r1","author":"South","to":["North"],"step":"read back","officer":"Major A",
            "area":"point 39.10 N 22.50 E","marks":[{"from":"Mill","distance":"9 km","bearing":120},
            {"from":"East Bank","distance":"350 m","bearing":0}]}"#,
    ),
    (
        "receipt of r1 by South to North read back by \"Major A\" at Mill, East",
        r#"{"kind":"receipt","of":"r1","author":"South","to":["North"],"step":"read back","officer":"Major A",
            "at":["Mill","East"]}"#,
    ),
    (
        "receipt of r1 by South to North passed to unit \"Brigade 4\"",
        r#"{"kind":"receipt","of":"r1","author":"South","to":["North"],"step":"passed","unit":"Brigade 4"}"#,
    ),
    (
        "receipt of r1 by South to North held by unit \"Brigade 4\"",
        r#"{"kind":"receipt","of":"r1","author":"South","to":["North"],"step":"held","unit":"Brigade 4"}"#,
    ),
    (
        "receipt of r1 by South to North understood by \"Major A\"",
        r#"{"kind":"receipt","of":"r1","author":"South","to":["North"],"step":"understood","officer":"Major A"}"#,
    ),
    (
        "receipt of r1 by South to North no objection",
        r#"{"kind":"receipt","of":"r1","author":"South","to":["North"],"step":"no objection"}"#,
    ),
    (
        "receipt of r1 by South to North objects says \"too near the post\"",
        r#"{"kind":"receipt","of":"r1","author":"South","to":["North"],"step":"objects","words":"too near the post"}"#,
    ),
    (
        "receipt of r1 by South to North halted time 2030-03-05 10:05",
        r#"{"kind":"receipt","of":"r1","author":"South","to":["North"],"step":"halted","time":"2030-03-05 10:05"}"#,
    ),
    (
        "receipt of r1 by South to North continues says \"not ours\"",
        r#"{"kind":"receipt","of":"r1","author":"South","to":["North"],"step":"continues","words":"not ours"}"#,
    ),
    (
        "receipt of r1 by North to South closed",
        r#"{"kind":"receipt","of":"r1","author":"North","to":["South"],"step":"closed"}"#,
    ),
    // ---- warnings, halts, and who answers ----
    (
        r#"w1 warning by South to North on r1 at Mill endangers civilians, aid since 2030-03-05 10:00 drill says "children cross here""#,
        r#"{"label":"w1","kind":"warning","author":"South","to":["North"],"on":"r1","at":["Mill"],"endangered":["civilians","aid"],
            "since":"2030-03-05 10:00","drill":true,"words":"children cross here"}"#,
    ),
    ("warning by South to North", r#"{"kind":"warning","author":"South","to":["North"]}"#),
    (
        r#"halt by South to North on r1 at Mill, within 500 m of 39.1 N 22.5 E endangers "our patrol"
             since about 2030-03-05 10:00 within 5 minutes drill says "stop""#,
        r#"{"kind":"halt","author":"South","to":["North"],"on":"r1","at":["Mill"],"area":{"centre":"39.1 N 22.5 E","radius":"500 m"},
            "endangered":["our patrol"],"since":{"about":"2030-03-05 10:00","within":"5 minutes"},"drill":true,"words":"stop"}"#,
    ),
    (
        "warning by South to North at point 39.1 N 22.5 E since from 2030-03-05 10:00 until 2030-03-05 10:30 as \"half an hour\"",
        r#"{"kind":"warning","author":"South","to":["North"],"area":{"centre":"39.1 N 22.5 E","radius":"0 m"},
            "since":{"from":"2030-03-05 10:00","until":"2030-03-05 10:30","words":"half an hour"}}"#,
    ),
    (
        "e1 escalation of r1 silent North rung 2 to South, G1 due 2030-03-05 10:03 by mission",
        r#"{"label":"e1","kind":"escalation","of":"r1","silent":"North","rung":2,"to":["South","G1"],"due":"2030-03-05 10:03",
            "author":"mission"}"#,
    ),
    (
        r#"ladder for North rung 60 seconds next officer rung 120 seconds other channel "satellite telephone"
             rung 5 minutes other side South rung 7 days guarantors G1, G2 by mission"#,
        r#"{"kind":"ladder","party":"North","author":"mission","rungs":[{"after":"60 seconds","by":"next officer"},
            {"after":"2 minutes","by":"other channel","whom":["satellite telephone"]},
            {"after":"300 seconds","by":"other side","whom":"South"},{"after":"7 days","by":"guarantors","whom":["G1","G2"]}]}"#,
    ),
    (
        r#"duty of "Major A" for North to South, mission rank 1 reach "telephone 1" reach "radio, call sign Olive" language ar
             language en from 2030-03-05 06:00 until 2030-03-05 18:00 by North"#,
        r#"{"kind":"duty","officer":"Major A","party":"North","to":["South","mission"],"rank":1,
            "reach":["telephone 1","radio, call sign Olive"],"languages":["ar","en"],"from":"2030-03-05 06:00",
            "until":"2030-03-05 18:00","author":"North"}"#,
    ),
    ("duty of \"Major A\" for North rank 2", r#"{"kind":"duty","officer":"Major A","party":"North","rank":2}"#),
    (
        r#"handover of "North desk" from "Major A" to "Major B" at 2030-03-05 18:00 open r1, r2 says "quiet since noon" by North"#,
        r#"{"kind":"handover","watch":"North desk","from":"Major A","to":"Major B","handed_at":"2030-03-05 18:00",
            "open":["r1","r2"],"words":"quiet since noon","author":"North"}"#,
    ),
    (
        "handover of desk from A to B at 2030-03-05 18:00",
        r#"{"kind":"handover","watch":"desk","from":"A","to":"B","handed_at":"2030-03-05 18:00"}"#,
    ),
    (
        r#"call by North same as r1 to South about r1, r2 caller North called "South desk" began 2030-03-05 10:00
             ended 2030-03-05 10:04 spoke "Major A", "Captain B" number "telephone 1" number "telephone 2" language ar
             interpreter "Mr C" says "they will look""#,
        r#"{"kind":"call","author":"North","same_as":"r1","to":["South"],"about":["r1","r2"],"caller":"North",
            "called":"South desk","began":"2030-03-05 10:00","ended":"2030-03-05 10:04","spoke":["Major A","Captain B"],
            "numbers":["telephone 1","telephone 2"],"language":"ar","interpreter":"Mr C","words":"they will look"}"#,
    ),
    (
        "call by mission caller mission called South began 2030-03-05 10:00 ended 2030-03-05 10:00",
        r#"{"kind":"call","author":"mission","caller":"mission","called":"South","began":"2030-03-05 10:00",
            "ended":"2030-03-05 10:00"}"#,
    ),
    // ---- convoys ----
    (
        r#"c1 convoy "Aid 7" by "relief body" to North, South trucks 10-12 load flour 200 tonnes load "water tanks" at least 3 tanks
             route Depot, Mill, Hospital seal S-1 seal S-2 permits from North, South from 2030-03-05 06:00 until 2030-03-05 18:00
             drill says "as agreed""#,
        r#"{"label":"c1","kind":"convoy","name":"Aid 7","author":"relief body","to":["North","South"],
            "trucks":{"least":10,"most":12},"loads":[{"name":"flour","least":200,"most":200,"unit":"tonnes"},
            {"name":"water tanks","least":3,"most":null,"unit":"tanks"}],"route":["Depot","Mill","Hospital"],
            "seals":["S-1","S-2"],"permits_from":["North","South"],"from":"2030-03-05 06:00","until":"2030-03-05 18:00",
            "drill":true,"words":"as agreed"}"#,
    ),
    (
        "convoy \"event\" by mission route Mill from 2030-03-05 06:00 until 2030-03-05 18:00",
        r#"{"kind":"convoy","name":"event","author":"mission","route":"Mill","from":"2030-03-05 06:00","until":"2030-03-05 18:00"}"#,
    ),
    (
        "convoy event of r1 by \"relief body\" to North asked of North answer by 2030-03-05 05:00",
        r#"{"kind":"convoy-event","convoy":"r1","author":"relief body","to":["North"],"leg":"asked","issuer":"North",
            "answer_by":"2030-03-05 05:00"}"#,
    ),
    (
        "convoy event of r1 by North granted by North conditions \"by daylight\"",
        r#"{"kind":"convoy-event","convoy":"r1","author":"North","leg":"granted","issuer":"North","conditions":"by daylight"}"#,
    ),
    (
        "convoy event of r1 by South refused by South says \"no guards\"",
        r#"{"kind":"convoy-event","convoy":"r1","author":"South","leg":"refused","issuer":"South","words":"no guards"}"#,
    ),
    (
        "convoy event of r1 by \"relief body\" departed trucks 11 time 2030-03-05 06:10 at Depot, within 1 km of 39.1 N 22.5 E",
        r#"{"kind":"convoy-event","convoy":"r1","author":"relief body","leg":"departed","trucks":{"least":11,"most":11},
            "time":"2030-03-05 06:10","at":["Depot"],"area":{"centre":"39.1 N 22.5 E","radius":"1 km"}}"#,
    ),
    (
        "convoy event of r1 by patrol-2 passed Mill time 2030-03-05 08:00",
        r#"{"kind":"convoy-event","convoy":"r1","author":"patrol-2","leg":"passed","checkpoint":"Mill","time":"2030-03-05 08:00"}"#,
    ),
    (
        "convoy event of r1 by patrol-2 seal S-1 whole",
        r#"{"kind":"convoy-event","convoy":"r1","author":"patrol-2","leg":"seal checked","seal":"S-1","whole":true}"#,
    ),
    (
        "convoy event of r1 by patrol-2 seal S-2 not whole",
        r#"{"kind":"convoy-event","convoy":"r1","author":"patrol-2","leg":"seal checked","seal":"S-2","whole":false}"#,
    ),
    (
        "convoy event of r1 by \"relief body\" held cause \"permits missing\" trucks at least 8",
        r#"{"kind":"convoy-event","convoy":"r1","author":"relief body","leg":"held","cause":"permits missing",
            "trucks":{"least":8,"most":null}}"#,
    ),
    (
        "convoy event of r1 by \"relief body\" held by \"armed group\" cause \"road blocked\"",
        r#"{"kind":"convoy-event","convoy":"r1","author":"relief body","leg":"held","held_by":"armed group","cause":"road blocked"}"#,
    ),
    (
        "convoy event of r1 by patrol-2 went on",
        r#"{"kind":"convoy-event","convoy":"r1","author":"patrol-2","leg":"went on"}"#,
    ),
    (
        "convoy event of r1 by patrol-2 turned back",
        r#"{"kind":"convoy-event","convoy":"r1","author":"patrol-2","leg":"turned back"}"#,
    ),
    (
        "convoy event of r1 by hospital arrived delivered 10 accepted 8-9",
        r#"{"kind":"convoy-event","convoy":"r1","author":"hospital","leg":"arrived","delivered":{"least":10,"most":10},
            "accepted":{"least":8,"most":9}}"#,
    ),
    (
        "convoy event of r1 by hospital arrived",
        r#"{"kind":"convoy-event","convoy":"r1","author":"hospital","leg":"arrived"}"#,
    ),
    // ---- the monitors' own way, and inquiries ----
    (
        "access requested by mission for patrol-2 into East leave of North from 2030-03-05 06:00 until 2030-03-05 18:00",
        r#"{"kind":"access","step":"requested","author":"mission","watcher":"patrol-2","zone":"East","party":"North",
            "from":"2030-03-05 06:00","until":"2030-03-05 18:00"}"#,
    ),
    (
        "access granted by North of r1 for patrol-2 into East leave of North from 2030-03-05 06:00 until 2030-03-05 18:00",
        r#"{"kind":"access","step":"granted","author":"North","of":"r1","watcher":"patrol-2","zone":"East","party":"North",
            "from":"2030-03-05 06:00","until":"2030-03-05 18:00"}"#,
    ),
    (
        "access granted on conditions by North for patrol-2 into East leave of North cause \"with escort\"
           from 2030-03-05 06:00 until 2030-03-05 18:00",
        r#"{"kind":"access","step":"granted on conditions","author":"North","watcher":"patrol-2","zone":"East","party":"North",
            "cause":"with escort","from":"2030-03-05 06:00","until":"2030-03-05 18:00"}"#,
    ),
    (
        "access delayed by patrol-2 for patrol-2 into East leave of North from 2030-03-05 06:00 until 2030-03-05 18:00",
        r#"{"kind":"access","step":"delayed","author":"patrol-2","watcher":"patrol-2","zone":"East","party":"North",
            "from":"2030-03-05 06:00","until":"2030-03-05 18:00"}"#,
    ),
    (
        "access denied by patrol-2 for patrol-2 into East leave of North from 2030-03-05 06:00 until 2030-03-05 18:00
           cause mines says \"turned round at the bridge\"",
        r#"{"kind":"access","step":"denied","author":"patrol-2","watcher":"patrol-2","zone":"East","party":"North",
            "from":"2030-03-05 06:00","until":"2030-03-05 18:00","cause":"mines","words":"turned round at the bridge"}"#,
    ),
    (
        "inquiry \"file 7\" by mission to North, South alleged on r1 says \"received by letter\"",
        r#"{"kind":"inquiry","file":"file 7","author":"mission","to":["North","South"],"stage":"alleged","on":"r1",
            "words":"received by letter"}"#,
    ),
    (
        "inquiry \"file 7\" by mission alleged on event feed:12",
        r#"{"kind":"inquiry","file":"file 7","author":"mission","stage":"alleged","on":{"event":"feed:12"}}"#,
    ),
    (
        "inquiry \"file 7\" by mission insufficient missing \"where it was\" missing \"a medical report\" due 2030-03-12 00:00",
        r#"{"kind":"inquiry","file":"file 7","author":"mission","stage":"insufficient",
            "missing":["where it was","a medical report"],"due":"2030-03-12 00:00"}"#,
    ),
    (
        "inquiry \"file 7\" by mission out of scope",
        r#"{"kind":"inquiry","file":"file 7","author":"mission","stage":"out of scope"}"#,
    ),
    (
        "inquiry \"file 7\" by mission duplicate of \"file 3\"",
        r#"{"kind":"inquiry","file":"file 7","author":"mission","stage":"duplicate","duplicate_of":"file 3"}"#,
    ),
    (
        "inquiry \"file 7\" by mission opened by board",
        r#"{"kind":"inquiry","file":"file 7","author":"mission","stage":"opened","body":"board"}"#,
    ),
    (
        "inquiry \"file 7\" by board asked of South due 2030-03-12 00:00 says \"the duty log of 5 March\"",
        r#"{"kind":"inquiry","file":"file 7","author":"board","stage":"asked","party":"South","due":"2030-03-12 00:00",
            "words":"the duty log of 5 March"}"#,
    ),
    (
        "inquiry \"file 7\" by South answered by South",
        r#"{"kind":"inquiry","file":"file 7","author":"South","stage":"answered","party":"South"}"#,
    ),
    (
        "inquiry \"file 7\" by South refused by South",
        r#"{"kind":"inquiry","file":"file 7","author":"South","stage":"refused","party":"South"}"#,
    ),
    (
        "inquiry \"file 7\" by board found r1",
        r#"{"kind":"inquiry","file":"file 7","author":"board","stage":"found","finding":"r1"}"#,
    ),
    (
        "inquiry \"file 7\" by board comments open due 2030-03-20 00:00",
        r#"{"kind":"inquiry","file":"file 7","author":"board","stage":"comments open","due":"2030-03-20 00:00"}"#,
    ),
    (
        "inquiry \"file 7\" by North comment by North says \"we disagree\"",
        r#"{"kind":"inquiry","file":"file 7","author":"North","stage":"comment","party":"North","words":"we disagree"}"#,
    ),
    (
        "inquiry \"file 7\" by board ruled \"no incident\"",
        r#"{"kind":"inquiry","file":"file 7","author":"board","stage":"ruled","class":"no incident"}"#,
    ),
    (
        "inquiry \"file 7\" by mission adopted by \"joint commission\"",
        r#"{"kind":"inquiry","file":"file 7","author":"mission","stage":"adopted","body":"joint commission"}"#,
    ),
    (
        "inquiry \"file 7\" by mission published",
        r#"{"kind":"inquiry","file":"file 7","author":"mission","stage":"published"}"#,
    ),
    (
        "inquiry \"file 7\" by mission withheld until 2030-06-01 00:00 says \"witnesses\"",
        r#"{"kind":"inquiry","file":"file 7","author":"mission","stage":"withheld","until":"2030-06-01 00:00","words":"witnesses"}"#,
    ),
    (
        "inquiry \"file 7\" by mission withheld",
        r#"{"kind":"inquiry","file":"file 7","author":"mission","stage":"withheld"}"#,
    ),
    (
        "inquiry \"file 7\" by mission follow-up for South asks \"move the post\" due 2030-04-01 00:00",
        r#"{"kind":"inquiry","file":"file 7","author":"mission","stage":"follow-up","party":"South","asks":"move the post",
            "due":"2030-04-01 00:00"}"#,
    ),
    (
        "inquiry \"file 7\" by South replied by South says \"it was moved\"",
        r#"{"kind":"inquiry","file":"file 7","author":"South","stage":"replied","party":"South","words":"it was moved"}"#,
    ),
    (
        "inquiry \"file 7\" by mission done by South",
        r#"{"kind":"inquiry","file":"file 7","author":"mission","stage":"done","party":"South"}"#,
    ),
    (
        "inquiry \"file 7\" by mission closed",
        r#"{"kind":"inquiry","file":"file 7","author":"mission","stage":"closed"}"#,
    ),
    (
        "inquiry \"file 7\" by mission reopened",
        r#"{"kind":"inquiry","file":"file 7","author":"mission","stage":"reopened"}"#,
    ),
    (
        "area question by North purpose \"to repair the line\" at Mill, point 39.1 N 22.5 E from 2030-03-05 10:00
           until 2030-03-05 12:00",
        r#"{"kind":"area-question","author":"North","purpose":"to repair the line","at":"Mill",
            "area":{"centre":"39.1 N 22.5 E","radius":"0 m"},"from":"2030-03-05 10:00","until":"2030-03-05 12:00"}"#,
    ),
];
