"""Word lists: capitalised words that are not names, functions, and common family names."""

from typing import Final

# Words at the beginning of a sentence or after a title that are not names.
NO_NAMES: Final = frozenset(
    """
    aan achter af al alle alles als altijd ben bij binnen boven buiten daar daarna dan dat de
    deze die dit doen doet door dus een eerst elk elke en enkel er gaan gaat geen had hadden heb
    hebben heeft het hij hoe hun iedere iemand ik in is ja je jij jullie kan komt krijgt kunnen
    kwam later maar mag meer men met mijn moet morgen na naar naast niemand niet nog nu of om
    omdat ondertussen onder ons onze ook op over sinds soms staat te tegen terwijl toch toen tot
    u uit van vandaag vanaf via vindt volgens voor waar waarom wacht wanneer want waren was wat
    we weer wel welke werd wie wij wil willen woont wordt wou ze zegt zei zich zij zijn zo
    zonder zou zowel zullen haar hele belt vraagt weet wilt slaapt leeft samen eigen

    a ai ainsi alors apres au aucun aujourd aussi autre aux avait avant avec bonjour car ce ceci
    cela celle celui ces cet cette chaque chez comme comment dans de depuis des deux dit donc
    dont du elle elles en encore enfin ensuite entre est et eu eux fait faut grace hier ici il
    ils j'ai je la le les leur leurs lui ma maintenant mais malgre me mes moi mon ne ni nos
    notre nous on ont ou par parce pas pendant personne peut plus pour pourquoi puis quand que
    quel quelle qui quoi sa sans se selon ses si sinon soit son sont sous suite sur ta tant te
    tes toi ton tous tout toute toutes tres trop tu un une va vers veut voici voila vos votre
    vous vont y avez avons etait doit dort vit habite parle demande refuse attend vient suis

    about after all also always an and another any are as at be because been before but by can
    could did do does during each every everybody few first for from had has have he her here
    hers his how however i if into it its just last let many maybe me more most must my never no
    nobody not now of off often once only or other our out she should since so some somebody
    soon still than that the their them then there these they this those though today tomorrow
    too two under until up us was we were what when where which while who whose why will with
    without would yes you your wants says needs lives sleeps

    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag lundi mardi mercredi jeudi
    vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday januari
    februari maart april mei juni juli augustus september oktober november december janvier
    fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january
    february march may june july august october

    ocmw cpas caw cgg clb rva onem actiris vdab fedasil rvv cgra cgvs phare iriscare brusano
    famifed riziv inami samusocial hub vub ulb kul stib mivb politie police spoed urgences
    whatsapp telegram xx xxx x
    """.split()
)

# Functions after 'madame la' or 'mevrouw de'.
FUNCTIONS: Final = frozenset(
    """
    juge presidente president directeur directrice ministre bourgmestre maire procureur
    procureure notaire docteur professeur police assistante assistant curateur curatrice
    concierge echevin echevine commissaire avocat avocate secretaire voisine facteur medecin
    administrateur infirmiere rechter vrederechter burgemeester schepen voorzitter directrice
    minister notaris dokter professor curator bewindvoerder conciergerie advocaat secretaris
    poetsvrouw buurvrouw postbode agent politieagent huisbaas eigenaar syndicus judge mayor
    president minister director chairman speaker
    """.split()
)

