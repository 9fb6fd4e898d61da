"""Names for what patterns share: each stands for a piece of pattern."""

MACROS: dict[str, str] = {
    # dates
    "Mon": "month | weakmonth | monthabbr dot?",
    "Wd": "weekday | weekdayabbr dot? | weakday dot?",
    "Dayn": "n12 | n24 | n31",
    "Dayth": "n12 | n24 | n31 | ord31",
    "Ordinal": "ord31 | ord | first | second",
    "Two": "zero | n12 | n24 | n31 | n59 | n99",
    "Sixty": "zero | n12 | n24 | n31 | n59",
    "Ap": "apos (n12 | n24 | n31 | n59 | n99 | zero)",
    "Season": "season | fall",
    # numbers and units
    "Int": "n12 | n24 | n31 | n59 | n99 | bignum | yearnum",
    "Upto99": "ten (hyphen? (digit | one))? | teen | digit | one",
    "Unit": "unit | dayunit | centuryunit",
    "Units": "units | quarters | weekends",
    "Number": "NUM | Int | decimal | one",
    "Count": "NUM | SOME | Int | decimal | a | one | a? couple of?",
    "Many": "NUM | SOME | Int | decimal | one | a? couple of?",
    "Qmod": "about | nearly | over (?= a (unit | dayunit)) | (more | less) than | at (least | most) | up to"
    " | no (more | less) than",
    # words that point
    "Back": "last | past | next | coming | recent | previous | following | latest",
    "Point": "last | past | next | coming | this (past | coming | same)? | that same? | same | previous | following"
    " | current | latest",
    # what must stand before a word that is not always one of time
    "Leads": "in | since | of | until | by | from | to | through | between | and | during | early | late | mid | lpar"
    " | before | after | or | hyphen | ndash | comma | this | last | next | begin | end | slash | every | about",
    "SeasonLeads": "in | since | of | until | by | from | to | through | between | and | during | early | late | mid"
    " | before | after | or | this | every | about | hyphen",
    # phrases
    "Cell": "DAY | WEEK | MONTH | SEASON | QUARTER | HALF | YEAR | DECADE | CENTURY | TIME",
    "Larger": "WEEK | MONTH | SEASON | QUARTER | HALF | YEAR | TIME",
    "Dash": "hyphen | ndash",
    "Join": "Dash | to | through | until | comma? and | or | slash",
    "Ends": "comma | dot | para | stop | rpar | $",
}
