"""Nouns that head a role ("foreign minister"), an institution ("defence ministry") or its people ("officials")."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from tracker.actors.text import words

_ROLES = {
    "head_of_state": "president|head of state|king|queen|monarch|emperor|pope|pontiff|emir|grand duke",
    "head_of_government": "prime minister|premier|pm|head of government|chancellor|taoiseach|"
    "federal chancellor",
    "leader": "leader|ruler|strongman|commander in chief",
    "foreign_minister": "foreign minister|foreign affairs minister|minister of foreign affairs|minister for foreign "
    "affairs|external affairs minister|minister of external affairs|minister for europe and foreign affairs|"
    "europe and foreign affairs minister|foreign secretary|secretary of state|top diplomat|chief diplomat|"
    "foreign policy chief|high representative|foreign affairs chief|foreign affairs head",
    "defence_minister": "defence minister|minister of defence|minister for defence|national defence minister|"
    "minister of "
    "national defence|defence secretary|secretary of defence|secretary of state for defence|defence chief|war "
    "secretary|"
    "secretary of war|armed forces minister|minister of the armed forces|minister for the armed forces|armies minister",
    "finance_minister": "finance minister|minister of finance|treasury secretary|secretary of the treasury|"
    "chancellor of the exchequer|treasury chief",
    "deputy": "vice president|tanaiste|vice chancellor|vice premier|vice pm",
    "spokesperson": "spokesman|spokeswoman|spokesperson|press secretary|press spokesman|press spokeswoman|"
    "press service head",
    "adviser": "adviser|aide|counsellor|chief of staff|national security adviser|security adviser|confidant",
    "ambassador": "ambassador|envoy|special envoy|permanent representative|special representative|negotiator|"
    "chief negotiator|consul|charge d affaires",
    "legislator": "lawmaker|mp|member of parliament|senator|congressman|congresswoman|representative|mep|"
    "parliamentarian|"
    "legislator|committee chair|committee head|member of the european parliament|backbencher",
    "speaker": "speaker|parliament speaker|parliamentary speaker",
    "party_leader": "party leader|party chair|party chief|party head|co leader|co chair|parliamentary group leader|"
    "group leader|faction leader|parliamentary leader|majority leader|minority leader|party co leader",
    "opposition_leader": "opposition leader|leader of the opposition|leader of opposition|opposition chief",
    "organisation_head": "secretary general|director general|managing director|executive director|chief "
    "executive|chief|"
    "head|boss|chair|director|chief prosecutor|high commissioner",
    "commissioner": "commissioner",
    "military_chief": "army chief|chief of defence|chief of the general staff|chief of the defence staff|chief "
    "of general "
    "staff|chief of defence staff|top general|military chief|army commander|chair of the joint chiefs of staff|joint "
    "chiefs chair|supreme allied commander|supreme commander|top commander|top commander in europe|navy chief|"
    "air force chief|armed forces chief|chief of the armed forces|commander of the armed forces|ground forces "
    "commander|"
    "chair of the joint chiefs|military committee chair|chair of the military committee|chief of the army|chief "
    "of staff of "
    "the armed forces",
    "minister": "minister|home secretary|attorney general|interior secretary|state secretary|undersecretary|"
    "under secretary",
    "other": "first minister|governor|mayor|commander|patriarch|oligarch|negotiation leader|ombudsman|activist|"
    "politician",
    "member": "member|members",
    "counterpart": "counterpart|opposite number|colleague",
}
_DOMAINS = words(
    "agriculture armed-forces climate commerce culture defence development digital economic economy education "
    "energy environment europe european external family finance foreign health home housing industries "
    "industry information infrastructure interior internal justice labour reintegration research science "
    "security social state strategic trade transport transportation veterans"
)
PORTFOLIOS = words("affairs integration migration reform relations") | (_DOMAINS - words("state social europe"))
_GOVERNMENT = (
    "government|administration|cabinet|presidency|presidential office|presidential administration|presidential palace|"
    "president office|prime minister office|office of the president|office of the prime minister|president s office|"
    "prime minister s office|chancellery|federal chancellery|palace|embassy|mission|consulate|authorities|authority|"
    "official|officials|government official|government officials|side|delegation|delegates|leadership|negotiators|"
    "negotiating team|diplomats|diplomat|diplomacy|foreign office|executive|regime|state|military|army|armed "
    "forces|navy|"
    "air force|general staff|government source|government sources|intelligence|intelligence service|representatives|"
    "executive branch|ruling coalition|coalition government|high command|spokespeople|security council|war "
    "cabinet|office"
)
_MINISTRY = "ministry|mod|foreign ministry|ministry of foreign affairs|ministry for foreign affairs|ministry of defence"
# Words of the short names of parties and houses that many states have.
GENERIC = words(
    "the of and liberal liberals labour labor conservative conservatives green greens left right social socialist "
    "socialists democrat democrats democratic christian freedom centre center peoples people party national "
    "nationalist nationalists senate house assembly council congress parliament chamber federal representatives "
    "deputies republican republicans communist communists moderate moderates progress progressive progressives front "
    "movement union"
)
CONTINENTS = words("africa america asia europe oceania")
HOUSES = frozenset({
    "assembly", "chamber of deputies", "diet", "federal assembly", "first chamber", "house of deputies",
    "house of representatives", "lower chamber", "lower house", "national assembly", "national council",
    "second chamber", "senate", "upper chamber", "upper house",
})  # fmt: skip
PARLIAMENT = words("parliament legislature parliamentarians")


def _table() -> Mapping[tuple[str, ...], tuple[str, str]]:
    heads = {tuple(phrase.split()): ("role", role) for role, many in _ROLES.items() for phrase in many.split("|")}
    for domain, noun in product(sorted(_DOMAINS), ("minister", "ministry", "department")):
        if noun == "department" and domain in {"security", "state"}:  # one country's alone, of a name of their own
            continue
        parts = (*domain.replace("-", " ").split(), noun)
        heads.setdefault(parts, ("role", "minister") if noun == "minister" else ("institution", "ministry"))
        heads.setdefault((noun, "of", *parts[:-1]), heads[parts])
        heads.setdefault((noun, "for", *parts[:-1]), heads[parts])
    heads |= {tuple(phrase.split()): ("institution", "ministry") for phrase in _MINISTRY.split("|")}
    heads |= {tuple(phrase.split()): ("institution", "government") for phrase in _GOVERNMENT.split("|")}
    return heads | {(word,): ("institution", "parliament") for word in PARLIAMENT}


HEADS: Mapping[tuple[str, ...], tuple[str, str]] = _table()
LONGEST_HEAD = max(map(len, HEADS))
GENERIC_HEADS = frozenset({"chief", "head", "boss", "chair", "director", "leader", "secretary general"})
SURNAME_LIKE = words("king pope marshal queen prince boss palace state general")
EXECUTIVE = words(
    "head_of_state head_of_government leader foreign_minister defence_minister finance_minister minister "
    "deputy spokesperson adviser ambassador organisation_head commissioner military_chief"
)
OWN_TITLES = frozenset({"chancellor", "federal chancellor", "taoiseach"})  # of heads of government in a few states
IMPLIED_PLACES = {
    "chair of the joint chiefs of staff": "united-states", "joint chiefs chair": "united-states",
    "chancellor of the exchequer": "united-kingdom", "taoiseach": "ireland", "home secretary": "united-kingdom",
    "foreign secretary": "united-kingdom", "treasury secretary": "united-states",
    "secretary of state": "united-states", "secretary of defence": "united-states", "pope": "vatican",
    "pontiff": "vatican",
    "supreme allied commander": "nato", "war secretary": "united-states", "secretary of war": "united-states",
    "foreign policy chief": "european-union", "high representative": "european-union",
}  # fmt: skip
PARTY_WORDS = words("party movement front bloc coalition greens democrats conservatives liberals rally")
ORGANISATION_WORDS = PARTY_WORDS | words(
    "council pact compact ministry union agency group institute university committee army force forces bank alliance "
    "association organisation organization foundation court commission parliament assembly senate congress "
    "league federation fund company corporation network service office authority society brigade battalion "
    "corps guard department centre center treaty church club command directorate bureau board chamber house "
    "duma guild circle cooperative syndicate consortium confederation trust airline college academy synod "
    "brotherhood municipality forum"
)
PLURAL_GROUPS = words(
    "mps meps senators experts analysts officials sources critics diplomats people observers allies leaders "
    "ministers lawmakers "
    "politicians members residents soldiers protesters economists historians supporters opponents countries "
    "states governments nations partners europeans westerners civilians refugees reporters journalists "
    "militaries capitals troops"
)
TITLE_SYNONYMS = (
    frozenset(
        {"foreign policy chief", "top diplomat", "chief diplomat", "high representative", "foreign affairs chief"}
    ),
    frozenset({"secretary general", "chief", "head", "leader", "boss"}),
    frozenset({"secretary of defence", "defence secretary", "war secretary", "secretary of war", "defence chief"}),
)
NOT_PLACES = words(
    "western eastern northern southern european allied military intelligence local regional central opposition "
    "security foreign federal national presidential parliamentary ministerial diplomatic political "
    "congressional judicial civilian law enforcement police election health public private christian muslim "
    "jewish catholic orthodox republican democratic conservative liberal communist socialist pro anti two "
    "three four five six several many some"
)