# The most frequent family names in Brussels, for texts without capitals.
FAMILY_NAMES: Final = frozenset(
    """
    peeters janssens maes jacobs mertens willems claes goossens wouters depaepe dewulf desmet
    desmedt pauwels dubois lambert dupont martin simon laurent leclercq denis lejeune dumont
    gerard mathieu hermans hendrickx aerts michiels martens verhoeven vermeulen vandamme
    vandenberghe vandenbroeck vandenbossche vanhove vandevelde vermeersch verstraete verhaegen
    verbeke verlinden declercq decock decoster deckers coppens cools cuypers bogaerts baert
    baeten beckers bosmans bauwens segers smets stevens thys timmermans torfs thomas wauters
    willaert lemmens lenaerts leroy lefevre lefebvre renard henry evrard fontaine collard
    bertrand charlier moreau gillet rousseau petit legrand noel adam marchal servais charles
    francois georges gilles benali bensaid haddad ouali idrissi amrani alaoui bennani chaoui
    ziani saidi tahiri ahmed mohamed mohammed hassan hussein ali khan diallo bah barry sow
    traore camara kone ndiaye nguyen yilmaz kaya demir celik sahin ozturk aydin arslan dogan
    popescu ionescu ivanov kowalski silva santos ferreira pereira mendes garcia fernandez lopez
    rodriguez rossi russo kabongo mbuyi ilunga
    """.split()
)

# First and family names that are also words: a capital at the start of a sentence says nothing.
WORD_NAMES: Final = frozenset(
    """
    roos mei kind ward wit de jan storm vos wolf beer bos berg bakker smet jong koning meester
    klein groot lief bloem fleur linde iris lily rose marguerite violette pierre claire blanche
    aimee desiree grace hope faith will mark bill grant joy art olive victoire prudence
    constance felix marine april may june august avril juin juillet mai belle petit grand
    legrand long court roy rey noel pascal lambert charles christian martin zoe max chance amour
    merveille precious blessing gift angel star summer autumn winter lente zomer dag wens vrede
    hart licht boom steen brand mens man vrouw moeder vader zus broer dokter smit visser mulder
    kok slager timmerman schepers cook baker smith young king brown white black green hill wood
    page rich small wise bush stone rivers field law day west north noir blanc rouge vert bon
    jolie sage joie soleil lune fontaine bois pont moulin boulanger berger marchand maitre juge
    leroy lecomte leduc lejeune vieux jeune laurent bruno ben al an els sien trees bart pol piet
    hans door tine lot ans minne kris kerst sterre jade ruby amber robin merel gaspard salome
    paz luz sol paix benin chad israel georgia paris londen florence milan sofia kinshasa rojo
    mare
    """.split()
)

MUNICIPALITIES: Final = """
anderlecht|oudergem|auderghem|sint-agatha-berchem|berchem-sainte-agathe|berchem|brussel|bruxelles
|brussels|brux|bxl|etterbeek|evere|vorst|forest|ganshoren|elsene|ixelles|jette|koekelberg|laken
|laeken|haren|neder-over-heembeek|sint-jans-molenbeek|molenbeek-saint-jean|molenbeek|sint-gillis
|saint-gilles|st-gillis|st-gilles|sint-joost-ten-node|saint-josse-ten-noode|sint-joost|saint-josse
|st-joost|st-josse|schaarbeek|schaerbeek|ukkel|uccle|watermaal-bosvoorde|watermael-boitsfort
|bosvoorde|boitsfort|sint-lambrechts-woluwe|woluwe-saint-lambert|sint-pieters-woluwe
|woluwe-saint-pierre|woluwe
""".replace("\n", "").replace("-", "[ -]")

TOWNS: Final = """
antwerpen|anvers|gent|gand|leuven|louvain|mechelen|malines|vilvoorde|vilvorde|zaventem|machelen
|diegem|dilbeek|halle|hal|asse|grimbergen|wemmel|tervuren|overijse|hoeilaart|aalst|alost|brugge
|bruges|kortrijk|hasselt|genk|luik|liege|charleroi|namen|namur|bergen|mons|doornik|tournai|nijvel
|nivelles|waver|wavre|waterloo|eigenbrakel|tubize|tubeke|ninove|oostende|ostende|sint-niklaas
|sint-pieters-leeuw|drogenbos|linkebeek|kraainem|wezembeek-oppem|sint-genesius-rode
""".replace("\n", "").replace("-", "[ -]")
