"""The words that suggest a theme, in Dutch, French and English.

Entries are folded (`plain_text.fold_letters`), with spaces for apostrophes and hyphens. A star
matches any letters at that end of a word, an underscore a space between words. Words that mean
something else in another of the languages are left out.
"""

from collections.abc import Mapping
from typing import Final

from bot.rules.cases import Block, Domain

PASSED_OVER: Final = """
    maatschappelijk_werk sociaal_werk het_werk_van_de_groep ons_werk mijn_werk travail_social
    travail_de_rue travail_de_groupe travail_en_reseau travail_d_equipe groupe_de_travail
    groupes_de_travail travaille_avec travaille_sur travaille_ensemble coups_de_fil coups_de_main
    coups_de_pouce coordinator coordinators coordinateu* coordinatrice* good_job great_job
    iets_drinken iets_te_drinken koffie_drinken koffie_te_drinken thee_drinken boire_un_verre
    boire_un_cafe boire_un_the drinking_coffee drinking_tea
"""
"""Words of a theme that usually mean something else here, and are ignored."""

_HOUSING: Final = """
    woning* *woning *woningen wonen woonde woonst* woonproble* woonnood wooncrisis huisvest*
    *huisvesting huisjesmelker* huisbaas* huisbazen verhuurder* huur huurder* huurcontract*
    huurprijs* huurwoning* huurachterstand* huurwaarborg* huurovereenkomst* verhuis* uithuiszet*
    uitgezet* appartement* studio* onderdak dakloos* dakloze* dakloz* thuisloos* thuisloze*
    opvangcentr* nachtopvang* noodopvang* crisisopvang* winteropvang* slaapplaats* kraakpand*
    kraker* schimmel* onbewoonbaar* woonzorg* leegstand* kamer_huren op_straat housing_first
    domicilie* referentieadres* svk sociaal_verhuurkantoor logement* loge loger logee hebergement*
    heberge* loyer* locataire* bailleu* proprietaire* bail expuls* sans_abri* sans_domicile sdf
    a_la_rue demenag* insalubr* moisissure* taudis squat* habitat* relogement* garantie_locative
    centre_d_accueil abri_de_nuit abri_nuit maison_d_accueil marchand*_de_sommeil colocation*
    immeuble_vide toit_sur_la_tete sans_toit adresse_de_reference housing *housing homeless*
    landlord* landlady tenant* tenanc* rent rents renting eviction* evict* shelter* apartment*
    flat flats mould mouldy roof_over lodging* rough_sleep* sleep*_on_the_street sleep*_rough
    squatt* accommodation* move_out moved_out lease
"""

_MONEY: Final = """
    geld geldproble* geldgebrek schuld schulden schuldbemiddel* schuldhulp* schuldenberg*
    *schulden collectieve_schuldenregeling budget* bewindvoer* deurwaarder* factuur facturen
    rekeningen *facturen *factuur onbetaald* betalen betaald afbetal* aanmaning* loonbeslag
    armoede* arme_gezin* uitkering* leefloon* inkomen* inkomst* ocmw_steun financi*
    energiearmoede* budgetmeter* spaargeld voedselpakket* voedselbank* kosten te_duur lening*
    krediet* kinderbijslag groeipakket pensioen* sociale_tarie* faillis* gokschuld* argent dette*
    dettes endett* surendett* huissier* facture* impaye* financ* pauvre* precarite* revenu*
    allocation* ris revenu_d_integration aide_financiere mediation_de_dette* mediateur_de_dette*
    reglement_collectif administrateur_de_biens administration_de_biens colis_alimentaire*
    banque_alimentaire saisie_sur_salaire trop_cher* remboursement* fin_du_mois fins_de_mois payer
    paie_plus money debt debts indebt* bailiff* bill bills unpaid arrears poverty income benefits
    welfare allowance* afford* financial* food_bank* food_parcel* loan loans bankrupt* overdraft
    savings pay_for pay_the can_t_pay cannot_pay un_pret credit pension
"""

