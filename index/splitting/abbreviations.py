"""The closed word lists that decide whether a full stop ends a sentence."""


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


# A sentence hardly ever ends after these, whatever follows.
BEFORE_A_NAME = _words(
    """Mr Mrs Ms Mx Messrs Mme Mlle Dr Drs Prof Gen Sen Sens Rep Reps Gov Govs Lt Col Capt Cmdr Cdr Sgt Maj
    Rev Hon Pres Supt Det Insp Msgr Adm Brig Cpl Pvt Atty Asst Assoc Dep Amb Fr Ste dr mr mrs ms prof gen sen
    rep gov lt col capt sgt vs v cf viz approx ca resp incl excl nr i.e e.g ie eg Eg E.g I.e ibid spp sp subsp var
    Hr Hrn Mgr Ald Comdr Sr.ta Sra Srta Vs"""
)
# With a number after them these name a place in a list or a book; else they are ordinary words.
BEFORE_A_NUMBER = _words(
    """No Nos no nos Vol Vols vol vols Fig Figs fig figs Sec Sect sec Art art Ch ch Chap chap Para para Eq Eqs eq
    p pp P Pp pg Op op Ref Refs ref refs Ex ex Tab tab Pt pt Nr"""
)
# These end a sentence only when the next word is one that starts sentences: "the U.S. Senate".
INSIDE_OR_AT_THE_END = _words(
    """Inc Corp Co Cos Ltd Plc Bros Jr Sr Esq St Sts Ave Blvd Rd Sq Mt Mts Ft Dept Univ Assn Bldg Hwy Rte Natl Intl
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat
    Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore
    Pa Tenn Tex Va Vt Wash Wis Wyo Penn Ont Que al Ed Eds Est Ext Ph.D PhD Ph.Ds D.Phil M.Phil B.Sc M.Sc Sc.D
    Ed.D Lit.D inc corp co ltd jan feb aug sept oct nov dec jr st"""
)
# These end a sentence before a capital letter and never before a small one.
AT_THE_END = _words(
    """etc est min max avg hr hrs wk wks yr yrs mo mos oz lb lbs ft sq mi mph tel ext ed eds etal esp cont govt dept
    intl abbr cit trans"""
)
CLOCK = frozenset({"a.m", "p.m", "A.M", "P.M"})
ALL = BEFORE_A_NAME | BEFORE_A_NUMBER | INSIDE_OR_AT_THE_END | AT_THE_END | CLOCK
AFTER_A_CLOCK = _words(
    """ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT BST UTC CET CEST IST AEST AEDT JST HKT MSK EAT WAT SAST
    Eastern Central Mountain Pacific Greenwich Monday Tuesday Wednesday Thursday Friday Saturday Sunday Jan Feb
    March April May June July Aug Sept Oct Nov Dec January February August September October November December
    Mon Tue Tues Wed Thu Thurs Fri Sat Sun"""
)
# Words that open sentences and are rarely the second part of a name.
STARTERS = _words(
    """The This That These Those It It's It’s He He's He’s She She's She’s They We We're We’re You I I'm I’m I've I’ve
    There There's There’s Here What Who Why How Where When Which Whose While In On At For From With Without By As If
    After Before Since Because Although Though Unless Until But And Or Nor So Yet However Meanwhile Moreover
    Furthermore Also Additionally Therefore Thus Nevertheless Nonetheless Instead Otherwise Still Even Then Now
    Today Yesterday Tomorrow Last Earlier Later Recently His Her Its Their Our My Your A An Some Many Most Several
    Few Each Every Both Another Such Other Others Once During Under Over Among Amid Between Despite According
    Overall Similarly Conversely Regionally Firstly Secondly Thirdly Finally Currently Previously Officials Police
    Unlike Like Not No Yes Is Are Was Were Do Does Did Has Have Had Can Could Would Should Will Let Asked
    To Of Don't Don’t That's That’s They're They’re Again Whereas Besides Importantly
    Nobody Everyone Someone Critics Experts Researchers"""
)
# After a full stop without a space these lower-case words start a sentence; none of them is a web domain.
LOWER_STARTERS = (
    "the|this|that|these|those|they|there|then|when|while|what|however|but|and|she|his|her|their|our|with|from|for|"
    "which|who|after|although|because|some|many|also"
)
# Names with an exclamation mark of their own.
EXCLAIMED = frozenset({"Yahoo", "Jeopardy", "E", "Oklahoma", "Mia", "Panic", "Up", "Wham", "Airplane", "Yum", "Bam"})
DOMAIN_ENDS = frozenset({"Com", "Org", "Net", "Co", "Io", "Gov", "Edu", "Ai", "Js", "Py", "Html", "Php"})
SAYING = (
    "said|says|say|asked|asks|told|tells|added|adds|wrote|writes|replied|replies|shouted|cried|yelled|exclaimed|"
    "tweeted|posted|explained|stated|continued|recalled|joked|wondered|declared|quipped|insisted|argued|responded"
)
# German writes an ordinal with a full stop: these stand before one, and these begin a sentence behind a number.
ORDINAL_LEADS = _words(
    """der die das dem den des am im vom zum zur beim seit ab bis jedes jeder jeden ein eine einen einem einer
    sein seine seinen seinem ihr ihre ihren ihrem mein meine meinen meinem unser unsere Der Die Das Dem Den Am Im
    Vom Zum Seit Ab"""
)
ORDINAL_MONTHS = _words("""Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember""")
GERMAN_STARTERS = _words(
    """Der Die Das Den Dem Er Sie Es Wir Ich Ihr Dann Danach Doch Aber Und Oder In Im Am An Auf Bei Mit Nach Von Zu Für
    Ein Eine Einen Einem Einer Dort Hier Heute Gestern Morgen Auch Nur Noch Schon Wer Was Wie Wo Wann Warum Dies Diese
    Dieser Dieses Jetzt Nun So Da Damit Denn Als Wenn Weil Während Ob Seit Bis Nicht Kein Keine Alle Viele Manche"""
)
