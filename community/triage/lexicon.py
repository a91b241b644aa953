# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words by which a rule sees a label: written for this project, German, taken from no list.

Hurtful words stand here because people write them. A word alone proves nothing: what is found is shown to a person
together with the words. What a town adds or takes out is ``rules.OwnWords``. Patterns are made when first asked for.
"""

from __future__ import annotations

from functools import cache

from community.triage.labels import Label
from community.triage.stems import Words

# Who people are. Never a sign of anything by itself: a rule needs an attack beside it, and a model that rests on such a
# word alone is capped (``model.Trained.rests_on_identity``).
_IDENTITY = (
    r"(?:frau|mädchen|jud|jüd|israeli|muslim|moslem|islam|christ|kathol|türk|kurd|araber|arabisch|syr(?:er|isch)|afghan"
    r"|irak|afrikan|schwarz|migrant|migration|ausländ|flüchtling|geflüchtet|asylbewerber|asylant|einwander|zuwander"
    r"|rom(?:a|nja)\b|sint(?:i|ezza)\b|pol(?:e|en|in|innen|nisch\w*)\b|rumän|bulgar|ukrain|russ(?:e|en|in|innen"
    r"|isch\w*)\b|chines|asiat|schwul|lesb|homo|bisexuell|queer|trans(?:\b|-|gender|sexuell|mensch|frau|mann|männ)"
    r"|nonbinär|behindert|behinderung|rollstuhl|autist|obdachlos|rentner|sen?ior|kopftuch|hindu|buddhist)"
)
#: What patterns have in common: the groups most attacks are about, and what is said and wished about them.
_PARTS = {
    "<group>": (
        r"(?:(?:alle|die|diese|solche|dieses|euch|den|dem) )?(?:ausländ|asylant|asylbewerber|flüchtling|geflüchtet"
        r"|migrant|muslim|moslem|islamist|jud|türk|kurd|araber|syrer|afghan|afrikan|schwarz|rom(?:a|nja)\b|sinti\b"
        r"|rumän|bulgar|polen\b|ukrain|russen\b|schwul|lesb|homosexuell|homos\b|trans|queer|behindert|frauen\b|weiber\b"
        r"|obdachlos)\w*"
    ),
    "<dirt>": (
        r"(?:dreck|abschaum|abfall|ungeziefer|parasit\w*|schädling\w*|ratten|viecher|tiere|untermenschen|plage|pest"
        r"|krebs|krankheit|minderwertig\w*|widerlich\w*|ekelhaft\w*|eklig\w*|abartig\w*|pervers\w*|krank|schmarotzer"
        r"|gesindel|verbrecher|kriminelle|vergewaltiger|messerstecher|nichts wert|wertlos|dumm|unnatürlich)"
    ),
    "<foolish>": (
        r"(?:dumm|blöd|bescheuert|bekloppt|behämmert|doof|bescheuerte\w*|verblödet|gestört|krank im kopf"
        r"|nicht ganz dicht|nicht ganz sauber|ein witz|lächerlich|peinlich|erbärmlich|armselig|das letzte|widerlich"
        r"|ekelhaft|zu dumm|so dumm|so blöd)"
    ),
    "<kill>": (
        r"(?:erschieß\w*|erschlag\w*|erschlagen|umbring\w*|umleg\w*|abknall\w*|abstech\w*|tot(?:schlag|prügel|tret)\w*"
        r"|vergas\w*|lynch\w*|köpf\w*)"
    ),
    "<killed>": (
        r"(?:erschossen|erschlagen|umgebracht|umgelegt|abgeknallt|abgestochen|totgeschlagen|totgeprügelt|vergast"
        r"|gelyncht|geköpft|aufgehängt|aufgeknüpft|gehängt|gesteinigt|verprügelt|ausgepeitscht|verbrannt"
        r"|zusammengeschlagen|kastriert|ausgerottet|an die wand(?: gestellt)?|an den (?:galgen|baum|pranger)"
        r"|an die laterne|unter die guillotine|ins lager|in den ofen)"
    ),
    "<you>": (r"(?:du|ihr|sie|die|der|man|wer)"),
}
_WORDS: dict[Label, tuple[str, ...]] = {
    Label.THREAT: (
        r"(?:ich|wir) (?:werden? |will |wollen |könnten? )?(?:\w+ ){0,2}(?:dich|euch|ihn|den|die|dir"
        r"|sie)(?: \w+){0,2} <kill>",
        r"<kill> (?:dich|euch|ihn|das pack|die bande)",
        r"(?:bringe?n?|mache?n?|legen?|schlagen?|steche?n?|knalle?n?) (?:\w+ )?(?:dich|euch|ihn"
        r"|die)(?: \w+){0,2} (?:um|kalt|tot|platt|fertig|ab|nieder)",
        r"(?:gehör\w*|sollten?|müssten?|muss|müssen|man|könnten?|werden?|wirst|werdet)(?: \w+){0,4} <killed>",
        r"ich weiß,? wo (?:du|ihr|sie|er|der) \w*wohn\w*|wir wissen,? wo (?:du|ihr|sie|er) wohn\w*",
        r"wir kriegen (?:dich|euch)|wir finden (?:dich|euch)",
        r"(?:rathaus|büro|haus|auto|hütte|bude|laden|heim|unterkunft)(?: \w+){0,2} (?:anzünden|abfackeln"
        r"|niederbrennen|in die luft (?:jagen|sprengen))",
        r"(?:rübe|kopf) (?:ab|runter)|kugel (?:in den kopf|verpassen|reicht)|eine kugel für|strick (?:um|für)",
        r"(?:am|an den) galgen|guillotine|an die wand stellen|standgericht\w*",
        r"(?:eins|was|eine|paar|auf) (?:aufs maul|auf die fresse|in die fresse|auf die schnauze)",
        r"fresse (?:polieren|einschlagen)|zähne (?:ausschlagen|einschlagen)|knochen brechen|aufs maul",
        r"(?:soll|sollen|sollst|sollt|möge|mögen|hoffe?n?|hoffentlich)(?: \w+){0,4} (?:verreck\w*|krepier\w*|sterben"
        r"|stirbt|stirbst|draufgeh\w*)",
        r"verreck\w*|krepier\w*",
        r"(?:du|ihr|die) (?:wirst|werdet|werden)(?: \w+){0,2} (?:bereuen|büßen|bluten|sterben|brennen)",
        r"pass(?:t)? (?:bloß |nur )?auf,? (?:wenn|was|dass) (?:du|ihr|dir|euch)(?: \w+){0,5} (?:passiert|begegn\w*"
        r"|raus\w*|erlebst|erwisch\w*)",
        r"zu den waffen|bewaffnet euch|blut (?:wird|muss) fließen|mistgabeln? (?:raus|holen|und fackeln)",
        r"(?:tod|tot) (?:den|allen|dem|der)",
        r"(?:dich|euch|ihn)(?: \w+){0,2} (?:fertig ?machen|kalt ?machen|platt ?machen)|hast nicht mehr lange",
        r"deine? (?:tage|stunden) sind gezählt",
    ),
    Label.HATE: (
        r"kanak\w*|nigger\w*|neger\w*|kümmeltürk\w*|kameltreiber\w*|kamelficker\w*|ziegenficker\w*|musels?|muselm\w*",
        r"schwuchtel\w*|kampflesb\w*|missgeburt\w*|untermensch\w*|rapefugees?",
        r"asyl(?:schmarotz|touris|forder|betrüg|pack)\w*|sozialschmarotz\w*|judensau|drecksjud\w*|saujud\w*",
        r"kopftuchmädchen|schlitzaug\w*|zigeuner(?:pack|bande|gesindel)?|tunten?|transen?|schwanzlutscher",
        r"volksschädling\w*|goldst(?:ück|ücke)chen|messer(?:männer|fachkräfte|migranten)|fachkräfte mit messer\w*",
        r"kulturbereicher\w*|rassenschande|umvolk\w*|überfremd\w*|invasoren|remigrier\w*",
        r"(?:scheiß|dreck(?:s|ige\w*)|verdammte\w*|verfluchte\w*|elende\w*|verfickte\w*)[ -]?<group>",
        r"(?:hass|hasse|hassen|verachte|verabscheue|vergast|erschießt|abschieben|deportier\w*) <group>",
        r"<group> (?:raus|abschieben|ausrotten|vergasen|vernichten|deportieren|ins gas|weg|verrecken|hassen)\b",
        r"<group> (?:sind|ist|sein|wie|als)(?: \w+){0,3} <dirt>",
        r"(?:raus mit|weg mit|tod|kein platz für|schluss mit)(?: \w+){0,2} <group>",
        r"<group> (?:gehör\w*|sollten?|müssten?|muss|müssen|dürfen|darf|haben)(?: \w+){0,4} (?:abgeschoben"
        r"|weggesperrt|verboten|vergast|ausgerottet|entsorgt|erschossen|zurück\w*|nicht (?:leben|existieren)"
        r"|kein\w* recht\w*|ins lager)",
        r"deutschland den deutschen|unsere rasse|weiße rasse|volkstod|arier\w*|sieg heil|heil hitler|ins gas|88er",
        r"hitler hatte recht|adolf hätte",
    ),
    Label.INSULT: (
        r"idiot(?:en|in|innen)?|depp(?:en)?|trottel\w?|arschl(?:och|öcher\w?)|vollpfosten",
        r"dummk(?:opf|öpfe)|schwachk(?:opf|öpfe)|hohlbirnen?|hohlk(?:opf|öpfe)",
        r"(?:wichser|hurens(?:ohn|öhne)|pisser)\w?|fotzen?|schlampen?|nutten?|spast\w*|mongos?",
        r"(?:dreck|mist)s?(?:sau|säue|schwein\w?|sack|säcke|stück\w?|pack|kerl\w?)|bastarde?|vollhonk\w*|spacken",
        r"volltrottel|pappnasen?|flachpfeifen?|pfeifenheini\w*|armleuchter|hampelm(?:ann|änner)|witzfigur(?:en)?",
        r"nichtsnutze?|taugenichts\w*|versager\w*|lügner(?:in|innen)?|lügenbande|verlogen\w* (?:bande|pack|haufen)",
        r"heuchler\w*|gesindel|abschaum|gesocks|bagage|schmarotzer\w*",
        r"(?:hirn|geistes)(?:los|amputiert|krank|gestört)\w*",
        r"geistig (?:minderbemittelt|beschränkt|zurückgeblieben)\w*|minderbemittelt\w*",
        r"(?:stroh|sau|stock)(?:dumm|doof|blöd)\w*|schlafschaf\w*|gutmensch\w*|systemling\w*|mitläufer|feigling\w*",
        r"arschkriecher\w*|(?:links|rechts|grün)(?:e[rs]? )?(?:versifft\w*|faschist\w*|pack|zecken?)",
        r"zecken(?=pack| ticken)|nazi(?:sau|schwein\w?|pack)",
        r"<you> (?:seid|bist|sind|ist)(?: (?:doch|ja|so|alle|einfach|nur|echt|wirklich|total|völlig|ganz|alles"
        r"|eh)){0,3} <foolish>",
        r"(?:halt|haltet)(?:'s|s| doch| mal| einfach)?(?: \w+){0,2} (?:maul|fresse|klappe|schnauze)|verpiss\w*",
        r"fick(?:t|en)? (?:dich|euch|die|den)|leck(?:t)? mich",
        r"(?:ihr|du|solche|diese|sie|elende[sr]?) (?:schwein\w?|esel|clowns?|kasper\w?|kriecher|flaschen|pfeifen?"
        r"|affen?|ratten?|hunde|zecken|nazis?|faschisten)",
        r"(?:null|kein|ohne|zu wenig) (?:hirn|verstand|grips)|hirn (?:einschalten|verloren)",
        r"nicht alle (?:tassen|latten)|dümmer als|(?:an )?dummheit (?:nicht )?(?:zu überbieten|grenzenlos)|dumm wie",
        r"(?:ab in|gehör\w* in) die (?:klapse|irrenanstalt|psychiatrie)|geh\w* sterben|zum kotzen",
        r"dumm(?:es|er|e|en) (?:gelaber|geschwätz|gesülze|gequatsche|sau|kuh|gans|zicke|schwätzer|menschen|leute"
        r"|volk|pack|weib\w*)",
        r"laberst? (?:\w+ )?(?:scheiß|müll)",
    ),
    Label.CONSPIRACY: (
        r"impf(?:mord|genozid|diktat\w*|mafia|versuch\w*|zwangs\w*)\w*|gen(?:spritze|plörre|brühe|therapie)\w*",
        r"giftspritz\w*|chemtrail\w*|plandemie\w*|great reset|neue weltordnung|nwo|bilderberg\w*|rothschild\w*|soros",
        r"globalist\w*|umvolkung\w*|(?:großer|bevölkerungs)[ -]?austausch\w*|qanon|wwg1wga|adrenochrom\w*",
        r"echsenmensch\w*|reptiloid\w*|klima(?:lüge|schwindel|hysterie|märchen)\w*",
        r"corona[- ]?(?:lüge|diktatur|schwindel|wahn)\w*|mikrochip\w*|haarp|wettermanipulation\w*|geoengineering",
        r"deep state|tiefe[rn] staat\w*|schattenregierung\w*|false flag|freimaurer\w*|illuminati\w*|erdplatte",
        r"flache erde",
        r"(?:gates|soros|wef|who|eliten?|schwab) (?:will|wollen|steuert|steuern|plant|planen|zieht|ziehen)",
        r"gesteuerte? (?:medien|presse|opposition)|alles (?:geplant|gesteuert|inszeniert)|von langer hand geplant",
        r"wacht (?:endlich )?auf|(?:wahrheit|das) (?:wird|soll)(?: \w+){0,3} (?:verschwiegen|vertuscht)",
        r"uns (?:verschweigen|verheimlichen)|was (?:die|sie) (?:uns )?(?:verschweigen|verheimlichen)",
        r"5g[ -]?(?:strahl\w*|waffe\w*|türme)|(?:informiert|recherchiert) euch selbst|folge dem geld",
    ),
    Label.ANTIDEMOCRATIC: (
        r"lügenpresse\w*|system(?:medien|presse|parteien|politiker)\w*|(?:volks|landes|hoch)verr(?:at|äter)\w*",
        r"(?:merkel|grünen|öko|meinungs|corona)[ -]?diktatur\w*|ddr 2\.0|scheindemokrat\w*|einheitspartei\w*",
        r"ermächtigungsgesetz|brd[ -]?(?:gmbh|regime|system)|firma brd|nürnberg(?:er prozesse)? 2\.0",
        r"volkstribunal\w*|wahl(?:betrug|fälsch)\w*|gefälschte wahl\w*|marionetten(?:regierung)?",
        r"besatz(?:er|ungs)(?:recht|regime|zone)|(?:kein|nicht) souverän\w*|reichsregierung|staatsstreich",
        r"systemsturz|politbonz\w*",
        r"(?:regierung|regime|system|politiker|parlament|bundestag|stadtrat|gemeinderat|bande"
        r"|staat)(?: \w+){0,3} (?:stürzen|wegfegen|beseitigen|absetzen|hinwegfegen|davonjagen|wegputschen|einsperren"
        r"|abschaffen|verhaften)",
        r"(?:stürzt|jagt)(?: \w+){0,2} (?:regierung|regime|bande|politiker)",
        r"(?:bürgerkrieg|revolution|generalstreik|umsturz|putsch)(?: \w+){0,3} (?:muss|jetzt|her|kommt|brauch\w*"
        r"|nötig|hilft|endlich)",
        r"(?:brauchen|hilft nur|wird zeit für)(?: \w+){0,3} (?:bürgerkrieg|revolution|umsturz|putsch|führer)",
        r"(?:das|dieses) regime|wahlen (?:bringen|ändern|sind)(?: \w+){0,2} (?:nichts|verboten|betrug|gefälscht)",
        r"demokratie (?:abschaffen|ist tot|am ende|war einmal)",
        r"politiker(?: \w+){0,3} (?:knast|gefängnis|hinter gitter)|ein(?:en)? (?:adolf|führer)",
    ),
    Label.SPAM: (
        r"verdien\w*(?: \w+){0,4} (?:€|euro|dollar)|(?:geld|euro)(?: \w+){0,3} von zu ?hause|passives einkommen",
        r"finanzielle freiheit|(?:bitcoin|krypto|forex|trading|binär)\w*|kredit\w*(?: \w+){0,3} ohne schufa",
        r"schufafrei\w*|(?:kredit|darlehen)s?angebot\w*|darlehen(?: \w+){0,2} (?:privatpersonen|angebot)",
        r"(?:hohe|garantierte) rendite\w*|(?:whats-?app|telegram|signal)(?: \w+){0,3} (?:\+|0)\d+",
        r"(?:klick|klicke|klicken sie)(?: \w+){0,3} (?:link|hier|profil)",
        r"link in (?:der )?(?:bio|meinem profil|beschreibung)|(?:sie|du) (?:haben|hast)(?: \w+){0,3} gewonnen",
        r"jetzt (?:kaufen|bestellen|sichern|zugreifen|anmelden und)|rabatt(?:code|aktion)\w*|gutscheincode\w*",
        r"nur (?:heute|noch heute)|gratis (?:testen|sichern|erhalten)",
        r"schau(?:t)? (?:mal )?auf mein(?:em|en|e)? (?:profil|seite|kanal)",
        r"besuch(?:t|en sie)? (?:meine|unsere) (?:seite|homepage|website)|onlyfans|heiße (?:frauen|girls|singles)",
        r"singles (?:in|aus) (?:deiner|ihrer)|potenzmittel|viagra|cialis|casino\w*|sportwetten|follower kaufen",
        r"likes kaufen|abnehm\w* in \d+|(?:\d+|zehn|zwanzig) ?(?:kg|kilo) (?:in|abnehmen)|liebeszauber\w*|hellseh\w*",
        r"voodoo\w*|handy ?hack\w*|hacker kontakt\w*|(?:dm|inbox) me|check (?:my|out)|earn money",
        r"(?:t\.me|wa\.me|bit\.ly|tinyurl\.com|cutt\.ly)/\S*",
    ),
    Label.CLAIM: (
        r"laut|gemäß|studien?|statistik\w*|erwiesen\w*|nachgewiesen\w*|belegt|bewiesen|tatsache\w*|fakt(?:en)?",
        r"quelle\w*|umfrage\w*|gesetz\w*|paragra(?:f|ph)\w*|urteil\w*|artikel \d+",
        r"(?:\d+|hundert|tausend)[.,\d]* ?(?:prozent|%|euro|€|mio\w*|millionen|milliarden|mrd\w*|tote\w*|fälle"
        r"|personen|menschen|einwohner\w*|jahre\w*|km|tonnen)",
        r"im jahr\w* \d{4}|seit \d{4}",
        r"(?:wurde|wurden|hat|haben) (?:\w+ ){0,4}(?:beschlossen|verboten|gestrichen|bezahlt|gekostet|genehmigt"
        r"|verurteilt)",
        r"in wirklichkeit|in wahrheit|stimmt (?:so )?nicht",
    ),
    Label.DEFECT: (
        r"defekt\w*|kaputt\w*|beschädigt\w*|schlagl(?:och|öcher\w?)",
        r"(?:straßen|weg|park)?(?:laterne|lampe|beleuchtung)\w*|(?:sperr|haus|bau|elektro)?müll\w*|gully\w*",
        r"kanaldeckel|verstopft\w*|überfüllt\w*|überquell\w*|quillt über|(?:glas|flaschen)?scherben|glassplitter",
        r"graffiti\w*|beschmier\w*|schmierere\w*|umgestürzt\w*|umgefallen\w*|umgefahren\w*|stolper\w*|hundekot\w*",
        r"zugewachsen\w*|zugeparkt\w*|überwuchert\w*|verdreckt\w*|verschmutzt\w*|vermüllt\w*|verunreinig\w*",
        r"undicht\w*|rohrbruch\w*|abgebrochen\w*|herausgerissen\w*|ausgefallen\w*|verrostet\w*",
        r"(?:leuchtet|brennt|funktioniert|geht|läuft|blinkt|schließt|spült)(?: \w+){0,2} nicht",
        r"(?:schild|deckel|bank|pflaster\w*|geländer|mülleimer|ampel|gehweg|spielgerät\w*"
        r"|platte)(?: \w+){0,3} (?:fehlt|lose|locker|schief|wackel\w*|gebrochen|aus|ab)",
        r"loch (?:im|in der|auf)|löcher (?:im|in der|auf)|ratten(?:plage|befall|nest)?",
        r"(?:liegt|liegen|steht|stehen)(?: \w+){0,4} (?:herum|rum)|ölspur\w*",
    ),
}
#: What may also end a longer word, as in Vollidiot.
_INSIDE = {
    Label.INSULT: (
        "idiot(?:en|in|innen)?",
        "depp(?:en)?",
        r"trottel\w?",
        "arschloch",
        r"arschlöcher\w?",
        r"wichser\w?",
        "vollpfosten",
    ),
}
PATTERNED: tuple[Label, ...] = tuple(_WORDS)


@cache
def pattern(label: Label) -> Words:
    """Whole words of ``label``, in any case, with umlauts or without."""
    words = "|".join(_WORDS[label])
    for name, part in _PARTS.items():
        words = words.replace(name, part)
    return Words(words, inside=_INSIDE.get(label, ()))


@cache
def identity() -> Words:
    """A word that says who somebody is."""
    return Words(_IDENTITY + r"\w*")