_PAPERS: Final = """
    papieren verblijf* *verblijfs* verblijfsvergunning* verblijfsstatuut asiel* regularisat*
    vluchteling* uitgewezen uitwijzing* bevel_om_het_grondgebied dublin visum visa
    gezinshereniging identiteitskaart* vreemdelingen* zonder_wettig ingeschreven
    inschrijving_in_de_gemeente rijksregister* nationaliteit* naturalisat* mensen_zonder_papieren
    migrant* fedasil attest_van_immatricul* oranje_kaart subsidiaire_bescherming
    erkend_vluchteling 9bis 9ter rvv cgvs papiers sans_papiers sejour asile refugie*
    regularisation* ordre_de_quitter demandeu*_d_asile protection_subsidiaire
    regroupement_familial carte_d_identite carte_orange office_des_etrangers nationalite*
    naturalisation* etranger* migratoire* titre_de_sejour cgra registre_national
    inscription_a_la_commune inscrit*_a_la_commune radiation radie* deboute* papers asylum
    refugee* undocumented residence_permit* residence_card* residence_status deport* immigration*
    migration regularis* identity_card* id_card* stateless family_reunification order_to_leave
    legal_status subsidiary_protection citizenship passport*
"""

_PHYSICAL: Final = """
    ziek zieke chronisch_ziek* chronische_ziekte* lichamelijk* pijn *pijn wond wonden wondzorg*
    diabetes suikerziekte hartfal* hartaanval* kanker* tumor* beroerte* ziekenhuis* hospitaal*
    operatie* geopereerd* gehospitaliseerd* medicatie* medicijn* pillen insuline thuisverple*
    verpleegkundige_komt incontinen* rolstoel* valt_vaak valpartij* gebroken_heup revalidat* kine
    kinesist* vermager* ondervoed* dementie* dementer* parkinson alzheimer handicap* blind
    slechtziend* doof zwanger* bevalling* tandpijn hygiene* longen copd hiv tuberculose tbc
    epilep* bloeddruk nierdial* hersenletsel* spoedopname sante_physique douleur* plaie* blessure*
    diabet* cancer* tumeur* avc infarctus cardiaque* hopital hopitaux hospitalis* operee*
    medicament* infirmier*_a_domicile fauteuil_roulant chute chutes tombe_souvent reeducation
    kines denutri* demence* aveugle malvoyant* sourd* enceinte grossesse accouchement* vih
    tension_arterielle dialyse* mobilite_reduite physiquement sante_se_degrade illness* sick
    sickness disease* physical_health physically pain pains wound wounds insulin cancer stroke
    heart_attack heart_failure heart_disease hospital* surgery medication* medicine* wheelchair*
    fell_down fall_in_the fractured* rehabilitation physiotherap* malnourish* dementia disabilit*
    disabled deaf pregnan* hygiene tuberculosis blood_pressure dialysis injur* bedridden ziekte
    hartproble* beperking hartkwaal* malade malades une_maladie sa_maladie maladie_chronique
    maladies is_gevallen zwaar_gevallen
"""

_MENTAL: Final = """
    psych* geestelijk* mentale mentaal depress* depri angst* paniek* psychos* psychotisch* waan*
    hoort_stemmen stemmen_hoort stemmen_horen schizofren* bipola* borderline trauma* ptss
    zelfmoord* suicid* zelfdoding* zelfverminking* verwardheid verwarde verward collocatie*
    gedwongen_opname opname_in_de_psych* burn_out burnout overspannen somber* wanhop* eetstoornis*
    verzamelwoede verzameldrang verwaarloo* zelfverwaarloz* mobiele_crisis* mobiel_team cgg autis*
    adhd verstandelijk* achtervolg* manisch* stemmings* piekert piekeren sante_mentale mentalement
    deprim* angoiss* anxi* panique* psychotique* delir* entend_des_voix schizophren* bipolair*
    traumati* tentative_de_suicide se_faire_du_mal automutil* mise_en_observation
    troubles_alimentaires anorexi* diogene service_de_sante_mentale ssm equipe_mobile paranoi*
    persecut* hallucin* mal_etre souffrance_psychique decompens* manique stress_post*
    mental_health mentally anxiety anxious panic* psychotic* delusion* hears_voices hearing_voices
    bipolar self_harm* ptsd burnt_out hoard* hallucinat* psychiatr* breakdown eating_disorder*
    distress confusion_mentale desorient* accumulation_compulsive maniaque*
"""

