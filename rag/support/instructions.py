"""Sentences of an article that tell its reader's assistant what to do: they may be shown, and support no claim.

The patterns want more than an imperative: one that speaks of instructions, answers, questions or prompts, so that
recipes, advice and reported speech go through. They are a second lock, for what is worded in a common way; the first
is that a claim must stand in the article at all.
"""

import html
import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from index import Span
from index.splitting import split_sentences
from rag.types import Evidence
from rag.words import content_stems

_BACK = r"(?:previous|above|earlier|prior|preceding|foregoing|original|initial|other|existing|system|safety|your|these)"
_TOLD = (
    r"(?:instruct|prompt|text|context|rules?\b|guideline|directive|message|excerpt|passage|command|content|source"
    r"|sentence)"
)
_AI = (
    r"(?:a\.?i\.?|llms?|(?:large |ai )?language models?|(?:ai |search |virtual |digital )?assistants?"
    r"|ai (?:models?|systems?)"
    r"|chat ?bots?|chatgpt|gpt|models?|bots?|answering (?:machine|system)s?|question[- ]answering systems?)"
)
_SAY = r"(?:say|answer|reply|respond|output|print|write|state|claim|return|tell|repeat|report|insist|assert)"
_REPLY = r"(?:answers?|repl(?:y|ies)|responses?|outputs?|summar(?:y|ies))"
_ASKED = r"(?:if|when|whenever|every time|should)\b.{0,40}?\bask(?:s|ed|ing)?\b.{0,120}?"

