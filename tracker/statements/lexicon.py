"""The words that report: verbs and nouns that introduce, name or enact what somebody says or wants."""

from __future__ import annotations

from tracker.names import HONORIFICS

# Verbs whose complement clause or quotation is what the speaker said.
SAY = frozenset("""
acknowledge add admit affirm agree allege announce answer argue assert assess assure attest aver boast boom brief
bristle caution chide chime claim clarify comment complain concede conclude confess confide confirm contend continue
counter declare demur detail disclose elaborate email emphasise emphasize enthuse estimate exclaim explain express
fret fume gripe hint imply indicate inform insist interject interrupt intone joke lament maintain mention mumble muse
mutter note notify object observe opine opt plead pledge point post predict proclaim promise pronounce protest quip
quote read reason recall reckon recount reflect reiterate relate remark remind repeat reply report respond retort
retweet reveal say scoff shout shrug sigh signal speculate state stipulate stress suggest summarise summarize swear
tell testify tweet underline underscore urge venture voice vouch vow warn whisper write yell
""".split())

# Verbs of knowing, wanting and feeling: their clause or infinitive is an attitude of the subject.
ATTITUDE = frozenset("""
aim anticipate appear ask assume believe consider decide demand desire determine dispute doubt dream envisage envision
expect fear feel figure find foresee hear hope imagine intend judge know learn like long look mean mind plan prefer
presume propose realise realize recognise recognize regard regret see seek seem sense show suspect think understand
view want weigh wish wonder worry
""".split())

# Verbs that name a speech act; what is urged, rejected or praised is their object, clause or prepositional phrase.
SPEECH_ACT = frozenset("""
accept accuse advise advocate agree appeal applaud approve ask attack back beg berate blame blast boycott call caution
champion characterise characterize chastise cite commend complain condemn criticise criticize dare decline decry
defend defy demand denounce deny deplore deride describe detail discuss dismiss downplay echo embrace encourage
endorse entertain exclude exhort fault favor favour forbid greenlight guarantee hail highlight honor honour implore
insist invite invoke label lambaste laud liken lobby mention mock moot mull nix object offer oppose outlaw permit
petition pillory pledge point portray praise prohibit promise propose question ratify rebuff rebuke rebut recommend
refer refuse refute reject renounce repudiate request resist rule salute sanction scold slam slate snub spurn
subscribe suggest support tease thank threaten tout underline urge veto volunteer vow warn waver welcome withhold
""".split())

# Speech acts that enact what they name: a pledge, an approval, a veto is an official act.
ENACTING = frozenset("""
approve authorise authorize commit forbid greenlight guarantee permit pledge prohibit ratify sanction veto withhold
""".split())

# Verbs by which an office holder or institution acts on a proposal.
ACT = frozenset("""
add adopt agree aid allocate allow announce appeal approve arm ask assist authorise authorize back ban bar base beg
begin block boost buy call cancel clear close commit complete consider contribute decline delay deliver demand deploy
discuss dispatch donate double drop earmark endorse enforce equip establish examine exclude explore export favor
favour finance forbid freeze fund give grant halt hand help hold host impose increase insist join keep lead lend lift
limit lobby mull need object open oppose order pass pause plead pledge postpone pour prepare press prohibit promise
provide purchase push raise ratify rearm receive refuse reimburse reiterate reject release remain repatriate repeat
replace replenish request require resist restrict resume rotate rule rush scrap seek send set shelve ship shoot sign
spend stall stand start station step stop study submit supply support suspend table transfer turn unblock unveil urge
veto vote want weigh withdraw withhold work
""".split())

# Nouns that name a speech act or an attitude; a possessor or a "from" phrase is the speaker.
SPEECH_NOUNS = frozenset("""
abstention accusation acknowledgement admission advice advocacy agreement allegation amendment anger announcement
answer appeal applause approval argument assertion assessment assurance attack backing ban belief bid blessing block
blockade call ceiling charge claim comment commitment complaint concern condemnation condition consent consideration
contention criticism cry decision declaration delivery demand denial desire determination disapproval donation doubt
effort endorsement estimate expectation explanation fear fire forecast freeze goal gratitude green-light guarantee
halt hesitation hint hope hostility idea indecision initiative insistence intention interest invitation motion move no
objection offer openness opinion opposition order permission plan plea pledge position praise prediction preference
pressure promise proposal protest push quest question reaction readiness reassurance rebuke recommendation refusal
rejection reluctance remark reminder report request resistance response scepticism signal skepticism stance statement
suggestion support suspension suspicion thank threat unwillingness urging veto view vow warning willingness wish
withdrawal yes
""".split())