_ADDICTION: Final = """
    versla* drankproble* drinkt alcohol* dronken drug drugs druggebruik* gebruiker_van_drugs
    heroin* cocain* crack cannabis blowen wiet methadon* substitutie* spuit spuiten afkick*
    ontwenning* ontnuchter* ontgift* herval* hervallen terugval gokken gokt gokverslav* gokproble*
    gameverslav* gamen pillenverslav* middelengebruik* middelenmisbruik* onder_invloed naald* roes
    overdosis gebruiksruimte* benzo* addict* depend*_a_l alcool* boit boire ivre ivresse drogue*
    toxicoman* heroine cocaine methadone substitution seringue* sevrage* desintox* rechut*
    jeu_compulsif jeux_d_argent jeux_de_hasard consommation_de consomme* consommateur*
    salle_de_consommation overdose* assuetude* reduction_des_risques drinking_problem drinking
    drunk booze drug_use* drug_addict* substance_use substance_abuse heroin gambl* needle*
    withdrawal_symptom* detox* relaps* harm_reduction weed drinken joints aa drankgebruik
    aan_de_drank drinks_too_much drinks_a_lot drinks_every
"""

_VIOLENCE: Final = """
    geweld* *geweld gewelddadig* agressi* slaat_haar slaat_hem slaat_zijn slaat_de geslagen
    mishandel* misbruik misbruikt bedreig* dreigt_met dreiging* dreigementen verkrach* aanrand*
    intimid* stalk* stalking partnergeweld intrafamiliaal vluchthuis* vecht vechten messteek*
    steekpartij* wapen wapens blauwe_plekken gedwongen_huwelijk* dwang uitbuiting mensenhandel
    femicide eergerelateerd* schreeuw* scheldt contactverbod slachtoffer* onveilig* pesterij*
    pesten violen* agress* frappe* coups bat_sa bat_son battue maltrait* menac* abus_sexuel*
    abusee viol violee viols harcel* conjuga* intrafamilia* feminicide* refuge_pour_femmes armes
    couteau* bagarr* traite_des_etres emprise hematome* mariage_force insult* victime*
    controle_coercitif porter_plainte a_porte_plainte danger_a_la_maison inceste* aggress*
    beats_her beats_him beats_his beaten hits_her hits_him hits_his hit_her abuse abused abusive
    abuser* threaten* threat threats rape raped harass* domestic_violence assault* knife weapon*
    fights fighting bruis* forced_marriage traffick* victim* refuge_for_women bull*ying unsafe
    coercive exploitation exploited
"""

_WORK: Final = """
    werk werkloos* werkloz* werkzoek* job jobs jobcoach* baan banen tewerkstel* *tewerkstelling
    ontslag* ontslagen werkgever* arbeids* arbeidsmarkt sollicit* interim* artikel_60 actiris vdab
    activering* zwartwerk in_het_zwart lonen opleiding* diploma* werkonbekwa* arbeidsongeschikt*
    rva beschutte_werkplaats maatwerkbedrijf* vakbond* uitzendkantoor* vacature* zonder_werk
    emploi* travail travaille travaillait travailler chom* licenci* employeur* boulot cv
    article_60 insertion_professionnelle formation_professionnelle job_etudiant au_noir salaire*
    embauche* candidature* incapacite_de_travail onem syndica* recherche_d_emploi
    entretien_d_embauche diplome* equivalence_de_diplome contrat_de_travail employ* unemploy*
    hired hires hiring fired dismissed employer* wage wages salary job_interview* job_centre
    apprentice* vocational workplace* labour_market undeclared_work out_of_work sick_leave
    retrain* job_seek* loon stageplaats* find_work finds_work found_work looking_for_work
    looks_for_work for_work back_to_work at_work no_work without_work unable_to_work work_permit
    can_t_work cannot_work formation_qualifiante vacancy vacancies
"""

