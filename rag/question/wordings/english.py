"""English questions, as people word them."""

from rag.question.wordings.wordings import Wordings

_NAME = r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}"
# "More than 350 bars": a number, nothing that is compared.
_COUNTED = r"(?:[$£€]?\d|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|half|twice|hal[bf]\w*) )"
_MANY = (  # more than one of something: "towns", but not "what happens" and "which is"
    r"(?!(?:is|was|does|has|this|news|others|series)\b)"
    r"(?:\w{2,}[^siu\W]s|people|men|women|children)\b(?!['’])"
)
TELLS = (  # the stems of verbs with which somebody's words are told
    r"claim|argu|announc|promis|answer|explain|admitt?|den[yi]|suggest|warn|demand|respond|react|repl[yi]|comment|feel"
    r"|declar|reveal|predict|believ|propos|recommend|advis|critici[sz]|complain|justif[yi]|describ|expect|defend"
)
_SAY = (
    r"(?:say|said|saying|tell|told|telling|think|thought|thinking|write|written|writing)"  # "What has she told them?"
)
# "What was" and "what are" ask for words only with a participle: "What was said?", but "What was the claim?"
_DID = (
    r"(?:did|does|do|can|could|will|has|have|had"
    r"|(?:is|are|was|were)(?= (?:.{2,60} )?(?:said|told|thought|\w+ing|\w+ed)\b))"
)
_ABOUT_HOW = r"(?:approximately|about|roughly|around|exactly|nearly|ungefahr|etwa|environ|aproximadamente)"
_FOR_ONE = (
    r"(?:who|whom|whose|when|where|which|what (?!did|do|does|has|have|went|happened|caused|made|led)\w+"
    r"|how (?:many|much|long|old|high|often|far))\b"
)
_LOOKS_BACK = r"(?:did|does|do|has|have|had|is|are|was|were|can|could|will)"
_IS = r"what (?:is|was|are|were)"
_IT = r"(?:it|its|he|his|she|her|they|their|this|that)"
_ARTICLES = r"(?:articles?|reports?|stories|documents?|texts?|sources?|files?)"
# Before what is asked for: "which famous people", but not "which part of the people" and "what food do people".
_ADJECTIVES = (
    r"(?:(?!(?:of|in|on|at|for|to|when|if|is|are|was|were|do|does|did|has|have|had|the|these|two|three|four|five|type|kind"
    r"|sort)\b)[\w-]+ ){0,2}"
)
# What behind several of something is their verb: "towns flooded", "people came".
_ENDS_NOUN = (
    r"\w+ed|are|were|have|had|did|can|could|may|might|will|would|should|must|do|also|still|never|came|went|took|won|got"
    r"|get|made|make|left|lost|gave|give|became|began|ran|sat|sold|spoke|stood|fell|fled|held|kept|led|met|paid|rose|sent"
    r"|cut|put|hit"
)
# What speaks for and against something is no list of things.
_WEIGHED = r"(?:arguments?|advantages?|disadvantages?|benefits?|drawbacks?|risks?|dangers?|downsides?)"
_MINE = r"(?:my|the|this|your|our)"
DEGREE = (
    r"(?:many|much|long|old|far|tall|high|deep|wide|big|large|fast|often|soon|heavy|hot|late|likely|close|small|few"
    r"|loud)"
)