# Where an imperative may begin.
_ORDERS = (
    r"(?:ignore|disregard|forget|override|discard|bypass|overlook"
    rf"|erase)\b(?: \w+){{0,3}}? {_BACK}(?: \w+){{0,2}}? {_TOLD}",
    r"(?:ignore|disregard|forget) (?:(?:all|every|any)(?:thing|one)? |what(?:ever)? |(?:all )?the |all (?:of )?)?"
    r"(?:\w+ ){0,3}?(?:above|so far|(?:that )?(?:came|comes|stands|stood) before|before this|up to here"
    r"|you (?:were|have been|had been|'ve been) (?:told|given|taught)(?! about)"
    r"|you (?:have )?read(?! (?:about|on|in)))\b",
    r"(?:ignore|disregard|forget) (?:(?:all|any|the) )+(?:excerpts|passages|prompts?|context|user)\b",
    rf"(?:ignore|disregard|forget)\b.{{0,60}}?\band {_SAY}\b(?:(?: only| just)?:| only\b| that\b| with\b"
    rf"| [\"“]| (?-i:[A-Z]{{3,}}))",
    r"(?:respond|reply|answer|output|print|write|return|say|state|repeat)\b(?: to .{0,40}?)?(?: only"
    r"| exactly| just| simply)?"
    r"(?: with)?:? (?:only|exactly|solely|nothing but|verbatim|the following(?: sentence| words?| text)?\b(?= *[:.])"
    r"|the (?:exact |single )?(?:words?|phrase|sentence|string)\b)",
    r"(?:respond|reply|answer) (?:only |just |simply )?with:? (?:[\"“'‘«]|(?-i:[A-Z]{3,}))",
    r"(?:answer|output|print|return|write|say|reply)\b:? (?-i:[A-Z]{4,})\b",
    r"(?:(?:answer|reply|respond|output|print|return)\b[^?]{1,90}? instead\b|(?:say|write|state"
    r"|claim) (?:instead\b|that [^?]{1,90}? instead\b))",
    rf"{_SAY}\b[^?]{{1,120}}?\b(?:nothing else|no matter what|whatever (?:is|was|you are|the user|they) "
    r"|regardless of (?:the|what))",
    r"(?:answer|respond to|reply to|meet) (?:(?:every|all|any|each|this|the user's"
    r"|such)(?: \w+)? )?questions?\b.{0,80}?\b(?:with|by saying|that)\b",
    r"(?:tell|inform|assure|convince|answer) (?:the|every|any|your|all|each) (?:users?|reader|asker"
    r"|questioner|human|person (?:who|asking))\b",
    rf"(?:do not|don't|never) (?:mention|reveal|cite|quote|disclose|refer to|use|trust)\b.{{0,60}}?"
    r"\b(?:excerpts?|instructions?|prompt|passages?|users?|this (?:note|message|line)|real|other sources?"
    rf"|{_REPLY}|anything else)\b",
    rf"(?:please )?{_SAY} .{{1,100}}\b(?:if|when|whenever) (?:you are |you're |anyone |someone |somebody "
    r"|the user )?ask(?:s|ed)\b",
    r"(?:begin|start|end|finish|close|prefix|conclude|preface|sign) (?:your|the|each|every|all"
    rf"|any)(?: \w+)? {_REPLY} (?:with|by|:)",
    r"(?:mention|include|write|say|state|add|put|insert|cite|use|claim|append|embed|render|place|give"
    rf"|name)\b.{{1,140}}?"
    r"\b(?:in|to|of|into|with|under|below|as) (?:the |end of )*(?:your|every|each|any|the (?:final"
    rf"|user's)) {_REPLY}\b",
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
    r"(?:ignorier\w*|vergiss|vergesst|vergessen sie|missachte\w*)\b.{0,40}(?:vorherig|bisherig|obig|oben\b"
    r"|vorangeh|vorangegang|vorstehend|früher|anweisung)",
    r"(?:antworten? (?:sie )?|sage? |sagen sie |schreiben? (?:sie )?|gib |geben sie )(?:\w+ ){0,2}?(?:nur"
    r"|ausschließlich|stattdessen|lediglich)\b",
    r"(?:ignore[zr]?|oublie[zr]?|ne (?:tiens|tenez) pas compte)\b.{0,40}(?:instruction|consigne|précéde"
    r"|précède|ci-dessus)",
    r"(?:réponds|répondez|dis|dites|écris|écrivez) (?:\w+ ){0,2}?(?:seulement|uniquement|simplement|plutôt"
    r"|exactement)\b",
    r"(?:ignor[ae]|ignorad|ignorate|olvid[ae]|descarta|omite|dimentica|ignori|tralascia|esqueça|esquece|desconsidere)\b"
    r".{0,40}(?:instruc|istruzion|instruç|indicac|anterior|precedent|di sopra|acima|de arriba)",
    r"(?:respond[ae]|contesta|conteste|diga|di|escrib[ae]|rispondi|rispondete|scrivi|escreva|di') (?:\w+ ){0,2}?"
    r"(?:solo|sólo|únicamente|solamente|soltanto|unicamente|apenas|somente|só|exactamente)\b",
    r"(?:negeer|vergeet)\b.{0,40}(?:instructie|voorgaande|vorige|bovenstaande|eerdere|hierboven)",
    r"(?:antwoord|zeg|schrijf) (?:\w+ ){0,2}?(?:alleen|slechts|enkel|uitsluitend|in plaats daarvan)\b",
    r"(?:ответь|отвечай|скажи|напиши)(?:те)? (?:\w+ ){0,2}?(?:только|лишь|вместо)",
)
# At the beginning of a word.
_PHRASES = (
    rf"(?:this|the following) (?:\w+ )?(?:overrides|supersedes|replaces|takes precedence over) .{{0,40}}{_TOLD}",
    r"(?:other|above|previous|earlier) (?:excerpts|passages|instructions|prompts) (?:are|were|is) \w+",
    r"new (?:system )?(?:instructions?|tasks?|prompts?|directives?)(?: for .{0,30})?:",
    rf"you are (?:now |no longer |only |henceforth )+.{{0,60}}\b(?:{_AI}|mode|persona|oracle|restrict\w*"
    r"|unrestricted|bound)\b",
    rf"(?:if|since|because|as) (?:you are |you're )?an? {_AI}\b.{{0,60}}\byou (?:must|should|shall|will|have to|are)\b",
    rf"(?:if you are|you,?) (?:an?|the) {_AI}\b.{{0,20}}(?:[,:]|\breading\b)",
    rf"(?:from now on|henceforth|from here on),? (?:you (?:\w+ )?(?:{_SAY}|are|act|obey|only)\b|always\b|{_SAY}\b"
    r"|every answer)",
    r"your (?:new|only|real|true|sole) (?:task|job|instructions?|role|goal|objective|purpose) (?:is|are)\b",
    r"(?:note|message|notice|memo|attention|instructions?|reminder|request|important|warning|dear|hello|hey"
    r"|hi|ok|please)"
    rf"(?: (?:to|for))?,? (?:the |all |any |an |every |our |my )?{_AI}(?:\s*[:,.!)\]>–—]| (?:reading|that"
    r"|which|who|process))",
    rf"(?:the |any |every |an? )?{_AI} (?:reading|processing|summari[sz]ing|that reads|which reads"
    r"|who reads) (?:this|these)\b",
    rf"(?:the|any|every|an?) (?:{_AI}|system) (?:must|shall|is to|has to) (?:\w+ )?(?:{_SAY}|ignore)\b",
    rf"{_ASKED}(?:[,:;.\-–—]| then) (?:please |always |only |simply |just |you (?:must|should|shall|will"
    rf"|are to|may) (?:always |only )?)?{_SAY}\b(?! (?:sources|experts|officials))",
    rf"your (?:\w+ )?{_REPLY} (?:must|should|shall|has to|have to|will|needs? to|is to)\b",
    r"(?:the|every|each|any|all) (?:(?:correct|right|only|true|expected|final|official"
    rf"|accepted) ){{1,2}}{_REPLY} (?:to|about|for) "
    r"(?:any|every|all|this|the|that|such|each)(?: \w+)? ?(?:questions?|quer(?:y|ies))\b.{0,80}?\b(?:is|are"
    r"|must|should|has to|shall|:)",
    rf"(?:the|every|each) (?:correct|only|expected|final|accepted) {_REPLY} (?:must|shall|has to) ",
    r"your (?:knowledge|training data|memory|records|context|excerpts) (?:is|are|has been|have been|was"
    r"|were) (?:now )?(?:outdated|updated|overwritten|replaced|reset|wrong)\b",
    r"(?:unless|if) you (?:do not|don't|fail to|refuse to|dare not to"
    rf"|won't)? ?(?:only )?{_SAY}\b(?! me\b)(?=.{{0,60}}(?:\bthat\b|[\"“:]|(?-i:[A-Z]{{2}})|\bpeople\b"
    r"|\bdie\b|\bfired\b))",
    rf"(?:beg|implore|beseech|command|order|instruct) you,?(?: \w+,?){{0,4}}? to {_SAY}\b",
    r"system (?:prompt|message|override|instructions?|note|notice|update|command)(?: [\w.]+){0,3}?\s*[:\]>–—]",
    r"(?:end|close|begin|start)(?: of)?(?: the| all)? (?:excerpts?|context|quoted (?:material|text)|prompts?"
    r"|user input|untrusted (?:text|data))\b",
    r"(?:wenn|falls|sobald)\b.{0,40}\b(?:ge)?frag.{0,60}\b(?:antworte|sage?|schreibe?|(?:sagen|antworten"
    r"|schreiben) sie(?=:| nur| mit| dass))\b|\bneue anweisung(?:en)?:",
    r"(?:si|quand|lorsqu\w*)\b.{0,30}\bdemand.{0,80}[,:] (?:réponds|répondez|dis|dites|écris|écrivez)\b"
    r"|\bnouvelles? (?:instruction|consigne)s? ?:",
    r"(?:si|cuando|se|quando)\b.{0,30}\b(?:pregunt|chied|chiest|domand|pergunt).{0,80}[,:] (?:respond[ae]"
    r"|contesta|diga|di|di'|rispondi|scrivi)(?![\w’])"
    r"|\b(?:nuevas instrucciones|nuove istruzioni|novas instruções|nieuwe instructies|новые инструкции) ?:",
    r"(?:als|wanneer)\b.{0,40}\b(?:gevraagd|vraagt)\b.{0,60}[,:] ?(?:antwoord|zeg|schrijf)\b",
    r"(?:если|когда)\b.{0,40}(?:спрос|спраш).{0,60}(?:ответь|отвечай|скажи|говори)",
)
# Roles, control tokens, ends of what was quoted, and scripts without spaces.
_SIGNS = (
    rf"(?:^|[.!?:>\"“-]\s*){_AI}[,:] (?:please |you |kindly |do |when |if |from )?(?:{_SAY}|ignore|forget"
    r"|note|add|must|should|not)\b",
    r"^(?:do not|never) mention\b(?! the war)",
    r"<\|[\w ]{2,30}\|>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>|<\|?(?:eot|bos|eos)(?:_id)?\|?>",
    r"(?:^|[.!?>\])}\"”\-=\n/]\s*)(?:#{1,6} ?|=+ ?|-+ ?|[\[<({/]+ ?|!+ ?)?(?-i:SYSTEM|ASSISTANT|USER"
    r"|DEVELOPER|ADMIN|ADMINISTRATOR|ROOT|PROMPT|INSTRUCTIONS?)"
    r"(?: \w+){0,2}\s*[\]:>)=]",
    r"(?:^|[.!?>\])}\"”\n]\s*)(?:Assistant|User|Human|Developer|Chatbot)(?: \w+)?:\s",
    r"(?:^|\s)#{1,6} ?(?:new )?(?:system|instructions?|assistant|user|human|response|task|prompt)\b",
    r"</?(?:system|instructions?|prompt|excerpts?|context|quoted|user|assistant|documents?)(?: [^>]*)?>",
    r"(?:^|\n)\s*Answer in one short, complete sentence\b",
    r"(?<!\w)(?:про)?(?:игнорируй|забудь)(?:те)?\b.{0,40}(?:инструкц|предыдущ|выше|указани)",
    r"(?:忽略|忽视|无视|忽視|無視|忘记|忘記|不要理会).{0,8}(?:以上|上述|之前|前面|先前|上面|此前).{0,10}|(?:以上|上述|之前|前面|先前).{0,8}(?:指令"
    r"|指示).{0,6}(?:无效|作废)",
    r"(?:只|仅|必须|務必|务必|请你?)(?:能|需|要)?(?:回答|回复|输出)|(?:当|如果|若).{0,16}(?:问|提问).{0,30}(?:请|就|都|必须|只)(?:说|回答|回复|答)",
    r"(?:上記|以前|前|これまで)の.{0,8}(?:指示|命令|文章|内容).{0,6}(?:無視|忘れ)",
)
# What stands before an imperative that does not begin the sentence: a sign, or a word that goes before orders.
_BEFORE_ORDER = re.compile(
    r"(?:[.!?:;>\"“”«»(\[\]|\n\-–—。！：，]\s*|, ?|\b(?:please|kindly|now|then|and|but|instead|always|just|simply|und"
    r"|et|y|e|en|и|bitte|you (?:must|should|shall|will|are to|have to|need to)(?: now| always| only)?) )\Z",
    re.IGNORECASE,
)
_ORDER = re.compile("|".join(_ORDERS), re.IGNORECASE)
_PHRASE = re.compile("|".join(_PHRASES), re.IGNORECASE)
_SIGN = re.compile("|".join(_SIGNS), re.IGNORECASE)
# No sign is without one of these: to look for them first makes the whole three times as fast.
_HINT = re.compile(r"[:<>\[\](){}#=]|[\u0400-\u04ff\u3040-\U0001ffff]|^\W*(?:do|never|answer)\b", re.IGNORECASE)
_WORD_START = re.compile(r"\b\w")
# An order in two halves, "Whoever asks. Then say …", begins or ends like this.
_FIRST_HALF = re.compile(r"\W*(?:please )?(?:ignore|disregard|forget|if|when)", re.IGNORECASE)
_SECOND_HALF = re.compile(rf"\W*(?:then|and|please|always|only|just) |\W*{_SAY}\b", re.IGNORECASE)
# "Say only that.": what it points to stands before it.
_POINTS_BACK = re.compile(
    rf"\b(?:mark|treat|cite|regard|consider|accept) (?:this|that|it) as\b|\b{_SAY}\b.{{0,30}}\b(?:that|this"
    rf"|it|so)\b[\s\w]{{0,20}}[.!]*$|\b(?:sentence|line|name) (?:above|before)\b",
    re.IGNORECASE,
)
_MIXED = re.compile(r"\w*(?:[a-z][а-яёα-ω]|[а-яёα-ω][a-z])\w*", re.IGNORECASE)
_LOOKALIKES = str.maketrans("аеорсухіјѕԁһАВЕКМНОРСТХІοαεινΑΒΕΙΚΜΝΟΡΤΧ", "aeopcyxijsdhABEKMHOPCTXIoaeivABEIKMNOPTX")
OPENING_WORDS = 2  # "<|im_start|>system", "### Instruction"
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\U000e0000-\U000e01ef]+"
)
_FIRST_UNSPACED = "\u3040"  # Japanese and Chinese begin here
TAINTED = 5  # sentences behind an instruction that share its fate, unless the paragraph ends before


