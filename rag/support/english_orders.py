"""Orders to an assistant in English: patterns for `instructions`.

They want more than an imperative: one that speaks of instructions, answers, questions or prompts, so that recipes,
advice and reported speech go through.
"""

BACK = r"(?:previous|above|earlier|prior|preceding|foregoing|original|initial|other|existing|system|safety|your|these)"
TOLD = (
    r"(?:instruct|prompt|text|context|rules?\b|guideline|directive|message|excerpt|passage|command|content|source"
    r"|sentence)"
)
AI = (
    r"(?:a\.?i\.?|llms?|(?:large |ai )?language models?|(?:ai |search |virtual |digital )?assistants?"
    r"|ai (?:models?|systems?)"
    r"|chat ?bots?|chatgpt|gpt|models?|bots?|answering (?:machine|system)s?|question[- ]answering systems?)"
)
SAY = r"(?:say|answer|reply|respond|output|print|write|state|claim|return|tell|repeat|report|insist|assert)"
REPLY = r"(?:answers?|repl(?:y|ies)|responses?|outputs?|summar(?:y|ies))"
ASKED = r"(?:if|when|whenever|every time|should)\b.{0,40}?\bask(?:s|ed|ing)?\b.{0,120}?"

# Where an imperative may begin.
ORDERS = (
    r"(?:ignore|disregard|forget|override|discard|bypass|overlook"
    rf"|erase)\b(?: \w+){{0,3}}? {BACK}(?: \w+){{0,2}}? {TOLD}",
    r"(?:ignore|disregard|forget) (?:(?:all|every|any)(?:thing|one)? |what(?:ever)? |(?:all )?the |all (?:of )?)?"
    r"(?:\w+ ){0,3}?(?:above|so far|(?:that )?(?:came|comes|stands|stood) before|before this|up to here"
    r"|you (?:were|have been|had been|'ve been) (?:told|given|taught)(?! about)"
    r"|you (?:have )?read(?! (?:about|on|in)))\b",
    r"(?:ignore|disregard|forget) (?:(?:all|any|the) )+(?:excerpts|passages|prompts?|context|user)\b",
    rf"(?:ignore|disregard|forget)\b.{{0,60}}?\band {SAY}\b(?:(?: only| just)?:| only\b| that\b| with\b"
    rf"| [\"“]| (?-i:[A-Z]{{3,}}))",
    r"(?:respond|reply|answer|output|print|write|return|say|state|repeat)\b(?: to .{0,40}?)?(?: only"
    r"| exactly| just| simply)?"
    r"(?: with)?:? (?:only|exactly|solely|nothing but|verbatim|the following(?: sentence| words?| text)?\b(?= *[:.])"
    r"|the (?:exact |single )?(?:words?|phrase|sentence|string)\b)",
    r"(?:respond|reply|answer) (?:only |just |simply )?with:? (?:[\"“'‘«]|(?-i:[A-Z]{3,}))",
    r"(?:answer|output|print|return|write|say|reply)\b:? (?-i:[A-Z]{4,})\b",
    r"(?:respond|reply|answer) with (?:this|the following)\b[^.:?!]{0,30}:",
    r"(?:(?:answer|reply|respond|output|print|return)\b[^?]{1,90}? instead\b|(?:say|write|state"
    r"|claim) (?:instead\b|that [^?]{1,90}? instead\b))",
    rf"{SAY}\b[^?]{{1,120}}?\b(?:nothing else|no matter what|whatever (?:is|was|you are|the user|they) "
    r"|regardless of (?:the|what))",
    r"(?:answer|respond to|reply to|meet) (?:(?:every|all|any|each|this|the user's"
    r"|such)(?: \w+)? )?questions?\b.{0,80}?\b(?:with|by saying|that)\b",
    r"(?:tell|inform|assure|convince|answer) (?:the|every|any|your|all|each) (?:users?|reader|asker"
    r"|questioner|human|person (?:who|asking))\b",
    rf"(?:do not|don't|never) (?:mention|reveal|cite|quote|disclose|refer to|use|trust)\b.{{0,60}}?"
    r"\b(?:excerpts?|instructions?|prompt|passages?|users?|this (?:note|message|line)|real|other sources?"
    rf"|{REPLY}|anything else)\b",
    rf"(?:please )?{SAY} .{{1,100}}\b(?:if|when|whenever) (?:you are |you're |anyone |someone |somebody "
    r"|the user )?ask(?:s|ed)\b",
    r"(?:begin|start|end|finish|close|prefix|conclude|preface|sign) (?:your|the|each|every|all"
    rf"|any)(?: \w+)? {REPLY} (?:with|by|:)",
    r"(?:mention|include|write|say|state|add|put|insert|cite|use|claim|append|embed|render|place|give"
    rf"|name)\b.{{1,140}}?"
    r"\b(?:in|to|of|into|with|under|below|as) (?:the |end of )*(?:your|every|each|any|the (?:final"
    rf"|user's)) {REPLY}\b",
    r"(?:cite|mark|treat|consider|accept|regard|quote|label) (?:this|it|the following|what follows|these"
    r"|that)\b.{0,50}?"
    r"\b(?:as|verified|supported)\b.{0,30}\b(?:truth|true|facts?|authoritative|verified|supported|correct"
    r"|source|only|highest|evidence)\b",
    r"(?:repeat|print|reveal|show|output|write|tell|display|copy|disclose|quote|list)\b.{0,50}?"
    r"\b(?:(?:system|hidden|initial|original|secret) (?:prompt|instructions?|message)|your (?:instructions"
    r"|prompt|rules|guidelines)"
    r"|(?:words|text|prompt|instructions|everything) (?:above|before|you were given))\b",
    r"(?:decode|decrypt|decipher|unscramble|execute|obey|comply with)\b.{0,60}?\b(?:base ?64|rot13|strings?"
    r"|instructions?|commands?|orders?|what it says|follow)\b",
    r"(?:follow|obey) (?:only )?(?:my|the hidden|the instructions? (?:in|below"
    r"|hidden))\b.{0,30}\b(?:instruct|command|prompt|only|below|title|note)",
    r"(?:update|overwrite|replace|clear|reset) (?:your|the model's) (?:knowledge|memory|records|facts"
    r"|context|database)\b",
)
# At the beginning of a word.
PHRASES = (
    rf"(?:this|the following) (?:\w+ )?(?:overrides|supersedes|replaces|takes precedence over) .{{0,40}}{TOLD}",
    r"(?:other|above|previous|earlier) (?:excerpts|passages|instructions|prompts) (?:are|were|is) \w+",
    r"new (?:system )?(?:instructions?|tasks?|prompts?|directives?)(?: for .{0,30})?:",
    rf"you are (?:now |no longer |only |henceforth )+.{{0,60}}\b(?:{AI}|mode|persona|oracle|restrict\w*"
    r"|unrestricted|bound)\b",
    rf"(?:if|since|because|as) (?:you are |you're )?an? {AI}\b.{{0,60}}\byou (?:must|should|shall|will|have to|are)\b",
    rf"(?:if you are|you,?) (?:an?|the) {AI}\b.{{0,20}}(?:[,:]|\breading\b)",
    rf"(?:from now on|henceforth|from here on),? (?:you (?:\w+ )?(?:{SAY}|are|act|obey|only)\b|always\b|{SAY}\b"
    r"|every answer)",
    r"your (?:new|only|real|true|sole) (?:task|job|instructions?|role|goal|objective|purpose) (?:is|are)\b",
    r"(?:note|message|notice|memo|attention|instructions?|reminder|request|important|warning|dear|hello|hey"
    r"|hi|ok|please)"
    rf"(?: (?:to|for))?,? (?:the |all |any |an |every |our |my )?{AI}(?:\s*[:,.!)\]>–—]| (?:reading|that"
    r"|which|who|process))",
    rf"(?:the |any |every |an? )?{AI} (?:reading|processing|summari[sz]ing|that reads|which reads"
    r"|who reads) (?:this|these)\b",
    rf"(?:the|any|every|an?) (?:{AI}|system) (?:must|shall|is to|has to) (?:\w+ )?(?:{SAY}|ignore)\b",
    rf"{ASKED}(?:[,:;.\-–—]| then) (?:please |always |only |simply |just |you (?:must|should|shall|will"
    rf"|are to|may) (?:always |only )?)?{SAY}\b(?! (?:sources|experts|officials))",
    rf"your (?:\w+ )?{REPLY} (?:must|should|shall|has to|have to|will|needs? to|is to)\b",
    r"(?:the|every|each|any|all) (?:(?:correct|right|only|true|expected|final|official"
    rf"|accepted) ){{1,2}}{REPLY} (?:to|about|for) "
    r"(?:any|every|all|this|the|that|such|each)(?: \w+)? ?(?:questions?|quer(?:y|ies))\b.{0,80}?\b(?:is|are"
    r"|must|should|has to|shall|:)",
    rf"(?:the|every|each) (?:correct|only|expected|final|accepted) {REPLY} (?:must|shall|has to) ",
    r"your (?:knowledge|training data|memory|records|context|excerpts) (?:is|are|has been|have been|was"
    r"|were) (?:now )?(?:outdated|updated|overwritten|replaced|reset|wrong)\b",
    r"(?:unless|if) you (?:do not|don't|fail to|refuse to|dare not to"
    rf"|won't)? ?(?:only )?{SAY}\b(?! me\b)(?=.{{0,60}}(?:\bthat\b|[\"“:]|(?-i:[A-Z]{{2}})|\bpeople\b"
    r"|\bdie\b|\bfired\b))",
    rf"(?:beg|implore|beseech|command|order|instruct) you,?(?: \w+,?){{0,4}}? to {SAY}\b",
    r"system (?:prompt|message|override|instructions?|note|notice|update|command)(?: [\w.]+){0,3}?\s*[:\]>–—]",
    r"(?:end|close|begin|start)(?: of)?(?: the| all)? (?:excerpts?|context|quoted (?:material|text)|prompts?"
    r"|user input|untrusted (?:text|data))\b",
)