_FAMILY: Final = """
    gezin gezinnen gezins* eenoudergezin* ouders alleenstaande_ouder* alleenstaande_moeder*
    moeder* vader* dochter* zoon zonen kinderen kleinkind* grootouder* grootmoeder* oma opa broer*
    zus zussen mantelzorg* echtgeno* ex_partner scheiding* echtscheiding* gescheiden opvoed*
    ouderschap jeugdzorg* jeugdhulp* jeugdrechter* kinderopvang* creche* baby* puber* schoonmoeder
    schoonfamilie schoonzus stiefvader stiefmoeder bezoekrecht* omgangsregeling* neef parent*
    meres peres fille filles fils enfant* petits_enfants grand_mere grand_pere grands_parents
    frere* soeur* aidant* aidants_proches proche_aidant* proches conjoint* separation* divorc*
    monoparent* maman* papa* placement_des_enfants aide_a_la_jeunesse saj spj juge_de_la_jeunesse
    bebe* ado ados adolescent* beau_pere belle_mere belle_fille oncle* tante* neveu*
    garde_alternee garde_des_enfants education_des_enfants family families mother* father*
    daughter* sons child children grandchild* grandmother grandfather grandparent* brother*
    sister* carer carers caregiver* spouse* divorce* single_mother* single_parent* youth_care
    custody baby babies teenager* mum dad aunt uncle nephew niece famille* familial* familie
    familieleden familielid mari het_kind een_kind haar_kind zijn_kind uithuisplaats* her_son
    his_son the_son their_son a_son foster_care foster_family husband wife echtgenoot sa_mere
    la_mere une_mere ma_mere leur_mere des_meres sa_grand_mere la_grand_mere le_pere son_pere
    un_pere leur_pere
"""

_LONELINESS: Final = """
    eenza* vereenzaam* isole* isolement geisoleerd* sociaal_isolement helemaal_alleen moederziel
    komt_nooit_buiten komt_niet_buiten niet_meer_buiten nooit_buiten ziet_niemand kent_niemand
    spreekt_niemand geen_bezoek geen_vrienden geen_netwerk geen_sociaal_net* klein_netwerk
    alleen_thuis ziet_nooit_iemand niemand_om_mee_te_praten weinig_contacten buddy*
    bezoekersdienst sluit_zich_op trekt_zich_terug teruggetrokken solitude esseul* seul_chez
    seule_chez seul_toute seule_toute toute_seule tout_seul ne_voit_personne voit_personne
    ne_voit_plus_personne voit_plus_personne connait_personne sans_amis pas_d_amis aucun_ami
    aucune_visite pas_de_visite pas_de_visites ne_sort_plus ne_sort_pas ne_sort_jamais
    personne_a_qui_parler repli_sur_soi se_replie replie_sur s_isole cloitr* abandonne_de_tous
    peu_de_contacts sans_reseau lien_social liens_sociaux rompre_l_isolement lonel* isolat*
    isolated alone_at_home all_alone lives_alone no_friends no_visitors no_visits sees_nobody
    sees_no_one knows_nobody knows_no_one nobody_to_talk no_one_to_talk never_goes_out
    never_leaves withdrawn withdraws shut_in befriend* socially_cut no_social
"""