ENGLISH = Wordings(
    courtesy=(
        r"(?:and|so|but|well|please|now|also|hi|hello)\b[ ,!:]*",
        r"(?:can|could|would|will) you (?:please )?(?:just )?(?=(?:tell|give|show|list|name|explain|summar|compare|sum"
        r"|write|find|describe|outline|recap|count|make|walk|brief|catch)\w*\b)",
        r"(?:do you (?:happen to )?know|tell me|i(?:'d| would) like to know|i want to know|i wonder) "
        r"(?=(?:who|when|where|what|which|why|how|whose|whether)\b)",
        # "If the council is dissolved, do they vote?"
        r"(?:if|should|when)\b[^?,]{3,80}, "
        r"(?=(?:is|are|do|does|did|can|could|will|would|has|have|must|may)\b)",
        # "Apart from the two brothers, which men …"
        r"(?:apart from|besides|aside from|except(?: for)?|other than|in addition to)\b[^?]{2,80}?, "
        r"(?=(?:who|what|which)\b)",
    ),
    talk=(
        r"(?:hi|hello|hey)(?: there| you| everybody)?\W*$",
        r"good (?:morning|afternoon|evening|night|day)\b.{0,12}$",
        r"(?:many |great,? |ok,? |perfect,? |cool,? )?(?:thanks?|thank you|thx)\b.{0,40}$",
        r"(?:bye|good ?bye|see you|that's all)\b.{0,40}$",
        r"how are you|(?:who|what) are you\W*$|are you (?:a |an )?(?:robot|human|person|real|ai|bot|machine)\b",
        r"(?:ok(?:ay)?|yes|no|cool|great|nice|lol|wow|fine|good|super|perfect|sure|alright)\b"
        r"(?:,? (?:please|then|ok|good|job))?\W*$",
        r"nice to meet you|you are (?:wrong|right|great|welcome)\b.{0,20}$|sorry\b.{0,20}$|test\W*$",
    ),
    library=(
        r"help\W*$|how does (?:this|it) work\W*$|what can you do\b.{0,12}$",
        rf"what(?:'s| is)? (?:there )?(?:in|inside) {_MINE} (?:library|collection|articles|files)\b",
        rf"what (?:is|are|does|do) {_MINE} (?:library|articles|collection|documents)\b(?! say)",
        r"what (?:can|could|may|should) i ask\b|what kinds? of questions\b|(?:give|show) me (?:some )?example",
        r"what do you (?:know|have)\W*$|what(?:'s| is) new(?: today| this week| here| now)?\W*$|what did i add\b",
        rf"(?:which|what) (?:{_ARTICLES}|topics|subjects)"
        r"(?: do you have| are (?:there|here)| (?:does|do) .*\b(?:library|you) (?:cover|have|hold))",
        r"how many (?:articles|documents|sources|texts)"
        r"(?: (?:do you|do i|have i) (?:have|got)| are (?:there|here|in (?:the|my|your) library)"
        r"| does the library (?:have|hold))"
        r"(?! (?:about|on|of|from|by|that|which|mention\w*)\b)",
        rf"(?:show|list|give|what are)(?: me)?(?: all)?(?: the| my)? (?:newest|latest|most recent|new) {_ARTICLES}\W*$",
        rf"(?:show|list)(?: me)?(?: all)?(?: the| my)? {_ARTICLES}\W*$|from when to when\b.*\b{_ARTICLES}",
    ),
    timeline=(
        r"time ?line\b|chronolog\w+|milestones\b|turning points\b|(?:order|course) of (?:the )?events|sequence\b"
        r"|history of (?=\w)|when did (?:what|each|every)\b",
        r"in (?:[\w-]+ )?order\b(?! (?:to|that|for|from|by)\b)",
        # "step by step", "race by race"
        r"(?P<each>(?!side)[a-z]{3,})[ -]by[ -](?P=each)\b|one after (?:the other|another)\b",
        r"(?:what (?:was |has )?(?:happened|said|done)|how it went)\b.*\b(?:each|every) day\b",
        r"(?:what|which) (?:happened|came),? (?:when|first)\b|what (?:has )?happened\b.*\bbetween\b.*\band\b",
        # "What would have happened when on the trip?", not "What will happen when the bridge shuts?"
        r"what (?:would|will|should|is|was) (?:to )?(?:have )?happen(?:ed)?,? when(?=\W*$| (?:on|in|during|at)\b)",
        r"^(?:trace|retrace|reconstruct|track|follow)\b|^(?:walk|take|talk|lead|go|run) (?:(?:me|us) )?(?:through"
        r"|from)\b",
        r"^how (?:did|has|have) .*\b(?:unfold|evolve|develop)(?:e?d)?\b|change[ds]? over\b",
        r"(?:the|all|main|key|important|what) (?:dates|stages|steps|phases|events|moments)"
        r" (?:of|in|from|between|that led|did .* go through)\b",
        r"^(?:what (?:has )?(?:became|become|happened)|how (?:did|has)) .* from (?:the|its|his|her|their) .* (?:to"
        r"|until|till)\b",
    ),
    comparison=(
        r"(?:compar(?:e[sd]?|ing|ison)|contrast)\b|vs\.?(?= )|versus\b|side by side|in common\b|pros and cons"
        r"|(?:relative|respective) \w+s of\b|against (?:each other|one another)\b",
        r"(?:stack|measure|hold|match)(?:es|s|ed)? up (?:against|to|with)\b|apart (?:from each|were|are|was|is)\b"
        r"|sets? .{2,60} apart\b(?! from (?:its|his|her|their)\b)",
        r"where (?:do|did|does) .{2,60} and .{2,60} stand\b|(?:disagree|part ways|diverge)\b",
        r"differences?\b.{0,20}\b(?:between|of|in|from)\b|(?:differ|differed|differentiate)\b|different from\b"
        r"|(?:what|how)\b.{0,25}\bdistinguish\w*",
        r"similarit(?:y|ies)\b|how (?:similar|different|alike)\b|(?:alike|similar|different)\W*$",
        rf"(?:more|less|worse|\w{{3,}}er) than\b(?! {_COUNTED})",
        r"which of the two\b.*\b(?:more|less|fewer|worse|better|\w{3,}er|most)\b",
        # "Which is cheaper, the tram or the bus?", "Norvik or Skarn: who carried more?"
        r"(?:which|what|who|is)\b.*\b(?:more|less|worse|best|most|\w{3,}er)\b.{0,30}, (?:the )?[\w .'-]{2,30} or ",
        r"(?:the )?[\w.'-]+ or (?:the )?[\w.'-]+\b.*\b(?:more|less|fewer|better|worse|most|first)\b",
        r"(?:how|what) has .{2,50}\bchanged between\b",
    ),
    overview=(
        r"summari[sz]\w*|summary\b|(?:sum|summing) up\b|overview\b|tl;? ?dr\b|recap\w*\b|gist\b|rundown\b|briefing\b"
        r"|essentials\b|condense\b|short version|nutshell|outline\b|state of play|life and career",
        r"(?:up to (?:speed|date)|to speed) (?:on|with)\b|in (?:a few|\w+) (?:lines|words|sentences)\b"
        r"|paragraph about\b|what do i need to know|where (?:do|did) things stand",
        r"tell me (?:something |more |all |everything |a bit )?(?:about|of)\b|(?:brief|fill|catch) me (?:on|in|up)\b",
        r"(?:main|key|important|essential) (?:points?|findings?|facts?|ideas?|messages?|takeaways?|news)\b",
        r"(?<!when )(?<!after )(?<!because )(?<!before )what(?: (?:is|was|has|have))? (?:been )?"
        r"(?:happen(?:ed|ing)?|going on|went on|up)\b(?! if\b)|what came out of\b",
        # "How did the election go for the Greens?"
        r"how (?:did|do|does|has|have) .{2,60} (?:go|gone|get on|got on|fare|fared|do|done)(?: (?:for|at|in) .*)?\W*$",
        r"what(?:'s| is| was| were| made) (?:in )?(?:the )?(?:background|story|latest|news|headlines|papers)\b"
        r"|what(?:'s| is) new\b",
        r"what (?:is|was|are|were) .{3,80} (?:about|like)\W*$",
        r"(?:what|anything|everything|something) (?:do )?(?:you|we) know about",
        r"^(?:anything|everything|information|info|news|facts) (?:about|on)\b",
        r"what (?:did|does|do|has|have) (?:the|this|that|an?|\w+['’]s) (?:[\w-]+ ){0,4}"
        r"(?:trial|study|survey|experiment|analysis|poll)\b.{0,60}"
        r"\b(?:find|found|show|shown|conclude[d]?|establish(?:ed)?)\b(?=\W*$| out\b)",
        r"what (?:did|does|do|has) (?:the|this|that|my) (?:\w+ )?corrections?\b.{0,40}"
        r"\b(?:change|correct|say|put right|fix|mend|withdraw|retract)\w*\W*$",
    ),
    statements=(
        rf"what (?:else |exactly |all )?{_DID} (?:.{{2,60}} )?(?:ha(?:ve|d) to )?(?<!\bthe ){_SAY}\b(?! (?:up"
        rf"|the name)\b)",
        rf"(?:what|how) (?:else |exactly |all )?(?!(?:can|could|will)\b){_DID} (?!(?:i|you|we|one)\b)(?:.{{2,60}} )?"
        rf"(?<!\bto )(?:{TELLS}|greet|receiv|welcom|take the news)(?:e|ed|ing)?\b",
        r"what (?:did|does|do|has|have) (?:the )?(?!the\b)\w+(?: \w+){0,3} report(?:ed)?"
        r"(?: (?:about|on|of)\b(?!.*\b(?:find|say|conclude|recommend|show|reveal|mean)\b)|\W*$)",
        r"what would .{2,60} (?:do|prefer|build|have|like) (?:instead|differently)\b",
        rf"what (?:else |exactly )?{_LOOKS_BACK} .{{2,60}} (?:make of|have against|object to|reproach)\b",
        r"what (?:arguments?|reasons?|criticisms?|objections?|promises|comments?|accusations?|advice|message|concerns?"
        r"|explanation) (?:did|does|do|has|have|had)\b",
        rf"(?:how|why) {_LOOKS_BACK} .{{2,60}} (?:explain|justif|defend|describ|account for)\w*\b",
        r"why (?:did|does|do) .{2,60} (?:say|think|believe|claim|argue|insist|feel|doubt|fear|warn|complain|object)\b",
        rf"wh(?:om?|at) {_LOOKS_BACK} .{{2,60}} (?:mean by|accuse|describe|hope|fear|expect|like about|dislike)\b",
        r"(?:reactions?|response|views?|opinions?|position|stance|attitude|words|comments?|remarks?"
        r"|testimony)\b.{0,5}\b(?:of|on|to|from|about)\b",
        r"(?:'s|s') (?:\w+ )?(?:reaction|response|views?|opinion|position|stance|words|comments?|remarks?"
        r"|take|line)\b",
        r"(?:arguments?|reasons?|case|said|speaks?|points) (?:(?:is|are) )?(?:there )?(?:both )?for and against\b",
        r"according to (?:both|each|either|all|(?:the )?(?:different|various|two|opposing|rival)) (?:of the )?"
        r"(?:sides?|part(?:y|ies)|camps?)\b",
        rf"^according to\b(?!.*, (?:{_ABOUT_HOW} )?{_FOR_ONE})|where (?:do|does|did) .{{2,60}} stand on\b"
        r"|in (?:his|her|their) own words\b",
        r"^who (?:said|says|claimed|claims|thinks|argued|warned|told|called|predicted)\b|quote (?:what|the|from)\b",
    ),
    listing=(
        r"(?:please )?(?:list|enumerate|name|count|itemi[sz]e)\b",
        r"(?:give|show|make|write|tell)(?: me| us)?(?: a| an| the)?(?: \w+)? list\b",
        r"(?:show|find|give|tell|get)(?: me| us)? (?:all|every|each|any)\b|.*\bnames of (?:all|the)\b",
        rf"how (?:many|often) (?:\w+ ){{0,3}}{_ARTICLES}\b|how (?:many|often)\b.*\bmention\w*\b",
        rf"(?:which|what) (?:of (?:the|my) )?{_ARTICLES}\b",
        r"who all\b|(?:what|who|where) else\b|who (?:took part|attended|testified)\b",
        r"(?:apart|aside) from\b|(?:besides|except|other than)\b|what (?:other )?(?:kinds|sorts|types) of\b",
        r"who (?:are|were) the (?!two\b|three\b)(?:[\w-]+ ){0,2}\w+s\b",
        # Who is on a panel, a bill or a list is several.
        r"who(?:'s| is| was| are| were| sat| sits| served| serves| played| plays| appeared) (?:up |going )?on the\b",
        rf"what (?:are|were) (?:all )?(?:the |some |\w+'s )?(?!(?:\w+ ){{0,2}}{_WEIGHED})"
        r"(?:(?:\w+ ){0,2}\w+(?:s|a|men|people|children))\b"
        r"(?= (?:of|for|in|that|to|who|which|on|from|at|against)\b)",
        rf"(?:which|what) (?:(?:former|other|new|\w+ish|\w+an) )*{_MANY}"
        r"(?! (?:an?|the|his|her|its|their|is|was|does|has|to|in|when|if)\b)",
        rf"(?:which|what) (?:of (?:the )?(?:[\w'’-]+['’]s? )?)?{_ADJECTIVES}{_MANY}(?= (?:{_ENDS_NOUN})\b)",
        rf"(?:which|what) {_ADJECTIVES}(?:people|men|women|children|countries|companies)\b"
        r"(?!['’]| (?:is|was|has|does)\b)",
        rf"what (?!(?:{_LOOKS_BACK}|two|three|four|five) )(?:[\w'-]+ )?{_MANY}"
        r"(?= (?:has|have|had|did|do|does|is|are|was|were|can|must|should|will|\w+ed)\b)",
    ),
    explanation=(
        rf"(?:.*[,;:] (?:so |and |but |then )?)?why\b|explain\b|describe\b|how(?! {DEGREE}\b)",
        r".*\b(?:what now|what next)\W*$|(?:.*[,;.!] ?)?what (?:to do|(?:do|should|can|must) (?:i|we) do)\b",
        r"(?:for|on|in) what (?:reasons?|grounds|purpose|way|sense|respects?)\b",
        r"what(?:'s| is| was)? (?:went wrong|caused|led|makes|made|drove|triggered|sparked|started|stopping|turned"
        r"|keeps"
        r"|happens|would|explains|motivated|behind|lies behind|it about|at stake|so \w+ about)\b",
        rf"(?:{_IS}|what) (?:the |a |some |\w+'s )?(?:main |exact |likely )?(?:reasons?|causes?|purpose|point|meaning"
        r"|significance|role|effects?|impact|influence|damage|harm|consequences?|implications?|idea|motives?|thinking"
        rf"|{_WEIGHED})\b",
        r"what (?:does|do|did|will|would) .{1,60}\b(?:mean|do|stand for|involve|entail)\b",
        r"what (?:did|does|do|has|have) .{1,60}\b(?:find|found|show|shown|discover(?:ed)?|concluded?|learn(?:ed|t)?"
        r"|see|saw|seen|observed?)\b(?=\W*$| (?:out|about|when|in|at|on|of)\b)",
        r"what (?:has |have |had )?(?:changed|became of|becomes of|(?:is|was) planned)\b"
        r"|what (?:will|is to|is going to|would) (?:become|happen)\b",
        r"what(?:'s| is| are| was| were) (?:exactly )?(?:an? )?"
        r"(?!the\b|his\b|her\b|its\b|their\b|it\b|they\b|on\b|in\b|at\b)(?:[\w.'’\"“”-]+ ?){1,4}\W*$",
        # "Who was Ada Lovelace?", but not "Who was Ada's husband?"
        r"(?:what|who) (?:is|was|are|were) .{2,60}?,? and (?:why|what|how) (?:does|do|did|is|are|was|were) "
        rf"{_IT}\b",
        r"what (?:is|was|are|were) (?:an? |the )?[\"“‘'][\w' -]{2,40}[\"”’'](?: (?:for|in|of|at) .{2,40})?\W*$",
        r"who (?:is|was|are|were) (?!the\b|his\b|her\b|its\b|their\b|to\b|in\b|.*\w['’]s )"
        rf"(?:{_NAME})\W*$",
    ),
    fact=(
        rf"(?:{_ABOUT_HOW} )?(?:at |in |on |by |to |from |since |until |of |for |with )?"
        r"(?:who|whom|whose|when|where|what|which|how)\b|what's\b|who's\b",
    ),
    yes_no=(
        r"(?:whether|is|are|am|was|were|do|does|did|can|could|has|have|had|will|would|should|shall|may|might|must|need)"
        r"(?:n't|n’t)?\b",
    ),
    fact_behind=(
        r"(?:as|by|of|in|for|to|at|from|with|on|using|when|after|before|because) (?:what|which|whom|who|whose)\b",
        r"(?:called|named|known as) what\b",
        r"(?:what|which|whose|how (?:many|much|old|long)) \w+\b.*\?\W*$|(?:doing|alleging|saying) what\b",
        r"(?:who|whom|what|where|when|(?:what|which|whose|how (?:many|much)) (?:\w+ ?){1,3})\W*$",
        r"how (?:much|many|fast|old|high|long|far|big)\W*$",
        r"(?:, |^(?:in|on) [\w ]{2,20} )(?:what|which|who|where|when|how (?:many|much|long))\b",
    ),
)
