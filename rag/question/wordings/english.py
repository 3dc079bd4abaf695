"""English questions, as people word them."""

from rag.question.wordings.wordings import Wordings

_NAME = r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}"
# "More than 350 bars": a number, nothing that is compared.
_COUNTED = r"(?:[$£€]?\d|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|half|twice|hal[bf]\w*) )"
_MANY = (  # more than one of something: "towns", but not "what happens" and "which is"
    r"(?!(?:is|was|does|has|this|news|happens?|makes|causes|keeps|drives|gives|takes|means|goes|comes|others?)\b)"
    r"(?:\w{2,}[^siu\W]s|people|men|women|children)\b"
)
_SAY = (  # "What did she say?"
    r"(?:say|tell|think|claim|argue|announce|promise|write|answer|explain|admit|deny|suggest|warn|demand|respond|react"
    r"|reply|comment|feel|declare|reveal|predict|state|believe|propose|recommend|advise|criticise|criticize|complain)"
)
_SAID = (  # "What was said?", "What has she told them?"
    r"(?:said|saying|told|telling|thought|thinking|written|writing|(?:claim|argu|announc|promis|answer|explain|admitt|deni|deny"
    r"|suggest|warn|demand|respond|react|repli|reply|comment|declar|reveal|predict|stat)(?:ed|ing))"
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
# What speaks for and against something is no list of things.
_WEIGHED = r"(?:arguments?|advantages?|disadvantages?|benefits?|drawbacks?|risks?|dangers?|downsides?)"
_MINE = r"(?:my|the|this|your|our)"
_DEGREE = (
    r"(?:many|much|long|old|far|tall|high|deep|wide|big|large|fast|often|soon|heavy|hot|late|likely|close|small|few"
    r"|loud)"
)

ENGLISH = Wordings(
    courtesy=(
        r"(?:and|so|but|well|please|now|also|hi|hello)\b[ ,!:]*",
        r"(?:can|could|would|will) you (?:please )?(?:just )?(?=(?:tell|give|show|list|name|explain|summar|compare|sum"
        r"|write|find|describe|outline|recap|count|make|walk|brief|catch)\w*\b)",
        r"(?:do you know|tell me|i(?:'d| would) like to know|i want to know|i wonder) "
        r"(?=(?:who|when|where|what|which|why|how|whose)\b)",
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
        r"timeline\b|time line\b|chronolog\w+|in (?:which|what) order|order of events|happened,? in order",
        r"what happened,? (?:when\b|first\b|step by step|in order)|step by step,? (?:what|how) (?:happened|did)",
        r"(?:when|how|what).*\bstep by step\W*$|(?:events|happen\w*)\b.*\bin order\b",
        r"(?:what (?:was |has )?(?:happened|said|done)|tell me what happened|how it went).*"
        r"\b(?:each|every) day\b|day by day\b|day-by-day\b|hour by hour\b",
        r"when did what\b|sequence of (?:the )?events|course of (?:the )?events",
        r"history of (?=\w)|(?:how did|how has) .{2,60}\b(?:unfold|evolve|develop)(?:ed)?\b",
        r"(?:key|main|all|major|important) milestones\b|from (?:the )?(?:beginning|start) to (?:the )?(?:end|finish)\b",
        r"(?:trace|follow|retrace|reconstruct) the (?:course|events|history|development)",
        r"(?:walk|take|talk) me through the (?:events|history|story)",
        r"(?:list|give|show).{0,12}\b(?:all )?(?:the )?(?:key |important )?dates\b",
    ),
    comparison=(
        r"(?:compare[sd]?|comparing|comparison|contrast)\b|vs\.?(?= )|versus\b|side by side|in common\b|pros and cons",
        r"(?:stack|measure|hold|match) up (?:against|to|with)\b|where (?:do|did) .{2,60} and .{2,60} stand on\b",
        r"differences?\b.{0,20}\b(?:between|of|in|from)\b|(?:differ|differed|differentiate)\b|different from\b",
        r"(?:what|how)\b.{0,25}\bdistinguish\w*|similarities\b|similar(?:ity)? (?:to|between)",
        rf"(?:better|worse|more|less|cheaper|faster|safer|larger|bigger|older|\w{{3,}}er) than\b(?! {_COUNTED})",
        r"(?:which|what|who|did|does|is)\b.{2,50}\b(?:better|worse|more|less|cheaper|faster|safer|larger|bigger|older"
        r"|longer|higher|stronger)\b.{0,30},? (?:the )?[\w ]{2,20} or ",
        r"(?:which|what|who|is)\b.{2,50}\b(?:best|most)\b.{0,30}, (?:the )?[\w ]{2,20} or ",
        r"(?:did|does|do|has|have|had) (?:the )?[\w.'-]+ or (?:the )?[\w.'-]+ .*"
        r"\b(?:more|less|fewer|better|worse|most|first)\b",
        r"(?:how|what) has .{2,50}\bchanged between\b",
    ),
    overview=(
        r"summari[sz]\w*|summary\b|sum up\b|summing up|overview\b|tl;? ?dr\b|recap\w*\b|gist\b|synopsis\b"
        r"|in a nutshell|outline\b",
        r"tell me (?:something |more |all |everything |a bit )?(?:about|of)\b|(?:brief|fill|catch) me (?:on|in|up)\b",
        r"(?:main|key|most important|essential) (?:points?|findings?|facts?|ideas?|messages?|takeaways?|news)\b",
        r"(?<!when )(?<!after )(?<!because )(?<!before )what (?:has |have )?"
        r"(?:happened|happen|is happening|was happening|is going on|went on|is up)\b(?! if\b)",
        r"what (?:is|was) (?:the )?background (?:to|of|on|behind)\b|(?:give|tell) me (?:the |some )?background\b",
        r"what(?:'s| is) (?:the latest|new|the news)\b|what (?:is|was|are) (?:.{3,80}) about\W*$",
        r"what (?:was|were|made|is) (?:in )?the (?:news|headlines|papers)\b",
        r"(?:what|anything|everything|something) (?:do )?(?:you|we) know about",
        r"^(?:anything|everything|information|info|news|facts) (?:about|on)\b",
        r"what (?:did|does|do|has|have) (?:the|this|that|an?|\w+['’]s) (?:[\w-]+ ){0,4}"
        r"(?:trial|study|survey|experiment|analysis|poll)\b.{0,60}"
        r"\b(?:find|found|show|shown|conclude[d]?|establish(?:ed)?)\b(?=\W*$| out\b)",
        r"what (?:did|does|do|has) (?:the|this|that|my) (?:\w+ )?corrections?\b.{0,40}"
        r"\b(?:change|correct|say|put right|fix|mend|withdraw|retract)\w*\W*$",
        r"^(?:what|who) (?:is|was|are|were) .{2,60}?,? and (?:why|what|how) (?:does|do|did|is|are|was|were) "
        rf"{_IT}\b",
    ),
    statements=(
        rf"what (?:else |exactly |all )?(?:did|does|do|can|could|will) (?:.{{2,60}} )?(?:have to )?{_SAY}\b"
        r"(?! (?:up|the name)\b)",
        rf"what (?:else |exactly |all )?(?:has|have|had|is|are|was|were|did) (?:.{{2,60}} )?{_SAID}\b",
        r"what (?:did|does|do|has|have) (?:the )?(?!the\b)\w+(?: \w+){0,3} report(?:ed)?"
        r"(?: (?:about|on|of)\b(?!.*\b(?:find|say|conclude|recommend|show|reveal|mean)\b)|\W*$)",
        r"what would .{2,60} (?:do|prefer|build|have|like) (?:instead|differently)\b",
        rf"what (?:else |exactly )?{_LOOKS_BACK} .{{2,60}} (?:make of|have against|object to|reproach)\b",
        r"what (?:arguments?|reasons?|criticisms?|objections?|promises|comments?|accusations?) "
        rf"{_LOOKS_BACK} .{{2,50}} (?:make|give|made|given|raise|raised)\b",
        rf"(?:how|why) {_LOOKS_BACK} .{{2,60}} (?:explain|justif|defend|describ|account for)\w*\b",
        r"why (?:did|does|do) .{2,60} (?:say|think|believe|claim|argue|insist|feel|doubt|fear|warn|complain|object)\b",
        rf"wh(?:om?|at) {_LOOKS_BACK} .{{2,60}} (?:mean by|accuse|describe|hope|fear|expect|like about|dislike)\b",
        rf"how {_LOOKS_BACK} .{{2,60}} "
        r"(?:respond|react|reply|answer|comment|feel|responded|reacted|replied|answered)\w*\b",
        r"(?:reactions?|response|view|views|opinion|opinions|position|stance|attitude|words|comments?|remarks?"
        r"|testimony)\b.{0,5}\b(?:of|on|to|from|about)\b",
        r"(?:'s|s') (?:\w+ )?(?:reaction|response|view|views|opinion|position|stance|words|comments?|remarks?)\b",
        rf"^according to\b(?!.*, (?:{_ABOUT_HOW} )?{_FOR_ONE})",
        r"^who (?:said|says|claimed|claims|thinks|argued|warned|told|called|predicted)\b|quote (?:what|the|from)\b",
    ),
    listing=(
        r"(?:please )?(?:list|enumerate|name|count|itemi[sz]e)\b",
        r"(?:give|show|make|write|tell)(?: me| us)?(?: a| an| the)?(?: \w+)? list\b",
        r"(?:show|find|give|tell|get)(?: me| us)? (?:all|every|each|any)\b",
        rf"how (?:many|often) (?:\w+ ){{0,3}}{_ARTICLES}\b|how (?:many|often)\b.*\bmention\w*\b",
        rf"(?:which|what) (?:of (?:the|my) )?{_ARTICLES}\b",
        r"who all\b|what else\b|who else\b|who (?:are|were) the \w+s\b",
        rf"what (?:are|were) (?:all )?(?:the |some |\w+'s )?(?!(?:\w+ ){{0,2}}{_WEIGHED})"
        r"(?:(?:\w+ ){0,2}\w+(?:s|a|men|people|children))\b"
        r"(?= (?:of|for|in|that|to|who|which|on|from|at|against)\b)",
        rf"(?:which|what) (?:(?:former|other|new|\w+ish|\w+an) )*{_MANY}"
        r"(?! (?:an?|the|his|her|its|their|is|was|does|has|to|in|when|if)\b)",
        rf"which (?!(?:two|three|four|five|of these)\b)(?:[\w-]+ ){{1,2}}{_MANY}"
        r"(?= (?:\w+ed|are|were|have|had|did|can|may|will|do)\b)",
        rf"what (?!(?:{_LOOKS_BACK}|two|three|four|five) )(?:[\w'-]+ )?{_MANY}"
        r"(?= (?:has|have|had|did|do|does|are|were|can|must|should|will)\b)",
    ),
    explanation=(
        rf"why\b|how come\b|explain\b|describe\b|how(?! {_DEGREE}\b)",
        r".*\b(?:what now|what next)\W*$|(?:.*[,;.!] ?)?what (?:to do|(?:do|should|can|must) (?:i|we) do)\b",
        r"(?:for )?what (?:reason|purpose)\b|in what way\b",
        r"what (?:went wrong|caused|led|makes|made|drove|triggered|sparked|started|happens|would|explains|motivated)\b",
        rf"{_IS} (?:the |a )?(?:reasons?|causes?|purpose|point|meaning|significance|role|effects?|impact"
        r"|consequences?|idea)\b",
        rf"{_IS} (?:the |some |\w+'s )?(?:\w+ )?{_WEIGHED}\b",
        r"what (?:role|effects?|impact|influence|consequences|damage|harm)\b|what (?:is|was) meant\b",
        r"what (?:does|do|did) .{1,60}\b(?:mean|do|stand for|involve|entail)\b",
        r"what (?:did|does|do|has|have) .{0,40}"
        r"\b(?:research(?:ers)?|scientists|inquiry|investigations?|reports?|reviews?|tests?|data|figures|results?|inspectors|auditors|team)\b.{0,60}"
        r"\b(?:find|found|show|shown|discover(?:ed)?|conclude[d]?|learn(?:ed|t)?|establish(?:ed)?)\b"
        r"(?=\W*$| (?:out|about|when|in|at|on|of)\b)",
        r"what (?:did|has|have|does) .{1,60}\b(?:see|saw|seen|observe[d]?)\b",
        r"what (?:has |have |had )?(?:changed|became of|becomes of|(?:is|was) planned)\b"
        r"|what (?:will|is to|is going to|would) (?:become|happen)\b",
        r"what(?:'s| is| are| was| were) (?:an? )?"
        r"(?!the\b|his\b|her\b|its\b|their\b|it\b|they\b|on\b|in\b|at\b)(?:[\w.'’\"“”-]+ ?){1,4}\W*$",
        # "Who was Ada Lovelace?", but not "Who was Ada's husband?"
        r"who (?:is|was|are|were) (?!the\b|his\b|her\b|its\b|their\b|to\b|in\b|.*\w['’]s )"
        rf"(?:{_NAME})\W*$",
    ),
    fact=(
        rf"(?:{_ABOUT_HOW} )?(?:at |in |on |by |to |from |since |until |of |for |with )?"
        r"(?:who|whom|whose|when|where|what|which|how)\b|what's\b|who's\b",
    ),
    yes_no=(
        r"(?:is|are|am|was|were|do|does|did|can|could|has|have|had|will|would|should|shall|may|might|must|need)"
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