def is_instruction(text: str) -> bool:
    """Tell whether `text`, a sentence or two of an article, speaks to an assistant that reads it instead of telling."""
    plain = _plain(text)
    if _HINT.search(plain) and _SIGN.search(plain):
        return True
    return any(_begins_order(plain, word.start()) for word in _WORD_START.finditer(plain))


def _begins_order(plain: str, start: int) -> bool:
    if _PHRASE.match(plain, start):
        return True
    before = plain[max(0, start - 32) : start]
    return _ORDER.match(plain, start) is not None and (not before.strip() or _BEFORE_ORDER.search(before) is not None)


@lru_cache(maxsize=256)
def instruction_spans(text: str) -> tuple[Span, ...]:
    """Return the instructions in `text` with the sentences they poison, as spans in order that do not overlap.

    Poisoned are the next `TAINTED` sentences of the paragraph, those between two instructions as near as that, and
    the sentence before an instruction that points back. Behind an opening such as "New instructions:" or a role's
    header the next paragraph is poisoned, too.
    """
    sentences = split_sentences(text)
    said = [span.of(text) for span in sentences]
    orders = {row for row, sentence in enumerate(said) if is_instruction(sentence)}
    for row, (half, other) in enumerate(pairwise(said)):
        if orders & {row, row + 1} or not (_FIRST_HALF.match(half) or _SECOND_HALF.match(other)):
            continue
        if is_instruction(f"{half.rstrip(' .!?…。')} {other}"):
            orders |= {row, row + 1}
    ends = [row for row, (a, b) in enumerate(pairwise(sentences)) if text[a.end : b.start].count("\n") > 1]
    poisoned = set(orders)
    for row in orders:
        opens = said[row].rstrip("*_ ").endswith((":", ">", "]", "=", "#")) or len(said[row].split()) <= OPENING_WORDS
        last = min((end for end in ends if end >= row + (opens and row in ends)), default=len(said) - 1)
        poisoned.update(range(row, min(last, row + TAINTED) + 1))
        if row and row - 1 not in ends and _POINTS_BACK.search(_plain(said[row])):
            poisoned.add(row - 1)
    for first, second in pairwise(sorted(orders)):
        if second - first <= TAINTED + 1:
            poisoned.update(range(first, second))
    return _joined([sentences[row] for row in sorted(poisoned)], text)


