"""The kind of a question, by rules: the first that fits decides, and what fits none is an explanation.

English, and the commonest forms of German, French and Spanish. A rule is a pattern over the question in lower case
without accents (`rag.words.fold`) and without the courtesy around it ("Could you please …"), tried at its beginning
(`_opening`) or anywhere in it (`_inside`). `tests/question_kinds.txt` holds what they are measured on.
"""

import re
from enum import StrEnum

from index.splitting import split_sentences
from rag.question.particulars import DAY, WRITER
from rag.question.parts import asks
from rag.words import fold, words


class Kind(StrEnum):
    """The kind of answer that a question asks for."""

    FACT = "fact"
    EXPLANATION = "explanation"
    STATEMENTS = "statements"
    OVERVIEW = "overview"
    COMPARISON = "comparison"
    LISTING = "listing"
    TIMELINE = "timeline"
    YES_NO = "yes_no"
    LIBRARY = "library"
    TALK = "talk"


_COURTESY = re.compile(
    r"^(?:(?:and|so|but|well|please|now|also|und|et|y|bitte|hi|hello|hallo|bonjour|hola)\b[ ,!:]*"
    r"|(?:can|could|would|will) you (?:please )?(?:just )?(?=(?:tell|give|show|list|name|explain|summar"
    r"|compare|sum|write"
    r"|find|describe|outline|recap|count|make|walk|brief|catch)\w*\b)"
    r"|(?:do you know|tell me|i(?:'d| would) like to know|i want to know|i wonder) (?=(?:who|when|where|what"
    r"|which|why|how|whose)\b)"
    r"|(?:kannst du|konnen sie|konntest du) (?:mir )?(?:bitte )?"
    r"|(?:peux-tu|pouvez-vous|puedes|podrias) (?:me )?(?:por favor )?)+"
)
_NAME = r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}"
# "More than 350 bars": a number, nothing that is compared.
_COUNTED = r"(?:[$£€]?\d|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|half|twice|hal[bf]\w*) )"
_MANY = (  # more than one of something: "towns", but not "what happens" and "which is"
    r"(?!(?:is|was|does|has|this|news|happens?|makes|causes|keeps|drives|gives|takes|means|goes|comes|others?)\b)"
    r"(?:\w{2,}[^siu\W]s|people|men|women|children)\b"
)
_SAY = (  # "What did she say?"
    r"(?:say|tell|think|claim|argue|announce|promise|write|answer|explain|admit|deny|suggest|warn|demand|respond|react"
    r"|reply|comment|feel|declare|reveal|predict|state|believe)"
)
_SAID = (  # "What was said?", "What has she told them?"
    r"(?:said|saying|told|telling|thought|thinking|written|(?:claim|argu|announc|promis|answer|explain|admitt|deni|deny"
    r"|suggest|warn|demand|respond|react|repli|reply|comment|declar|reveal|predict|stat)(?:ed|ing))"
)
_ABOUT_HOW = r"(?:approximately|about|roughly|around|exactly|nearly|ungefahr|etwa|environ|aproximadamente)"
_FOR_ONE = (
    r"(?:who|whom|whose|when|where|which|what (?!did|do|does|has|have)\w+|how (?:many|much|long|old|high|often|far))\b"
)
_LOOKS_BACK = r"(?:did|does|do|has|have|had|is|are|was|were|can|could|will)"
_IS = r"^(?:what|who) (?:is|was|are|were)"
_IT = r"(?:it|its|he|his|she|her|they|their|this|that)"
_ARTICLES = (
    r"(?:articles?|reports?|stories|documents?|texts?|sources?|files?|artikeln?|quellen|berichte?|articulos?|fuentes)"
)
# What speaks for and against something is no list of things.
_WEIGHED = r"(?:arguments?|advantages?|disadvantages?|benefits?|drawbacks?|risks?|dangers?|downsides?)"
_MINE = r"(?:my|the|this|your|our|der|die|das|meine[rmn]?|deine[rmn]?|ma|mes|ta|mi|mis|tu)"


def _opening(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"^[\W_]*(?:{'|'.join(patterns)})")


def _inside(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})")


