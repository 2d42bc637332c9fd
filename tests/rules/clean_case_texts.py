"""Cases as they should be typed: nobody can be found by them, so nothing may be pointed out.

One text a paragraph; its lines are joined by a space.
"""

from typing import Final

_TEXTS: Final = """
Hoe help ik iemand die geen enkele brief opent? Een alleenstaande man van rond de zeventig heeft
voor 1.250 euro schulden bij de energieleverancier. Het OCMW wil pas tussenkomen als er een attest
is. We hebben al drie keer gebeld, zonder resultaat.

Une femme âgée vit seule au troisième étage sans ascenseur. Le CPAS a refusé l'aide ménagère parce
que le dossier n'était pas complet. Elle dit que ça va, mais elle a perdu 12 kg en 6 mois. Que
feriez-vous avant la réunion du 12/03 ?

A young man sleeps on the street since the winter plan ended. He has been refused twice by Fedasil
and waits for an answer by 3 April 2027. He wants to work, he does not want to go back.

Mevrouw wil niet naar het ziekenhuis. Meneer zorgt voor haar maar is zelf 82 jaar. De thuiszorg
komt 2 keer per week, van 9u tot 11u. De dochter belt elke avond om 20.30 u.

Monsieur ne veut pas de curatelle. Madame la juge a dit qu'elle déciderait avant le 15 mai. Il
doit 3 mois de loyer, soit 2.400 €, et le propriétaire menace d'expulsion.

De persoon heeft een Europese ziekteverzekering uit een ander land en krijgt geen dringende
medische hulp terugbetaald. Volgens artikel 57 van de OCMW-wet van 8 juli 1976 zou het wel moeten.
Wie heeft ervaring met de wet van 26 mei 2002?

Een koppel met 4 kinderen woont in een flat met 1 slaapkamer. De wachtlijst voor een sociale
woning is 12 jaar. De huur is gestegen van 650 naar 890 euro per maand.

Le médecin traitant est parti à la retraite. Depuis le 1er septembre 2026, aucun médecin du
quartier n'accepte de nouveaux patients. La personne a besoin de son traitement tous les 28 jours.

Hij belt bijna dagelijks naar 112 en naar 107, soms ook naar 1712. De politie kent hem. Op de
dienst spoed wordt hij na 4 uur weer naar huis gestuurd.

Somebody in danger can call 112, 106, 107 or 1813, we told her. She prefers to speak Arabic. The
interpreter is free on Tuesdays from 9 to 12.30.

De vraag: wie neemt de regie? Er zijn nu 7 diensten betrokken: OCMW, thuisverpleging, CAW,
wijkpolitie, huisvesting, mutualiteit en een buurtwerker. Iedereen wacht op iedereen.

Une mère de deux enfants a quitté la maison après des violences. Elle est au centre d'accueil
depuis 3 semaines et doit partir pour le 5 mai. Elle n'a plus de revenus. Que peut faire le CPAS
d'une autre commune ?

Ze kreeg een brief van de RVA: haar uitkering stopt op 1 januari 2027. Ze is 61 en heeft 23 jaar
gewerkt als poetsvrouw. De vakbond zegt dat ze tegen 12/03 beroep moet indienen.

Ik zit vast met een situatie van hoarding. De brandweer kwam langs op 14 oktober, de eigenaar
dreigt. De persoon laat niemand binnen, behalve de kat van de buren.

L'ONEM a exclu la personne du chômage après 20 ans. Elle ne comprend pas le néerlandais et la
lettre de 4 pages est restée fermée. Elle a eu 1.250,50 euros d'arriérés.

The hospital ward wants to discharge him on Friday at 16:00. There is no bed at home, no key and
no heating. The social worker has 25 other files.

Een jongen van zestien gaat niet meer naar school sinds 09/2025. Het CLB, de school en de
jeugdhulp hebben elk hun eigen plan. De moeder is uitgeput en werkt 's nachts.

On m'a demandé de signer comme personne de confiance. J'hésite : je connais la dame depuis dix
ans, mais la loi du 22 août 2002 dit que je dois être indépendant. Avez-vous déjà fait cela ?

Zijn medicatie werd verhoogd van 2 x 50 mg naar 3 x 100 mg. Sindsdien slaapt hij 16 uur per dag.
De psychiater is pas bereikbaar op 17/11 om 14u30. Wat doen we tot dan?

Elle est allée aux urgences trois fois en dix jours. Chaque fois on la renvoie à la rue avec une
ordonnance. Il n'y a pas de place en maison d'accueil avant 2027.

A couple in their eighties, both with memory problems, refuse all help. The neighbours pay for
their food. One of them walks in the middle of the road at night.

Op straat leven met een hond: geen enkele opvang aanvaardt haar. Ze is onderweg van het ene
station naar het andere. Ze werd al 5 keer beboet, telkens 350 euro.

De woning is ongeschikt verklaard in 2024. Er is schimmel in 3 van de 4 kamers. De huurder durft
niets te zeggen, want hij heeft geen contract en betaalt 700 euro cash.

Comment parler de la mort avec une personne qui ne veut pas en entendre parler ? Elle a environ
septante ans, un cancer, et 2 à 3 mois devant elle selon l'oncologue.

Iemand zonder wettig verblijf met tbc. Het Rode Kruis en de Medimmigrant-helpdesk zijn
gecontacteerd. De behandeling duurt 6 tot 9 maanden, maar de opvang maar 30 dagen.

Het gaat over een vrouw tussen 26 en 64, zonder thuis, met twee jonge kinderen. Ze heeft recht op
gewaarborgde gezinsbijslag maar het dossier ligt al 18 maanden stil. Fedasil zegt nee.

Le service de médiation de dettes a une liste d'attente de 9 mois. En attendant, l'huissier
réclame 3 x 150 € par mois. La personne touche 1.070 €. Ça ne tient pas.

He is afraid of losing his right to stay if he divorces. His wife handles all the papers. In 2025
he got a card for 5 years. Who knows a good lawyer for this, pro deo?

De mutualiteit vraagt een attest van de behandelende arts tegen 30/11/2026. De dokter van wacht
mag dat niet schrijven. De dokter zelf is 6 weken met verlof.

Depuis la fusion des services, il faut appeler entre 8h30 et 9h00 pour un rendez-vous. La personne
n'a pas de téléphone. On tourne en rond depuis le mois de mars.

Vader drinkt, moeder heeft een beperking, de oudste dochter van 12 doet alles. School heeft op 23
september gemeld bij het VK. Er is sindsdien niets gebeurd.

De persoon kreeg een boete van 80 € in de tram, en daarna nog 3 (in totaal 1 050 euro). Hij dacht
dat zijn kaart tot 31/12/2026 geldig was. Kan dat nog rechtgezet worden?

Elle refuse la douche. L'aide familiale vient à 7h, trop tôt dit-elle. L'infirmière passe le
lundi, le mercredi et le vendredi. Sa fille habite à 120 km et téléphone une fois par semaine.

We are three services and each has its own rules. One asks for an address of reference, one for a
bank card, one for an identity card. She has none of the three. Where do we start?

Iemand heeft een elektrische rolstoel gekregen via het PHARE, maar de lift is al 5 weken stuk. De
syndicus zegt: nog 3 weken. Hij zit dus al 35 dagen op zijn kamer op de 4de verdieping.

Un homme âgé est rentré de l'hôpital avec 14 médicaments. Personne n'a prévenu le médecin. Il en
prend la moitié, au hasard. La pharmacienne m'a appelé le 6 novembre à 17 heures.

Bij de vorige bijeenkomst (10.09.2026) spraken we over weigeren van zorg. Nu heb ik het zelf. Wie
beslist, als de persoon helder is en toch elke dag valt?

Ze zijn met 11 in een appartement van 55 m2. De gemeente schrijft maar 6 mensen in. De anderen
krijgen geen post, geen dokter, geen school. De helft is minderjarig.

La personne a un administrateur de biens depuis 2019. Elle reçoit 70 euros par semaine. Elle dit
qu'elle n'a jamais vu l'administrateur. Le juge de paix ne répond pas aux courriers.

De psychiater op de afdeling vindt een gedwongen opname te zwaar (wet van 26 juni 1990). De buren
willen dat hij weg is. De wijkagent komt 3 keer per week langs. Wat is ons mandaat?

How do you keep contact with somebody who changes phone every month? I saw him 2 times in 10
weeks. He was at the night shelter until 30 October, then nothing.

Kind van 8 tolkt voor de ouders bij de dokter. Ik vind dat niet kunnen. Sociaal tolken vraagt 48
uur op voorhand en kost 35,50 euro per uur. Hoe doen jullie dat?

Il a travaillé 9 ans au noir sur des chantiers. Il est tombé d'un échafaudage. Le patron a
disparu. Il ne peut plus lever le bras droit. Il a droit à quoi ? Fedris demande une preuve.

Er is een plaats vrij in het rusthuis, maar het bedrag (1.890 euro) is hoger dan haar pensioen
(1.340 euro). De kinderen willen niet bijleggen. Het OCMW rekent 10 weken voor een beslissing.

Sur place, j'ai trouvé la porte ouverte et le gaz allumé. La personne dormait. Je suis restée 2
heures. Depuis, je me demande jusqu'où va mon rôle.

Mei was een slechte maand: drie opnames, telkens na een ruzie. In juni ging het beter. Nu is het
november en begint het opnieuw. Roos en rood, zegt ze, zijn kleuren die haar bang maken.

De man spreekt enkel Pools. Hij werkt 60 uur per week en wordt betaald met eten en een bed. Hij
wil geen klacht indienen. Payoke en Myria zijn genoemd, wat denken jullie?

Quand la police est venue, elle a dit que tout allait bien. Le lendemain elle m'a montré ses bras.
Le SAPV dit d'attendre. Le 1712, en Flandre, dit de porter plainte. Je suis perdue.

We kregen de vraag om te bemiddelen tussen broer en zus over de zorg voor hun vader. Ze praten
niet meer sinds de verkoop van het huis voor 310 000 euro. De vader zegt: doe maar.

Zij is 19 en zwanger van 7 maanden. Kind en Gezin komt pas na de geboorte. De uitgerekende datum
is 15 januari. Ze slaapt bij een vriendin, op een zetel, tot eind december.

Le dossier 2026/00458 est chez Bruxelles Logement depuis le printemps. La visite est prévue le
24/11/2026 entre 9h et 12h. Le toit coule toujours, le bébé tousse.

His benefit was cut by 40 percent because he missed one appointment on 2 June. He was in hospital
that day. The appeal must be sent within 3 months. He cannot read.

De ouderdomspensioenaanvraag is ingediend, ref. P-2026-118, en de IGO zou volgen. Maar hij was 35
dagen in het buitenland in plaats van 29, en nu vordert men 4.312,75 euro terug.

Deux voisins se partagent la garde d'un monsieur désorienté. L'un d'eux part en mars. La commune
n'a pas de service de nuit. Avez-vous trouvé une solution semblable chez vous ?

Ik heb haar 3 weken geleden beloofd dat ik zou terugkomen. Ondertussen is haar dossier doorgegeven
aan de collega van zone 2. Ze voelt zich weer in de steek gelaten. Hoe pak ik dat aan?

Een persoon van boven de tachtig geeft elke week 200 euro aan iemand die ze aan de markt leerde
kennen. Ze is gelukkig met het bezoek. De bank heeft op 5/10 een melding gedaan.

Les punaises de lit sont revenues pour la 4e fois. La société demande 480 euros par traitement. Il
dort dans la cage d'escalier. Les voisins ont signé une pétition, 22 noms.

Het gezin kreeg een bevel om het grondgebied te verlaten. De jongste is in behandeling in een
universitair ziekenhuis (afdeling kinderoncologie). De 9ter-aanvraag loopt sinds augustus.

Nobody wants to go up: the stairs are broken, there are needles, and he shouts. The nurse stopped
after 6 visits. He has a wound that needs care every 2 days. What is safe enough?

Comment réagir quand la famille demande de ne rien dire au patient ? Chez eux, c'est le fils aîné
qui décide. Le patient m'a posé la question directement mardi, à 10h15, quand nous étions seuls.

Hij heeft een bankrekening nodig om te werken en werk nodig voor zijn papieren. De basisbankdienst
werd 2 keer geweigerd (12/08 en 03/09). Ombudsfin antwoordt binnen de 90 dagen.

La voisine du dessous garde la clé. Elle a 78 ans elle-même. Si elle tombe malade, plus personne
n'ouvre. On a proposé un coffret à code, refusé : trop cher (59,95 €), trop moderne.

Sinds hij zijn werk verloor (eind 2025) speelt hij online, soms 14 uur na elkaar. Hij heeft 15.000
euro geleend. Zijn partner weet niets. Hij vraagt mij om te zwijgen.

She came out of prison in May with 35 euro and a plastic bag. Her reference address was struck
off. The CPAS and the OCMW (same office, two doors) each sent her to the other.

Question au groupe : qui a déjà travaillé avec un pair-aidant ? La personne, entre 12 et 25 ans,
n'accepte aucun adulte en blouse. On a un budget de 500 € et jusqu'au 30 juin 2027.

De huisarts stelt palliatieve zorg voor. De echtgenoot hoort "opgeven". Drie talen in huis, twee
godsdiensten, één badkamer. Het team komt morgen om 8.15 u. Hoe begin ik dit gesprek?

Een man van middelbare leeftijd wil stoppen met drinken, maar de wachtlijst voor ontwenning is 11
weken en je moet elke dag om 9u bellen. Op dag 4 had hij geen beltegoed meer.

Er staat 'geboren' op het formulier maar zij kent haar geboortedatum niet. De ambtenaar vult dan 1
januari in. Daardoor kreeg ze haar pensioen een half jaar later. Wie kent dit?

Elle est née au pays et n'a jamais été inscrite. Depuis 1998, elle vit en Belgique, sans papiers
jusqu'en 2004. Aujourd'hui il lui manque 7 années pour la GRAPA.

Het ritme: dinsdag van 10.00 tot 12.00, donderdag van 13.30 tot 16.00, en om de 14 dagen op
vrijdag. Toch komt ze nooit op het afgesproken uur, wel de dag erna, met soep.
"""

