"""Signs of text that pretends to be another part of a conversation: roles, control tokens, ends of quotations."""

from rag.support.english_orders import AI, SAY

# Anywhere in a sentence.
SIGNS = (
    rf"(?:^|[.!?:>\"“-]\s*){AI}[,:] (?:please |you |kindly |do |when |if |from )?(?:{SAY}|ignore|forget"
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
    r"\[/?(?:SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT)\]",
    r"</?(?:think|thinking|reasoning|scratchpad|tool_call|tool_response|function_call|answer|response)>",
    r"\{\{[#/~]* *(?:system|user|assistant)\b[^{}]*\}\}|\{% *(?:system|user|assistant)\b",
    r"\brole[\"']? ?[:=] ?[\"'](?:system|assistant|developer|instructions?)[\"']|(?-i:\brole: system$)",
)