_RULES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.TALK,
        _opening(
            r"(?:hi|hello|hey|hallo|hola|bonjour|salut|servus|moin)(?: there| you| everybody| zusammen)?\W*$",
            r"good (?:morning|afternoon|evening|night|day)\b.{0,12}$|guten? (?:tag|morgen|abend)\W*$",
            r"(?:bonsoir|buenos dias|buenas (?:tardes|noches)|gruss gott)\W*$",
            r"(?:many |great,? |ok,? |perfect,? |cool,? )?(?:thanks?|thank you|thx|danke|merci"
            r"|(?:muchas )?gracias)\b.{0,40}$",
            r"(?:vielen dank|besten dank).{0,20}$",
            r"(?:bye|good ?bye|see you|tschuss|auf wiedersehen|au revoir|adios|hasta luego|that's all)\b.{0,40}$",
            r"how are you|wie geht(?:'?s| es) (?:dir|ihnen)|como estas|comment (?:ca va|vas-tu|allez-vous)|ca va\W*$",
            r"(?:who|what) are you\W*$|are you (?:a |an )?(?:robot|human|person|real|ai|bot|machine)\b"
            r"|wer bist du|qui es-tu",
            r"(?:ok(?:ay)?|yes|no|cool|great|nice|lol|wow|fine|good|super|ja|nein|oui|non|si|perfect|sure|alright)\b"
            r"(?:,? (?:please|then|ok|good|job))?\W*$",
            r"nice to meet you|you are (?:wrong|right|great|welcome)\b.{0,20}$|sorry\b.{0,20}$|test\W*$",
        ),
    ),
    (
        Kind.LIBRARY,
        _opening(
            r"help\W*$|hilfe\W*$|how does (?:this|it) work\W*$|what can you do\b.{0,12}$",
            rf"what(?:'s| is)? (?:there )?(?:in|inside) {_MINE} (?:library|collection|articles|files)\b",
            rf"what (?:is|are|does|do) {_MINE} (?:library|articles|collection|documents)\b(?! say)",
            r"what (?:can|could|may|should) i ask\b|what kinds? of questions\b|(?:give|show) me (?:some )?example",
            r"what do you (?:know|have)\W*$|what(?:'s| is) new(?: today| this week| here| now)?\W*$",
            rf"(?:which|what) (?:{_ARTICLES}|topics|subjects)(?: do you have| are (?:there|here)| (?:does"
            rf"|do) .*\b(?:library|you) (?:cover|have|hold))",
            r"how many (?:articles|documents|sources|texts)(?: (?:do you|do i) have| are (?:there|here)"
            r"| does the library (?:have|hold))(?! (?:about|on|of|from|by|that|which|mention\w*)\b)",
            rf"(?:show|list|give|what are)(?: me)?(?: all)?(?: the| my)? (?:newest|latest|most recent"
            rf"|new) {_ARTICLES}\W*$",
            rf"(?:show|list)(?: me)?(?: all)?(?: the| my)? {_ARTICLES}\W*$|from when to when\b.*\b{_ARTICLES}",
            r"what did i add\b",
            r"was ist neu\W*$|was (?:kann|konnte|soll) ich (?:dich |sie |hier )?fragen|was weisst du\W*$"
            r"|was kannst du\W*$",
            rf"welche {_ARTICLES} (?:hast du|gibt es|haben sie)|worum geht es in meinen"
            rf"|wie viele artikel (?:hast|gibt)",
            r"quoi de neuf|que puis-je (?:te |vous )?demander|quels? articles (?:as-tu|avez-vous)|que sais-tu\W*$",
            *WRITER,
            *DAY,
            r"que hay de nuevo|que puedo preguntar|que (?:fuentes|articulos) (?:tienes|hay)|que sabes\W*$",
        ),
    ),
    (
        Kind.TIMELINE,
        _inside(
            r"timeline\b|time line\b|chronolog\w+|chronik\b|cronolog\w+|linea de tiempo|zeitleiste"
            r"|zeitlich\w* (?:abfolge|ablauf)",
            r"in (?:which|what) order|in welcher reihenfolge|der reihe nach|dans quel ordre|en que orden"
            r"|order of events",
            r"what happened,? (?:when\b|first\b|step by step|in order)|step by step,? (?:what|how) (?:happened|did)",
            r"(?:when|how|what).*\bstep by step\W*$|(?:events|happen\w*)\b.*\bin order\b|happened,? in order",
            r"when did what\b|was (?:geschah|passierte) wann|sequence of (?:the )?events|course of (?:the )?events",
            r"history of (?=\w)|(?:how did|how has) .{2,60}\b(?:unfold|evolve|develop)(?:ed)?\b",
            r"(?:key|main|all|major|important) milestones\b",
            r"from (?:the )?(?:beginning|start) to (?:the )?(?:end|finish)\b",
            r"(?:trace|follow|retrace|reconstruct) the (?:course|events|history|development)",
            r"(?:walk|take|talk) me through the (?:events|history|story)|(?:list|give"
            r"|show).{0,12}\b(?:all )?(?:the )?(?:key |important )?dates\b",
        ),
    ),
    (
        Kind.COMPARISON,
        _inside(
            r"(?:compare[sdrz]?|comparing|comparison|contrast|vergleich\w*|comparez|comparer|compara[rd]?"
            r"|comparacion|comparaison)\b",
            r"differences?\b.{0,20}\b(?:between|of|in|from)\b|(?:differ|differed|differentiate)\b"
            r"|(?:what|how)\b.{0,25}\bdistinguish\w*",
            r"different from\b|vs\.?(?= )|versus\b|side by side|in common\b|similarities\b"
            r"|similar(?:ity)? (?:to|between)|pros and cons",
            r"unterschied\w*|unterscheide\w*|gegenuber\w*stell\w*|gemeinsam\b",
            r"differences? entre|different(?:e|es|s)? (?:de|des|du)\b|different-(?:ils|elles)|diferencia\w*",
            rf"(?:better|worse|more|less|cheaper|faster|safer|larger|bigger|older|\w{{3,}}er) than\b(?! {_COUNTED})",
            r"(?:which|what|who|did|does|is)\b.{2,50}\b(?:better|worse|more|less|cheaper|faster"
            r"|safer|larger|bigger|older|longer|higher|stronger)\b.{0,30},? (?:the )?[\w ]{2,20} or ",
            r"(?:which|what|who|is)\b.{2,50}\b(?:best|most)\b.{0,30}, (?:the )?[\w ]{2,20} or ",
            r"(?:did|does|do|has|have|had) (?:the )?[\w.'-]+ or (?:the )?[\w.'-]+ .*\b(?:more|less|fewer"
            r"|better|worse|most|first)\b",
            r"was ist (?:\w+er|besser)\b.{2,40}\boder\b|(?:how|what) has .{2,50}\bchanged between\b",
        ),
    ),
    (
        Kind.OVERVIEW,
        _inside(
            r"summari[sz]\w*|summary\b|sum up\b|summing up|overview\b|tl;? ?dr\b|recap\w*\b|gist\b|synopsis\b"
            r"|in a nutshell",
            r"tell me (?:something |more |all |everything |a bit )?(?:about|of)\b|(?:brief|fill"
            r"|catch) me (?:on|in|up)\b|outline\b",
            r"(?:main|key|most important|essential) (?:points?|findings?|facts?|ideas?|messages?|takeaways?|news)\b",
            r"(?<!when )(?<!after )(?<!because )(?<!before )what (?:has |have )?(?:happened|happen|is happening"
            r"|was happening|is going on|went on|is up)\b(?! if\b)",
            r"what(?:'s| is) (?:the latest|new|the news)\b"
            r"|what (?:was|were|made|is) (?:in )?the (?:news|headlines|papers)\b"
            r"|(?:what|anything|everything"
            r"|something) (?:do )?(?:you|we) know about",
            r"^(?:anything|everything|information|info|news|facts) (?:about|on)\b|what (?:is|was"
            r"|are) (?:.{3,80}) about\W*$",
            r"what (?:did|does|do|has) (?:the|this|that|my) (?:\w+ )?corrections?\b.{0,40}"
            r"\b(?:change|correct|say|put right|fix|mend|withdraw|retract)\w*\W*$",
            rf"{_IS} .{{2,60}}?,? and (?:why|what|how) (?:does|do|did|is|are|was|were) {_IT}\b"
            rf"|was ist .{{2,40}} und (?:wozu|warum|was) \w+ (?:sie|er|es)\b",
            r"fasse?\b.{2,80}\bzusammen|zusammenfass\w*|uberblick|erzahl\w* (?:mir|uns)|worum (?:geht|ging)"
            r"|was ist .{2,40}(?:passiert|geschehen|los)\b|was (?:passierte|geschah)\b",
            r"was weisst du (?:uber|von)|resume[zr]?\b|resumen?\b|resumir\b|resum\w+ (?:l|el|la|los)\b|apercu"
            r"|parle[zr]?[- ]moi|de quoi parle",
            r"s'est-il passe|qu'est-il arrive|que (?:sais-tu|savez-vous) (?:de|sur)|hablame|cuentame"
            r"|de que (?:trata|va|habla)|que (?:paso|ha pasado|ocurrio|sucedio)|que sabes (?:de|sobre)",
        ),
    ),
    (
        Kind.STATEMENTS,
        _inside(
            rf"what (?:else |exactly |all )?(?:did|does|do|can|could|will) (?:.{{2,60}} )?(?:have to )?{_SAY}\b"
            r"(?! (?:up|the name)\b)",
            rf"what (?:else |exactly |all )?(?:has|have|had|is|are|was|were|did) (?:.{{2,60}} )?{_SAID}\b",
            rf"what (?:arguments?|reasons?|criticisms?|objections?|promises|comments?"
            rf"|accusations?) {_LOOKS_BACK} .{{2,50}} (?:make|give|made|given|raise|raised)\b",
            rf"how {_LOOKS_BACK} .{{2,60}} (?:respond|react|reply|answer|comment|feel|responded|reacted"
            rf"|replied|answered)\w*\b",
            r"(?:reactions?|response|view|views|opinion|opinions|position|stance|attitude|words|comments?"
            r"|remarks?|testimony)\b.{0,5}\b(?:of|on|to|from|about)\b",
            r"(?:'s|s') (?:\w+ )?(?:reaction|response|view|views|opinion|position|stance|words|comments?|remarks?)\b",
            rf"^according to\b(?!.*, (?:{_ABOUT_HOW} )?{_FOR_ONE})"
            r"|^who (?:said|says|claimed|claims|thinks|argued|warned|told|called|predicted)\b"
            r"|quote (?:what|the|from)\b",
            r"was (?:hat|haben|sagte|sagt|sagen|meint|meinen|meinte|denkt|denken|halt"
            r"|halten)\b.{2,60}(?:\b(?:gesagt|gemeint|erklart|behauptet)|\b(?:zu|zum|zur|uber|von|vom|dazu)\b)",
            r"wie (?:reagiert\w*|hat .{2,40}reagiert|haben .{2,40}reagiert|aussert\w*)\b",
            r"qu(?:e |'|oi )(?:a |ont |est-ce que .{2,40})?(?:dit|disent|pense|pensent|declare|repondu|a dit"
            r"|ont dit)\b|qu'(?:a|ont)(?:-t-il|-t-elle)? (?:dit|declare|repondu)",
            r"qu'est-ce que? .{2,40} (?:dit|declare|pense|repondu)\b|comment .{2,40} (?:a-t-il|a-t-elle"
            r"|ont-ils|ont-elles|reagi\w*)\b.{0,10}reagi",
            r"que (?:dijo|dijeron|dice|dicen|ha dicho|han dicho|opina|opinan|piensa|piensan|declaro"
            r"|respondio)\b|como (?:reacciono|reaccionaron|respondio)",
        ),
    ),
    (
        Kind.LISTING,
        _opening(
            r"(?:please )?(?:list|enumerate|name|count|itemi[sz]e)\b|(?:give|show|make|write|tell)(?: me"
            r"| us)?(?: a| an| the)?(?: \w+)? list\b",
            rf"(?:show|find|give|tell|get)(?: me| us)? (?:all|every|each|any)\b|how (?:many"
            rf"|often) (?:\w+ ){{0,3}}{_ARTICLES}\b|how (?:many|often)\b.*\bmention\w*\b",
            rf"(?:which|what) (?:of (?:the|my) )?{_ARTICLES}\b|who all\b|what else\b|who else\b|who (?:are"
            rf"|were) the \w+s\b",
            rf"what (?:are|were) (?:all )?(?:the |some |\w+'s )?(?!(?:\w+ ){{0,2}}{_WEIGHED})"
            r"(?:(?:\w+ ){0,2}\w+(?:s|a|men|people|children))\b"
            r"(?= (?:of|for|in|that|to|who|which|on|from|at|against)\b)",
            r"(?:which|what) (?:(?:former|other|new|\w+ish"
            r"|\w+an) )*" + _MANY + r"(?! (?:an?|the|his|her|its|their|is|was|does|has|to|in|when|if)\b)",
            r"which (?!(?:two|three|four|five|of these)\b)(?:[\w-]+ ){1,2}"
            + _MANY
            + r"(?= (?:\w+ed|are|were|have|had|did|can|may|will|do)\b)",
            rf"what (?!(?:{_LOOKS_BACK}|two|three|four|five) )(?:[\w'-]+ )?"
            + _MANY
            + r"(?= (?:has|have|had|did|do|does|are|were|can|must|should|will)\b)",
            r"wie viele (?:artikel|berichte)\b|welche artikel|wie oft\b|nenne?\b|zahle?\b|liste\b"
            r"|welche \w+(?:en|er|e|s)\b (?:wurden|waren|sind|haben|hatten|durfen|konnen|werden|gibt)",
            r"(?:donne\w*|fai\w+)(?:[- ]moi)? (?:une|la) liste|enumere[zr]?\b|combien d'articles"
            r"|quel(?:le)?s \w+s?\b|liste[zr]?\b",
            r"(?:haz|dame|hazme) (?:una|la) lista|enumera\b|cuantos articulos|que \w+s (?:mencionan|hablan|se"
            r"|fueron|han|estan|son|tienen|participaron)\b|cuales (?:son|fueron)",
        ),
    ),
    (
        Kind.EXPLANATION,
        _opening(
            r"why\b|how come\b|explain\b|describe\b|how(?! (?:many|much|long|old|far|tall|high|deep|wide|big"
            r"|large|fast|often|soon|heavy|hot|late|likely|close|small|few|loud)\b)",
            r"(?:for )?what (?:reason|purpose)\b|in what way\b|what (?:caused|led|makes|made|drove|triggered"
            r"|happens|would|explains|motivated)\b",
            r"what (?:is|was|are|were) (?:the |a )?(?:reasons?|causes?|purpose|point|meaning|significance"
            r"|role|effects?|impact|background|consequences?|idea)\b",
            rf"what (?:is|was|are|were) (?:the |some |\w+'s )?(?:\w+ )?{_WEIGHED}\b",
            r"what (?:role|effect|impact|influence|consequences)\b|what (?:does|do|did) .{1,60}\b(?:mean|do"
            r"|stand for|involve|entail)\b|what (?:is|was) meant\b",
            r"what(?:'s| is| are| was| were) (?:an? )?(?!the\b|his\b|her\b|its\b|their\b|it\b|they\b|on\b|in\b"
            r"|at\b)(?:[\w.'’\"“”-]+ ?){1,4}\W*$",
            # "Who was Ada Lovelace?", but not "Who was Ada's husband?"
            rf"who (?:is|was|are|were) (?!the\b|his\b|her\b|its\b|their\b|to\b|in\b|.*\w['’]s )(?:{_NAME})\W*$",
            r"warum\b|wieso\b|weshalb\b|wozu\b|wie(?! (?:viele?|hoch|lange|oft|alt|gross|weit|schnell|heisst"
            r"|teuer|spat|tief|schwer)\b)|erklare?\b|was (?:bedeutet|heisst|bewirkt)\b",
            r"was ist (?:ein|eine|der grund|der zweck)\b|was (?:ist|sind) (?!der\b|die\b|das\b)[\w-]+\W*$",
            r"pourquoi\b|comment\b(?! s'appelle)|explique\w*|qu'est-ce que?\b|que (?:signifie|veut dire)\b"
            r"|quelle est la (?:raison|cause)",
            r"(?:¿)?por que\b|como (?!se llama)\w+|explica\w*|que (?:es|son|significa)\b|a que se debe|para que\b",
        ),
    ),
    (
        Kind.FACT,
        _opening(
            rf"(?:{_ABOUT_HOW} )?(?:at |in |on |by |to |from |since |until |of |for |with )?"
            r"(?:who|whom|whose|when|where|what|which|how)\b|what's\b|who's\b",
            r"(?:an |in |von |seit |bis |um |mit )?(?:wer|wen|wem|wann|wo|wohin|woher|welche[rsnm]?|wie"
            r"|wessen)\b|was (?:ist|sind|war|waren|hat|haben|hatten?|wird|wurden?|kann|soll|darf|muss|gibt"
            r"|macht|tut|kostet|\w{3,}(?:iert|iere|eutet|teht|eht|ommt|iegt|racht|etzt))\b",
            r"(?:a |de |depuis |en |dans )?(?:qui|quand|ou|combien|quel(?:le)?s?|que|qu'|quoi|comment)(?:\b|$)",
            r"(?:a |de |desde |en )?(?:quien(?:es)?|cuando|donde|cuant[oa]s?|cual(?:es)?|que|como)\b",
        ),
    ),
    (
        Kind.YES_NO,
        _opening(
            r"(?:is|are|am|was|were|do|does|did|can|could|has|have|had|will|would|should|shall|may|might|must"
            r"|need)(?:n't|n’t)?\b",
            r"(?:ist|sind|war|waren|hat|haben|hatten?|kann|konnen|konnten?|wird|werden|wurden?|darf|durfen"
            r"|durften?|muss|mussen|soll|sollen|gibt es|gab es|stimmt)\b",
            r"est-ce\b|y a-t-il\b|peut-on\b|(?:est|sont|a|ont|peut|peuvent|doit|faut)-(?:t-)?(?:il|elle|ils"
            r"|elles|on|ce)\b",
            r".{2,60}\b(?:est|sont|a|ont|peut|peuvent|doit|doivent|etait|sera|va)-(?:t-)?(?:il|elle|ils|elles|on)\b",
            r"(?:es|son|fue|fueron|esta|estan|ha|han|hay|hubo|puede|pueden|podemos|tiene|tienen|era|sera|debe"
            r"|deben|existe)\b",
        ),
    ),
    (
        Kind.FACT,  # asked for behind a statement: "The bridge was built by whom?"
        _inside(
            r"(?:as|by|of|in|for|to|at|from|with|on|using|when|after|before|because) (?:what|which|whom|who|whose)\b",
            r"(?:called|named|known as) what\b",
            r"(?:what|which|whose|how (?:many|much|old|long)) \w+\b.*\?\W*$|(?:doing|alleging|saying) what\b",
            r"(?:who|whom|what|where|when|(?:what|which|whose|how (?:many|much)) (?:\w+ ?){1,3})\W*$",
            r"how (?:much|many|fast|old|high|long|far|big)\W*$",
            r"(?:, |^(?:in|on) [\w ]{2,20} )(?:what|which|who|where|when|how (?:many|much|long))\b",
        ),
    ),
)