_LANGUAGE: Final = """
    taal talen taalbarri* taalproble* taalles* taalkennis taalcursus* moedertaal thuistaal
    anderstalig* meertalig* tolk tolken tolkdienst* vertaal* vertaling* vertalen spreekt_geen
    spreekt_alleen spreekt_enkel spreekt_amper spreekt_nauwelijks verstaat_geen
    begrijpt_geen_nederlands nederlandse_les* nederlandse_taal analfabe* ongeletterd*
    laaggeletterd* geletterdheid lezen_en_schrijven kan_niet_lezen pictogram* google_translate
    eenvoudige_taal klare_taal videotolk* langue langues barriere_linguistique linguistique*
    langue_maternelle allophone* interprete* interpretariat traduc* traduire traduit ne_parle_pas
    parle_pas_bien parle_pas_le_francais parle_ni parle_seulement parle_uniquement parle_peu
    analphabet* illettr* alphabetis* savoir_lire sait_pas_lire cours_de_francais alpha_fle fle
    setis multiling* bilingu* ne_comprend_pas_le_francais pictogramm* francais_facile language
    languages interpreter* interpreting translat* speaks_no speaks_only only_speaks doesn_t_speak
    does_not_speak speaks_neither speaks_little mother_tongue illitera* literacy can_t_read
    cannot_read multilingual plain_words french_lesson* dutch_lesson* french_class* dutch_class*
"""

_ACCESS: Final = """
    toegankelijk* ontoegankelijk* drempel drempels hoogdrempel* laagdrempel* ziekteverzeker*
    mutualiteit* ziekenfonds* onverzekerd* niet_verzekerd* medische_hulp zonder_huisarts
    geen_huisarts geen_dokter geen_arts vindt_geen_arts vindt_geen_huisarts huisarts_vindt
    patientenstop opnamestop huisartsentekort tandarts* geen_psycholoog weigert_patient*
    uitgestelde_zorg stelt_zorg_uit zorg_uit remgeld derdebetaler* verhoogde_tegemoetkoming
    medische_kaart gezondheidszorg zorg_mijden zorgmijd* dokters_van_de_wereld
    wijkgezondheidscentr* neemt_geen_nieuwe onderverzeker* acces_aux_soins acces_a_la_sante
    accessib* inaccessib* mutuelle* assurance_maladie sans_mutuelle aide_medicale amu
    carte_medicale sans_medecin pas_de_medecin aucun_medecin trouver_un_medecin
    trouve_pas_de_medecin dentiste* report_de_soins reporte*_des_soins renonce*_aux_soins
    renoncement_aux_soins non_recours bas_seuil ticket_moderateur tiers_payant
    intervention_majoree bim medecins_du_monde nouveaux_patients refus_de_soins desert_medical
    penurie_de_medecin* access_care accessible inaccessible health_insurance uninsured
    without_insurance no_insurance no_gp find_a_doctor no_doctor find_a_gp dentist*
    urgent_medical_aid low_threshold refused_care postpone*_care turned_away health_centre
    new_patients medical_card toegang_tot_zorg toegang_tot_de_zorg toegang_tot_gezond*
    access_to_health* dringende_medische_hulp without_a_gp high_threshold
"""

_END_OF_LIFE: Final = """
    levenseinde* einde_van_het_leven einde_van_haar_leven einde_van_zijn_leven palliatie*
    terminal* euthanas* sterven stierf sterft gestorven overleden overlijd* overleed dood_gaan
    gaat_dood dood_van de_dood begrafenis* uitvaart* rouw rouwen rouwproces* rouwverwerk*
    wilsverklaring* laatste_fase waken_bij stervend* afscheid_nemen hospice* weduwe weduwnaar
    vroegtijdige_zorgplan* nabestaande* niet_lang_meer_te_leven uitbehandeld sterfbed crematie*
    testament* fin_de_vie palliatif* palliative* mourir meurt mourant* deces decede* mort morte
    funeraille* enterrement* endeuil* deuil* derniers_jours derniere_volonte* dernieres_volontes
    declaration_anticipee accompagn*_la_mort phase_terminale veuf veuve* agonie soins_de_confort
    condamne_par_la_maladie au_cimetiere obseques perdu_son_mari perdu_sa_femme perdre_la_vie
    incurable planification_anticipee crematio* end_of_life palliat* terminally_ill terminal_ill*
    dying dies death died funeral* burial bereave* grief griev* mourn* advance_directive*
    living_will widow* last_days last_wish* passed_away cremation months_to_live weeks_to_live
"""

