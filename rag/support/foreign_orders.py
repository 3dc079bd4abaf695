"""Orders to an assistant in other languages than English: patterns for `instructions`.

Forms that are imperatives only, with a word for instructions or for what stands before, so that news about people who
ignore warnings go through.
"""

# Where an imperative may begin.
ORDERS = (
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
    r"(?:zignoruj|zignorujcie|pomiń|zapomnij)\b.{0,40}(?:instrukcj|poleceni|powyższ|wcześniejsz)",
    r"(?:ignoruj|ignorujte|zapomeň|zapomeňte|zabudni|zabudnite)\b"
    r".{0,40}(?:pokyn|instrukc|předchoz|predchádz|výše|vyššie)",
    r"(?:ignorera|ignorer|ignorér|bortse från|se bort fra|glöm|glem)\b"
    r".{0,40}(?:instruktion|instruks|anvisning|ovanstående|ovenstående|ovenfor)",
    r"(?:ohita|ohittakaa|unohda|unohtakaa|jätä huomiotta)\b.{0,40}(?:ohje|aiem|edelli|yllä)",
    r"(?:ignoră|ignorați|uită|uitați)\b.{0,40}(?:instrucțiun|anterioar|de mai sus)",
    r"(?:hagyd|hagyja|hagyjátok) figyelmen kívül\b.{0,40}(?:utasítás|korábbi|fenti)"
    r"|felejts\w* el\b.{0,40}(?:utasítás|korábbi|fenti)",
    r"(?:bỏ qua|phớt lờ|hãy quên)\b.{0,40}(?:hướng dẫn|chỉ dẫn|chỉ thị|lệnh)",
    r"(?:abaikan|lupakan)\b.{0,40}(?:instruksi|perintah|petunjuk|arahan)",
)
# At the beginning of a word.
PHRASES = (
    r"(?:wenn|falls|sobald)\b.{0,40}\b(?:ge)?frag.{0,60}\b(?:antworte|sage?|schreibe?|(?:sagen|antworten"
    r"|schreiben) sie(?=:| nur| mit| dass))\b|\bneue anweisung(?:en)?:",
    r"(?:si|quand|lorsqu\w*)\b.{0,30}\bdemand.{0,80}[,:] (?:réponds|répondez|dis|dites|écris|écrivez)\b"
    r"|\bnouvelles? (?:instruction|consigne)s? ?:",
    r"(?:si|cuando|se|quando)\b.{0,30}\b(?:pregunt|chied|chiest|domand|pergunt).{0,80}[,:] (?:respond[ae]"
    r"|contesta|diga|di|di'|rispondi|scrivi)(?![\w’])"
    r"|\b(?:nuevas instrucciones|nuove istruzioni|novas instruções|nieuwe instructies|новые инструкции) ?:",
    r"(?:als|wanneer)\b.{0,40}\b(?:gevraagd|vraagt)\b.{0,60}[,:] ?(?:antwoord|zeg|schrijf)\b",
    r"(?:если|когда)\b.{0,40}(?:спрос|спраш).{0,60}(?:ответь|отвечай|скажи|говори)",
    r"(?:önceki|yukarıdaki|bundan önceki)\b.{0,40}(?:talimat|yönerge|komut).{0,20}"
    r"(?:yok say|görmezden gel|unut|dikkate alma)(?:ın|in|yın)?\b",
)
# Anywhere in a sentence: scripts that are not written in Latin letters.
SIGNS = (
    r"(?<!\w)(?:про)?(?:игнорируй|забудь)(?:те)?\b.{0,40}(?:инструкц|предыдущ|выше|указани)",
    r"(?:忽略|忽视|无视|忽視|無視|忘记|忘記|不要理会).{0,8}(?:以上|上述|之前|前面|先前|上面|此前).{0,10}|(?:以上|上述|之前|前面|先前).{0,8}(?:指令"
    r"|指示).{0,6}(?:无效|作废)",
    r"(?:只|仅|必须|務必|务必|请你?)(?:能|需|要)?(?:回答|回复|输出)|(?:当|如果|若).{0,16}(?:问|提问).{0,30}(?:请|就|都|必须|只)(?:说|回答|回复|答)",
    r"(?:上記|以前|前|これまで)の.{0,8}(?:指示|命令|文章|内容).{0,6}(?:無視|忘れ)",
    r"(?<!\w)(?:про)?(?:ігноруй|забудь)(?:те)?\b.{0,40}(?:інструкц|попередн|вказівк)",
    r"(?<!\w)(?:игнорирай|пренебрегни|забрави)(?:те)?\b.{0,40}(?:инструкци|указани|предишн)",
    r"(?<!\w)(?:αγνόησε|αγνοήστε|ξέχασε|ξεχάστε|παράβλεψε)\b.{0,40}(?:οδηγί|εντολ|προηγούμεν|παραπάνω)",
    r"(?<!\w)(?:تجاهل|تجاهلوا|تجاهلي|انس)\b.{0,40}(?:تعليمات|أوامر|أعلاه)",
    r"(?:دستور|قبلی|بالا).{0,60}(?:نادیده بگیر|فراموش کن)",
    r"(?<!\w)(?:התעלם|התעלמי|התעלמו|שכח|שכחי|שכחו)\b.{0,40}(?:הוראות|לעיל|הקודמות)",
    r"(?:이전|위|앞).{0,12}(?:지시|명령|지침|내용).{0,12}(?:무시(?:하세요|하십시오|해|하라)|잊어)",
    r"(?:पिछले|ऊपर|पूर्व).{0,30}(?:निर्देश|आदेश).{0,30}(?:अनदेखा|उपेक्षा|भूल जा)",
)