MOST_KEYWORDS = 8
_VERBS = frozenset(
    "is are am was were be been do does did has have had can could will would should may might must ist sind war hat"
    " haben kann est sont a ont peut es son fue ha han puede".split()
)
# A sentence to be completed: "The new song is titled:"
_BEGUN = re.compile(r"(?:[:…]|\.\.\.|_{2,})\W*$")
TRUE_OR_FALSE = re.compile(
    r"^\W*(?:true or false|richtig oder falsch|vrai ou faux|verdadero o falso)\b[\s:,.?-]*", re.IGNORECASE
)


def find_kind(question: str) -> Kind:
    """Return what `question` asks for; `EXPLANATION` where no rule fits."""
    return _rule_for(question) or Kind.EXPLANATION


def _rule_for(question: str) -> Kind | None:
    plain = " ".join(fold(find_asking(question)).split())
    asked = _COURTESY.sub("", plain)
    if TRUE_OR_FALSE.match(asked):
        return Kind.YES_NO
    for kind, pattern in _RULES:
        if pattern.search(plain if kind is Kind.TALK else asked or plain):
            return kind
    return Kind.FACT if _BEGUN.search(plain) else None


def is_keywords(question: str) -> bool:
    """Tell whether a question only names what it is about, as people type it: "brisa 300 warranty"."""
    said = words(question)
    is_sentence = any(word.is_stop and word.text.lower() in _VERBS for word in said)
    return 0 < len(said) <= MOST_KEYWORDS and not is_sentence and _rule_for(question) is None


def find_asking(question: str) -> str:
    """Return the last sentence where those before it only tell: "MLB played on Tuesday. Who was the game's MVP?"."""
    sentences = [span.of(question) for span in split_sentences(question)]
    if len(sentences) < 2 or not (sentences[-1].rstrip().endswith("?") or _BEGUN.search(sentences[-1])):
        return question
    tells = not any(asks(sentence) or sentence.rstrip().endswith("?") for sentence in sentences[:-1])
    return sentences[-1] if tells and not TRUE_OR_FALSE.match(question) else question