_PERSON: Final = """
    weigert weigerde weigeren wil_geen_hulp wil_niet wilde_niet wil_niets weigert_hulp zorgmijd*
    zorgweiger* niet_gemotiveerd geen_motivatie ongemotiveerd* daagt_niet_op kwam_niet_opdagen
    komt_niet_opdagen niet_opdagen komt_niet_naar mist_afspraken afspraken_niet_na doet_niet_open
    geen_ziekte_inzicht geen_ziekteinzicht ziekte_inzicht ontkent geen_hulpvraag haakt_af
    haakte_af afgehaakt schaamt_zich schaamte liegt niet_bereikbaar neemt_niet_op refuse refusait
    refusent refuse_toute ne_veut_pas ne_veut_plus ne_veut_rien veut_pas_d_aide pas_motive*
    manque_de_motivation ne_se_presente rate_ses rendez_vous_manque* rendez_vous_rate* n_ouvre_pas
    deni nie_son nie_sa nie_le pas_de_demande sans_demande aucune_demande decroche honte
    abandonne_les n_honore_pas ne_repond_plus ne_vient_pas n_est_pas_pret* n_est_pas_venu*
    absence_de_demande ambivalen* evite_les refuses refused_help refused_all refuse_help
    refuses_help does_not_want doesn_t_want won_t_accept won_t_open does_not_open doesn_t_open
    unmotivated not_motivated no_motivation misses_appointment* missed_appointment*
    missed_the_appointment* did_not_show didn_t_show never_shows denies in_denial no_request
    not_ready drops_out dropped_out ashamed shame avoids_care won_t_let afspraken_niet
    geeft_het_op
"""

_RELATION: Final = """
    vertrouwen vertrouwens* vertrouwt wantrouw* vertrouwensband* vertrouwensbreuk relatie_met
    de_relatie werkrelatie hulprelatie band_met de_band een_band contact_verbroken
    contact_verloren verbreekt_het_contact verbrak_het_contact contact_verbreek* contact_kwijt
    contact_houden breekt_het_contact geen_contact_meer afstand_en_nabijheid afstand_en_nabij*
    te_dichtbij grens grenzen grenzen_stellen conflict_met conflict tussen_ons boos_op_ons
    boos_op_mij klik klikt_niet klikte_niet afhankelijk_van_mij miscommunic* misverstand*
    spanning_met confiance mefian* mefie* relation_de relation_avec la_relation relationnel*
    lien_avec accrochage rupture_du_lien rupture_de_contact coupe_le_contact coupe_les_ponts
    perdu_le_contact perte_de_contact perdu_de_vue garder_le_contact garder_le_lien
    maintenir_le_lien creer_un_lien distance_professionnelle bonne_distance juste_distance
    limites_a_poser poser_des_limites mettre_des_limites poser_une_limite conflit conflit_avec
    malentendu* fache*_contre en_colere_contre_nous transfert se_braque tension_avec tensions_avec
    alliance trust trusts trusting distrust* mistrust* relationship the_bond a_bond lost_contact
    lose_contact losing_contact broke_off_contact breaks_off_contact cut_contact cuts_contact
    cut_off_contact keep_contact keeping_contact boundar* conflict_with professional_distance
    too_close angry_with_us angry_with_me misunderstanding* keep_in_touch let_us_in argument_with
    accroche rupture_de_lien lien_de_confiance le_lien_avec lien_fragile lien_rompu
"""