# Nouns that name an office or a body of people: a noun phrase around one can be an actor without any name in it.
OFFICE_NOUNS = frozenset("""
colleague successor predecessor
activist administration admiral adviser advisor aide alliance ally ambassador analyst archbishop association authority
bank banker baroness bishop bloc cabinet campaigner caucus chair chairman chairwoman chamber chancellor chief church
coalition commander commission commissioner committee company congress congressman congresswoman council counterpart
court critic defender delegate delegation democrat department deputy diplomacy diplomat doctor economist embassy
emperor employer envoy expert faction farmer federation foreign general government governor group head house judge
junta king kremlin lawmaker leader legislator legislature liberal lobby lord marshal mayor mep minister ministry
monarch mp negotiator neighbor neighbour nurse office officer official opponent opposition organisation organization
palace parliament partner party peer pentagon pm politician pope premier presidency president prime prince princess
professor prosecutor queen rapporteur regime representative republican rival scientist secretary senate senator source
speaker spokesman spokesperson spokeswoman state statesman supporter taoiseach tánaiste teacher trade treasurer treasury
troika union vice-chancellor vice-president whip movement
""".split())

# Nouns of those who live, work or trade somewhere, one of whom may speak as well as all; what is a common family name
# too ("baker") is left out.
TRADE_NOUNS = frozenset("""
accountant actor actress alderman angler anthropologist apothecary archaeologist architect archivist artist astronaut
astronomer athlete attorney author automaker barrister beekeeper believer biologist blogger boatman bookmaker
bookseller boss botanist breeder bricklayer broadcaster broker brother builder bursar businessman businesswoman
captain cardiologist carer caretaker carmaker caterer cellist chaplain chemist chipmaker choreographer citizen cleaner
clergyman clerk climatologist climber cllr colonel columnist comedian commuter composer conductor conservationist
constable consul consumer contractor coroner councillor courier craftsman creditor criminologist crofter curate
curator customer cyclist dairyman dancer daughter deacon demographer demonstrator dentist designer detective developer
dietitian director docker donor driver drugmaker drummer ecologist editor educator electrician endocrinologist
engineer entrepreneur environmentalist epidemiologist ethicist ethnologist evangelist executive exporter father
ferryman filmmaker financier firefighter fisherman fishmonger footballer forester founder freelancer gamekeeper
gardener geographer geologist glaciologist goalkeeper grandfather grandmother grocer grower guard guide gymnast
gynaecologist hairdresser harbourmaster haulier headmaster headmistress headteacher herder herdsman historian
homeowner hotelier hotelkeeper householder housekeeper hydrologist illustrator immigrant importer inhabitant inmate
innkeeper inspector instructor insurer interpreter inventor investor islander janitor jeweller jockey jurist juror
landlady landlord landowner lawyer lecturer lender librarian lieutenant lifeguard linguist lobbyist locksmith logger
machinist magistrate maker manager mathematician mechanic merchant meteorologist microbiologist midwife migrant
millionaire miner missionary mother motorist mountaineer mufti musician naturalist neurologist novelist nun
nutritionist obstetrician oceanographer ombudsman oncologist optician organiser organist organizer ornithologist owner
pacifist paediatrician paramedic parent parishioner passenger pathologist patient patriarch peasant pedestrian
pediatrician pensioner performer pharmacist philosopher photographer physician physicist physiotherapist pianist pilot
planner playwright plumber poet policeman policewoman postman preacher prefect priest principal prisoner producer
programmer promoter protester psychiatrist psychologist psychotherapist publican pupil radiologist railwayman rancher
ranger realtor recruiter rector referee refugee registrar rescuer researcher reservist resident restaurateur retiree
rider roofer sacristan sailor salesman saleswoman schoolboy schoolgirl schoolteacher screenwriter sculptor seafarer
seamstress seismologist seller settler shareholder shepherdess sheriff shipbuilder shipowner shopkeeper shopper
signatory sister skipper sociologist soldier solicitor soloist soprano spectator sponsor staffer stallholder
stationmaster statistician steelmaker steelworker steward stewardess stockbreeder stonemason strategist striker
student subscriber superintendent surgeon surveyor survivor taxpayer technician tenant theologian theorist therapist
tourist toxicologist trader trainer trawlerman treasurer trucker trustee tutor undertaker unionist urologist user vet
veteran veterinarian vicar victim viewer villager vintner violinist virologist visitor volunteer voter waiter waitress
warden watchmaker welder whistleblower wholesaler widow wife winegrower winemaker woodcutter worker workman writer
youngster zoologist
""".split())