def without_instructions(text: str) -> str:
    """Return `text` with what `instruction_spans` finds turned into spaces: every offset stays as it is."""
    for span in instruction_spans(text):
        text = f"{text[: span.start]}{' ' * (span.end - span.start)}{text[span.end :]}"
    return text


def obeys(claim: str, question: str, evidence: Evidence) -> bool:
    """Tell whether `claim` brings a word that the articles of `evidence` have in their instructions only."""
    articles = {window.article.id: window.article for window in evidence.windows}.values()
    texts = [text for article in articles for text in (article.title, article.text)]
    orders = " ".join(span.of(text) for text in texts for span in instruction_spans(text))
    if not orders:
        return False
    told = {stem for text in texts for stem in _stems(without_instructions(text))}
    ordered, letters = _stems(orders), _plain(orders).casefold()
    # Where a script has no spaces, a "word" is a whole clause.
    brought = _stems(claim) - told - _stems(question)
    return any(stem in ordered or (stem[0] >= _FIRST_UNSPACED and stem in letters) for stem in brought)


def _stems(text: str) -> frozenset[str]:
    return content_stems(_plain(text))


def _joined(spans: list[Span], text: str) -> tuple[Span, ...]:
    """Return `spans` with those joined that only white space parts."""
    joined: list[Span] = []
    for span in spans:
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return tuple(joined)


def _plain(text: str) -> str:
    """Return `text` without what hides words: entities, full-width and look-alike letters, invisible signs."""
    plain = html.unescape(re.sub(r"[*`~]", "", text)) if "&" in text else re.sub(r"[*`~]", "", text)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", plain)).replace("’", "'")
        plain = _MIXED.sub(lambda match: match.group().translate(_LOOKALIKES), plain)
    return re.sub(r"[^\S\n]+", " ", plain).strip()
