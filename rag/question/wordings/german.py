"""German questions, as people word them."""

from rag.question.wordings.wordings import Wordings

_ARTICLES = r"(?:artikeln?|quellen|berichte?)"

GERMAN = Wordings(
    courtesy=(r"(?:und|bitte|hallo)\b[ ,!:]*", r"(?:kannst du|konnen sie|konntest du) (?:mir )?(?:bitte )?"),
    talk=(
        r"(?:hallo|servus|moin)(?: zusammen)?\W*$",
        r"guten? (?:tag|morgen|abend)\W*$",
        r"gruss gott\W*$",
        r"danke\b.{0,40}$",
        r"(?:vielen dank|besten dank).{0,20}$",
        r"(?:tschuss|auf wiedersehen)\b.{0,40}$",
        r"wie geht(?:'?s| es) (?:dir|ihnen)",
        r"wer bist du",
        r"(?:ja|nein|super|ok)\b(?:,? (?:bitte|gut))?\W*$",
    ),
    library=(
        r"hilfe\W*$",
        r"was ist neu\W*$|was (?:kann|konnte|soll) ich (?:dich |sie |hier )?fragen|was weisst du\W*$|was kannst du\W*$",
        rf"welche {_ARTICLES} (?:hast du|gibt es|haben sie)|worum geht es in meinen",
        r"wie viele artikel (?:hast|habe ich|gibt)",
    ),
    timeline=(
        r"chronolog\w+|chronik\b|zeitleiste|zeitlich\w* (?:abfolge|ablauf)|(?:reihenfolge|reihe nach)\b",
        r"was (?:geschah|passierte) wann|(?P<je>\w{3,}) fur (?P=je)\b",
        r"(?:etappen|stationen|meilensteine|phasen|(?:alle|die|wichtig\w+) daten) (?:der|des|von|im)\b",
        r"wie (?:hat|haben|entwickelte\w*|verlief\w*)\b.*\b(?:im lauf\w*|seit|entwickelt|verlaufen)\b",
    ),
    comparison=(
        r"vergleich\w*\b",
        r"unterschied\w*|unterscheide\w*|gegenuber\w*stell\w*|gemeinsam\b",
        r"was ist (?:\w{3,}er|besser)\b.{2,40}\boder\b|(?:wer|welche[rs]?) (?:der|von) beiden\b",
    ),
    overview=(
        r"was ist .{2,40} und (?:wozu|warum|was) \w+ (?:sie|er|es)\b",
        r"fasse?\b.{2,80}\bzusammen|zusammenfass\w*|uberblick|erzahl\w* (?:mir|uns)|worum (?:geht|ging)"
        r"|was muss ich uber",
        r"was ist .{2,40}(?:passiert|geschehen|los)\b|was (?:passierte|geschah)\b|was weisst du (?:uber|von)",
    ),
    statements=(
        r"was (?:hat|haben|sagte|sagt|sagen|meint|meinen|meinte|denkt|denken|halt|halten)\b.{2,60}"
        r"(?:\b(?:gesagt|gemeint|erklart|behauptet)|\b(?:zu|zum|zur|uber|von|vom|dazu)\b)",
        r"wie (?:(?:hat|haben) .{2,40})?(?:reagiert|aussert|geaussert|begrundet|rechtfertigt|erklart|antwortet)\w*\b",
    ),
    listing=(
        r"wie viele (?:artikel|berichte)\b|welche artikel|wie oft\b|nenne?\b|zahle?\b|liste\b",
        r"welche \w+ (?:\w+en|sind)\b",
    ),
    explanation=(
        r"warum\b|wieso\b|weshalb\b|wozu\b|wo(?:ran|durch|mit)\b|erklare?\b|was (?:bedeutet|heisst|bewirkte?|kam"
        r"|steckt|folgte|brachte)\b",
        r"wie(?! (?:viele?|hoch|lange|oft|alt|gross|weit|schnell|heisst|teuer|spat|tief|schwer)\b)",
        r"was ist (?:ein|eine|der grund|der zweck)\b|was (?:ist|sind) (?!der\b|die\b|das\b)[\w-]+\W*$",
    ),
    fact=(
        r"(?:an |in |von |seit |bis |um |mit )?(?:wer|wen|wem|wann|wo|wohin|woher|welche[rsnm]?|wie|wessen)\b",
        r"was (?:ist|sind|war|waren|hat|haben|hatten?|wird|wurden?|kann|soll|darf|muss|gibt|macht|tut|kostet"
        r"|\w{3,}(?:iert|iere|eutet|teht|eht|ommt|iegt|racht|etzt))\b",
    ),
    yes_no=(
        r"(?:ist|sind|war|waren|hat|haben|hatten?|kann|konnen|konnten?|wird|werden|wurden?|darf|durfen|durften?"
        r"|muss|mussen|soll|sollen|gibt|gab|stimmt|gilt|gelten|kam|kamen)\b",
    ),
)
