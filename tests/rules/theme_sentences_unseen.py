"""Sentences that measure the suggested themes: written before the vocabulary, never tuned on.

Each with the themes a reader gives it, by the names of the domains and of where it blocks.
Measured once, before anything was tuned: precision 94.4 %, recall 93.1 %. One hand wrote these and
the vocabulary, so of what others write expect less.
"""

from typing import Final

UNSEEN: Final = (
    # Dutch
    ("Een gezin met drie kinderen moet binnen de maand het appartement uit.", "housing family"),
    ("De deurwaarder stond aan de deur en de energiefacturen stapelen zich op.", "money"),
    ("Hij wacht al vier jaar op een beslissing over zijn asielaanvraag.", "papers"),
    ("Na de val kan ze de trap niet meer op en de wonden genezen slecht.", "physical_health"),
    ("Ze hoort stemmen en denkt dat de buren haar afluisteren.", "mental_health"),
    ("Hij begint 's morgens al te drinken en wil niet naar de ontwenning.", "addiction person"),
    ("De dochter vertelde dat haar vader haar slaat.", "violence family"),
    ("Sinds zijn ontslag vindt hij geen job meer.", "work"),
    ("De mantelzorger is opgebrand, de zoon neemt het niet over.", "family"),
    ("Mevrouw ziet soms een hele week niemand.", "loneliness"),
    ("We raken er niet uit zonder tolk, want hij spreekt alleen Pashto.", "language"),
    ("Zonder ziekteverzekering neemt geen enkele huisarts hem aan.", "access_to_care"),
    ("De terminale fase begon en hij wil thuis sterven.", "end_of_life"),
    (
        "De woningmaatschappij en het OCMW schuiven het dossier naar elkaar door.",
        "housing services",
    ),
    ("Er is een wachtlijst van twee jaar voor beschut wonen.", "missing_offer housing"),
    ("Ze vertrouwt ons niet meer sinds de kinderen geplaatst werden.", "relation family"),
    ("Volgens de wet heeft hij er geen recht op, al is zijn nood duidelijk.", "rules"),
    ("Ik weet zelf niet meer wat ik nog kan doen en slaap er slecht van.", "me"),
    ("Hij doet de deur niet open en weigert elke hulp.", "person"),
    ("We spraken af dat Karim tegen oktober een lijst maakt.", ""),
    ("Volgende keer komen we samen in de zaal op de eerste verdieping.", ""),
    ("Dakloze jongeren vallen tussen de mazen van het net.", "housing services"),
    # French
    ("Une dame âgée risque l'expulsion parce que le bail n'a pas été renouvelé.", "housing"),
    ("Il ne parvient plus à payer ses factures et les huissiers se succèdent.", "money"),
    ("Sans titre de séjour, elle n'ose pas porter plainte.", "papers"),
    ("Son diabète n'est plus suivi depuis sa sortie de l'hôpital.", "physical_health"),
    ("Il parle de suicide et refuse de voir un psychiatre.", "mental_health person"),
    ("Le crack circule dans tout l'immeuble et il a rechuté.", "addiction"),
    ("Elle est menacée par son ex-compagnon.", "violence"),
    ("Il travaille au noir et a perdu ses allocations de chômage.", "work money"),
    ("Les proches aidants sont à bout, le fils ne répond plus.", "family"),
    (
        "Depuis le décès de son mari elle ne sort plus et ne voit personne.",
        "loneliness end_of_life",
    ),
    ("Il ne parle ni français ni néerlandais et on manque d'interprètes.", "language"),
    (
        "Aucun médecin généraliste n'accepte de nouveaux patients dans le quartier.",
        "access_to_care missing_offer",
    ),
    ("Les soins palliatifs à domicile ont été refusés par la famille.", "end_of_life family"),
    ("Chaque service renvoie la personne vers un autre.", "services"),
    ("Il n'existe rien pour ce public, partout c'est saturé.", "missing_offer"),
    ("Le lien de confiance est rompu depuis le signalement.", "relation"),
    ("Le règlement exclut les personnes sans domicile.", "rules housing"),
    ("Je me sens impuissante et seule face à cette situation.", "me"),
    ("Il ne se présente pas aux rendez-vous et coupe le contact.", "person relation"),
    ("Le groupe remercie l'oratrice pour sa présentation.", ""),
    # English
    ("The landlord wants them out by the end of the month because of mould.", "housing"),
    ("She has debts with the energy company and cannot pay the rent.", "money housing"),
    ("His asylum claim was rejected and he lives without papers.", "papers"),
    ("After the stroke she can't walk and needs wound care every day.", "physical_health"),
    ("He is depressed and was admitted to the psychiatric ward twice.", "mental_health"),
    ("Cannabis and alcohol keep him awake at night.", "addiction"),
    ("Her husband beats her in front of the children.", "violence family"),
    ("No employer hires him because of the gap in his CV.", "work"),
    ("The daughter is the only carer and she is exhausted.", "family"),
    ("An isolated man who has no visitors at all.", "loneliness"),
    ("We could not find an interpreter for Tigrinya.", "language"),
    ("No dentist takes people without health insurance.", "access_to_care"),
    ("The widow is still in mourning.", "end_of_life"),
    ("Nobody coordinates, so each organisation starts over.", "services"),
    ("There is simply no place where a couple with a dog can sleep.", "missing_offer housing"),
    ("The criteria of the fund leave her out.", "rules"),
    ("Thanks to all who came, we meet again in March.", ""),
    ("We tried the new dialogue tool and liked it.", ""),
)