_SERVICES: Final = """
    tussen_diensten tussen_de_diensten tussen_twee_diensten andere_diensten diensten_onderling
    doorverwe* doorverwij* verwijst_door verwees_door doorgestuurd doorsturen stuurt_door
    stuurde_door van_het_kastje kastje_naar tussen_wal_en tussen_de_mazen door_de_mazen afstemm*
    stemmen_niet_af samenwerking_tussen samenwerking_met geen_samenwerking samenwerking_loopt
    coordinat* coordineer* niemand_coordin* gebrek_aan_overleg geen_overleg overleg_tussen
    zorgoverleg* informatie_niet_door informatiedeling* beroepsgeheim_tussen versnipper*
    verkokerd* verkokering niemand_voelt_zich niet_bevoegd bevoegdheid* regierol casemanag*
    naast_elkaar dubbel_werk langs_elkaar neemt_de_lead entre_services entre_les_services
    entre_deux_services entre_institutions renvoie_la renvoie_vers renvoye* se_renvoie*
    se_renvoient renvoi_d_un se_rejette* ping_pong patate_chaude reorient* orienter_vers
    oriente*_vers coordination coordonn* collaboration_entre collaboration_avec concertation*
    pas_de_communication communication_entre partage_d_information* secret_professionnel_partage
    chacun_de_son_cote chacun_travaille morcel* cloisonn* pas_competent* incompetent_territorial*
    qui_fait_quoi passer_a_travers entre_les_mailles mailles_du_filet articulation_entre
    relais_entre case_manag* travaill*_en_silo* silo silos between_services between_two_services
    between_organisations between_agencies referr* referral* refers_to sent_from_one sent_back_and
    from_pillar pillar_to_post back_and_forth no_cooperation cooperation_between
    collaboration_between information_sharing share_information no_consultation fragmented
    not_competent responsible_for_what who_does_what each_service falls_between fall_between
    through_the_cracks other_services pass_the_buck passes_the_buck doorgeschoven doorschuiven
    schuift_door fragmentation
"""

_RULES: Final = """
    regels regelgeving reglement* wetten wetgeving* wettelijk* voorwaarden voorwaarde criteria
    criterium procedure* administrati* bureaucrat* recht_op geen_recht rechten rechthebbend*
    komt_niet_in_aanmerking in_aanmerking statuut uitgesloten_van sancti* geschorst schorsing
    attest attesten bewijsstuk* formulier* papierwinkel beroepstermijn* beroep_aantekenen
    afgewezen inspectie* mag_niet_van leeftijdsgrens* zone_grens* minimumleeftijd te_jong_voor
    te_oud_voor regle regles reglementation* loi lois legal legale legaux legisla* critere*
    administratif* administrative* droit_a droit_au droit_aux droits pas_droit aucun_droit
    ouvrir_un_droit ouverture_de_droit* eligib* exclu exclue exclut exclus sanction* suspendu*
    suspension attestation* justificatif* formulaire* recours conditionnalite* cohabitant*
    limite_d_age paperasse* hors_criteres rule rules regulation* law laws legislation*
    legal_requirement* requirement* criterion bureaucra* red_tape entitled entitlement*
    not_allowed excluded_from suspended certificate* form_to_fill forms_to_fill paperwork
    appeal_deadline age_limit right_to not_qualify doesn_t_qualify does_not_qualify
    condition_d_acces conditions_d_acces conditions_d_octroi administration statut
    delai_de_recours te_jong te_oud de_wet
"""