_TEXTS_WRITTEN_AFTER: Final = """
Mijn vraag gaat over grenzen. Iemand noemt mij zijn zus en stuurt 20 berichten per nacht. Ik heb
mijn gsm nu uit van 19.00 tot 8.00 u. Is dat in de steek laten?

La dame ne mange plus que des biscuits. L'aide à domicile (2h par jour) dit que le frigo est vide.
La banque a bloqué sa carte le 3/11. Monsieur, son frère, ne veut rien savoir. Rendez-vous au CPAS
le 1er décembre à 9h30.

De eigenaar verkoopt. De zeven bewoners moeten weg tegen 31 maart 2027, sommigen wonen er al 20
jaar. Samen betalen ze 4.200 euro. Huurdersbond zegt: blijven zitten. Het vredegerecht zegt:
minnelijke schikking op 12/01 om 14 uur.

He collects bottles from 5 in the morning. The street is his work, he says, and the street is his
home. On the way to the hospital he jumped out. 3 nurses, 2 officers, 1 blanket.

Plein vragen: mag ik de sleutel bijhouden? Mag ik mee naar de markt? Mag ik zeggen dat de dokter
zich vergist? In de zorgzone doet elke dienst het anders.

Un jeune de 17 ans, mineur étranger, a raté trois entretiens. Sa tutrice a 40 dossiers. L'école a
un plan, le SPJ un autre. Le 20/11, il n'est pas rentré. Place au doute : faut-il signaler ?

In het ziekenhuis, op de geriatrie, kreeg ze een bandje met een nummer. Nu denkt ze dat ze in de
gevangenis zit. Kamer 214, bed 2, al 63 dagen. De sociale dienst antwoordt niet voor 2027.

Reçu hier : facture de 1 875,20 € pour l'ambulance, plus 45 € de rappel, à payer avant le
15.12.2026. Il gagne 900 € par mois. La mutuelle ne couvre que depuis le 01/10/2026. Quelqu'un
connaît le fonds ?

Zijn moeder is overleden in het land van herkomst. Hij mag niet reizen. Hij kwam in 2015 aan,
kreeg in 2019 papieren en verloor ze in 2024. Nu drinkt hij. Wie weet iets over rouw in een andere
taal?

The form asks for a date of birth and a place of birth. He knows neither. He was born during the
dry season, he says. The clerk laughed. Since 2021 every office copies the same mistake.

Over de drempel: 3 trappen, 2 sloten, 1 hond. De verpleegkundige van 8u komt niet meer. Die van
11u wel, maar dan slaapt meneer. Mevrouw zegt altijd ja en doet nooit open.

Il a reçu un ordre de quitter le territoire, annexe 13, avec 30 jours. Le recours coûte 200 €.
Madame pleure, Monsieur se tait, les enfants traduisent. L'avocate pro deo est absente jusqu'au 8
janvier.

Van de 9 afspraken kwam ze er 4 na. Ze spreekt met 107, met Tele-Onthaal en met mij. Telkens een
ander verhaal. Wat is waar, en moet ik dat weten? Besluit van het team: tweede huisbezoek op 2-12.

J'ai une place d'accueil de jour à proposer, rue calme, petit jardin, 12 € par jour. Elle dit : ma
place est ici. Le médecin dit : plus pour longtemps. La fille dit : décidez vous-même.

Wij zijn met drie buurtwerkers voor 45.000 inwoners. Dit jaar 312 vragen, vorig jaar 280. Eén
situatie houdt mij wakker: een vader met dementie die rijdt, elke zondag, naar zee en terug, 240
km.

A neighbour found him on the floor after two days. The fire brigade broke the door (bill: 390
euro). Now the door does not close and he guards it, awake, from 22.00 to 6.00. Who pays for a
door?
"""


def _paragraphs(texts: str) -> tuple[str, ...]:
    return tuple(" ".join(paragraph.split()) for paragraph in texts.strip().split("\n\n"))


CLEAN_CASE_TEXTS: Final = _paragraphs(_TEXTS)
CLEAN_TEXTS_WRITTEN_AFTER: Final = _paragraphs(_TEXTS_WRITTEN_AFTER)