# Nouns of bodies in which people come together, or which they run.
BODIES_OF_PEOPLE = frozenset("""
academy agency airline army assembly board borough brewery brotherhood bureau centre chain chapter charity choir
circle city clan clergy clinic club co-operative college commune community confederation consortium cooperative crew
diocese federation firm forum foundation fund guild hospital institute judiciary jury laboratory league manufacturer
militia monastery municipality museum navy network ngo nonprofit operator orchestra orphanage panel parish police
prefecture province publisher railway regulator retailer school service society staff supermarket supplier syndicate
synod team theatre town tribe tribunal trust university utility village watchdog waterworks workforce
""".split())

ROLE_NOUNS = OFFICE_NOUNS | TRADE_NOUNS | BODIES_OF_PEOPLE

# Those of them before whose name a firm's is as likely as a person's ("the insurer Meridian Mutual").
FIRM_NOUNS = frozenset("""
automaker broadcaster broker builder carmaker chipmaker contractor creditor customer developer donor drugmaker
employer exporter financier haulier importer insurer investor landlord landowner lender maker owner producer seller
shareholder shipbuilder shipowner sponsor steelmaker tenant trader wholesaler
""".split())

# Titles that stand before a person's name alone, without their dots.
TITLES = HONORIFICS | {"baron", "candidate", "commander", "count", "rep", "sen", "sister", "tycoon"}

# Words of the names of bodies, places and works, which no person's name holds.
BODY_NOUNS = frozenset("""
academy act affairs agency airport army avenue bay bill board bridge bureau castle center centre citizens city club
coast college concern conference convention corporation corps daily defence defense democrats desk dialogue
directorate division duma east eastern ethics express first folk forum foundation free front fund gazette greens guard
hall harbour herald hill house industry institute island islands lake law league left list mail ministry monday
mountain museum network new news north northern observer pact parliament party path patriotic peace people plan plaza
popular post prize project protocol rally reform renewal republic review ridge right ring river road sea service
shield social society south southern square station street summit sunday system telegraph times today tower treaty
tribune trust union unity university valley voice watch week west western
""".split())

# Those of them that are never one person.
HOUSE_NOUNS = BODIES_OF_PEOPLE | frozenset("""
administration alliance association authority bank bloc cabinet caucus chamber church coalition commission committee
company congress council court delegation department diplomacy embassy faction federation government group house
junta kremlin legislature lobby ministry movement office opposition organisation organization palace parliament party
pentagon presidency regime senate state trade treasury troika union
""".split())

# Role nouns that no name holds ("Harbour Board" does hold one), and those of a person alone.
NO_BODIES = ROLE_NOUNS - BODIES_OF_PEOPLE
PERSON_NOUNS = ROLE_NOUNS - HOUSE_NOUNS - FIRM_NOUNS

# Houses in which laws are made.
CHAMBERS = frozenset("assembly bundestag chamber congress duma house knesset parliament senate".split())

# Nouns of papers on which a house votes.
MOTIONS = frozenset("amendment bill declaration draft motion proposal resolution text".split())

# What a house does with them.
VERDICTS = frozenset("adopt approve defeat endorse pass reject".split())

# Helping verbs of what is to come or might be.
MODALS = frozenset({"will", "shall", "would", "could", "should", "may", "might", "can"})

# Nouns of occasions at which people meet.
MEETINGS = frozenset("conference debate dinner gathering hearing meeting session summit talk vote".split())

# Nouns of what carries news, to which or in which somebody speaks.
OUTLETS = frozenset("""
newspaper paper daily weekly magazine radio television tv broadcaster channel station agency programme program podcast
website portal
""".split())

PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
GROUP_PRONOUNS = frozenset({"they", "them", "their", "theirs", "it", "its", "themselves", "itself"})
SPEAKER_PRONOUNS = frozenset({"i", "we", "our", "us", "my", "me", "ourselves", "mine", "ours"})
RELATIVE_PRONOUNS = frozenset({"who", "which", "that", "whom", "whose"})