_MISSING: Final = """
    wachtlijst* wachttijd* wachten_op_een_plaats geen_plaats geen_plaatsen plaatsgebrek
    plaatstekort* volzet overvol* bestaat_niet bestaat_er_niet bestaat_niets niets_bestaat
    geen_aanbod geen_dienst geen_enkele_dienst geen_oplossing geen_voorziening* tekort_aan
    ontbreekt ontbreken hiaat hiaten leemte* lacune* geen_opvang geen_bedden geen_bed geen_plek
    nergens_terecht nergens nergens_een patientenstop opnamestop neemt_niemand_meer
    liste_d_attente listes_d_attente delai_d_attente pas_de_place plus_de_place plus_de_places
    aucune_place manque_de_place places_disponibles sature* saturation complet_partout
    n_existe_pas n_existe_rien rien_n_existe existe_pas pas_d_offre offre_inexistante aucune_offre
    aucun_service aucune_structure pas_de_structure pas_de_solution aucune_solution penurie*
    trop_peu_de nulle_part chainon_manquant vide_institutionnel carence* rien_pour waiting_list*
    waiting_time* waitlist* no_place no_places no_beds no_bed no_room fully_booked full_up
    does_not_exist doesn_t_exist nothing_exists nothing_for there_is_nothing no_services no_offer
    no_solution shortage* gap_in_services gaps_in missing_offer nowhere no_shelter no_suitable
    no_facilit* too_few te_weinig_plaats* manque_de_structure* manque_d_offre lack_of_places
    lack_of_beds not_enough_places not_enough_beds
"""

_ME: Final = """
    machtelo* onmacht ik_weet_niet ik_weet_zelf ik_weet_het_niet weet_ik_niet ik_voel_me
    ik_voel_mij voel_ik_me voel_ik_mij ik_twijfel twijfel_ik mijn_rol mijn_grens mijn_grenzen
    ik_zit_vast zit_ik_vast ik_zit_ermee ik_kan_niet_meer ik_slaap mijn_twijfel* raakt_me
    raakt_mij ik_ben_bang ik_durf durf_ik ik_ben_op mijn_draagkracht frustre* frustratie*
    ik_sta_alleen sta_ik_alleen ik_neem_het_mee mijn_gevoel mijn_mandaat mijn_waarden loslaten
    impuissan* je_ne_sais je_me_sens me_sens je_doute mes_limites ma_limite mon_role ma_place
    mon_mandat je_suis_bloque* je_bloque je_suis_perdu* je_n_en_peux je_n_arrive je_ne_dors
    je_suis_depasse* depasse_par_la je_n_ose je_crains j_ai_peur me_touche mes_valeurs ma_posture
    frustr* lacher_prise je_suis_epuise* je_suis_fatigue* je_porte_seul* mon_impuissance
    powerless* helpless* i_don_t_know i_do_not_know i_feel i_doubt my_role my_limits i_am_stuck
    i_m_stuck i_can_t_cope i_am_afraid i_m_afraid i_worry i_can_t_sleep my_mandate my_values
    frustrat* i_am_exhausted i_m_exhausted i_lie_awake let_go out_of_my_depth at_a_loss
"""

VOCABULARY: Final[Mapping[Domain | Block, str]] = {
    Domain.HOUSING: _HOUSING,
    Domain.MONEY: _MONEY,
    Domain.PAPERS: _PAPERS,
    Domain.PHYSICAL_HEALTH: _PHYSICAL,
    Domain.MENTAL_HEALTH: _MENTAL,
    Domain.ADDICTION: _ADDICTION,
    Domain.VIOLENCE: _VIOLENCE,
    Domain.WORK: _WORK,
    Domain.FAMILY: _FAMILY,
    Domain.LONELINESS: _LONELINESS,
    Domain.LANGUAGE: _LANGUAGE,
    Domain.ACCESS_TO_CARE: _ACCESS,
    Domain.END_OF_LIFE: _END_OF_LIFE,
    Block.PERSON: _PERSON,
    Block.RELATION: _RELATION,
    Block.SERVICES: _SERVICES,
    Block.RULES: _RULES,
    Block.MISSING_OFFER: _MISSING,
    Block.ME: _ME,
}
"""The words of every fixed theme, apart by spaces."""
