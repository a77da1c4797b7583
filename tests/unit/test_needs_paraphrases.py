"""Paraphrases, and phrases left out of the vocabulary: how often the right need is heard, said honestly."""

import re
from collections.abc import Callable, Sequence

import msgspec
import pytest

from shared.contracts.needs import Need, Term
from shared.needs.interpreter import Interpreter
from shared.needs.vocabulary import Vocabulary, load
from shared.needs.words import folded

Meant = Sequence[tuple[str, str]]  # the need or term that is meant, and what somebody says


def pairs(lines: str) -> Meant:
    return [(code, said) for code, _, said in (line.partition(" | ") for line in lines.strip().splitlines())]


# Neither list was used to choose a phrase or a word weight; docs/needs.md says what was.
# Written before the vocabulary and by its author, who had the words in mind: the easier list.
WRITTEN_FIRST = pairs("""
anxiety | my heart races and I get all shaky before every appointment
anxiety | I keep having panic attacks in the supermarket
depression | most mornings I can't see the point of getting up
depression | everything has gone grey since the winter
severe-mental-illness | I was sectioned last year and I'm on a depot injection
severe-mental-illness | they say I have schizophrenia and the voices come back when I'm tired
trauma | I keep getting flashbacks of the crash
trauma | loud bangs take me straight back to Afghanistan
stress | there's so much on my plate that I'm about to snap
stress | totally burnt out, I can't switch off
self-harm-or-suicidal-thoughts | some nights I think everybody would be better off without me
self-harm-or-suicidal-thoughts | I've started cutting my arms again
chronic-pain | my back has hurt every single day for six years
chronic-pain | the painkillers hardly touch it
fatigue | after a shower I need to lie down for two hours
fatigue | long covid has wiped me out
long-term-condition | my diabetes and my heart make it hard to plan anything
long-term-condition | I've got MS and it flares up without warning
mobility | stairs are a nightmare with my knees
mobility | I use a wheelchair now
sight-loss | I'm registered blind
sight-loss | the print is too small, my eyes are going
hearing-loss | people have to shout before I hear them
learning-disability | I've always been slow to pick things up and I went to a special school
autism | bright lights and busy rooms send me into meltdown
adhd | my mind jumps about and I never finish anything I start
brain-injury | since I banged my head I'm not the same person
memory-problems | I keep forgetting what day it is
waiting-for-treatment | I've been on the list for an operation for fourteen months
waiting-for-treatment | still no date for my therapy
gp-registration | I've not got a doctor since I moved
physical-rehabilitation | I need physio to build my strength up after my stroke
sleep | I'm awake till four every night
eating-difficulties | I binge and then make myself sick
being-active | I'd love to get fit again and lose some weight
low-confidence | I don't believe in myself any more
low-confidence | I feel worthless compared with everybody else
loneliness | I haven't got anybody to talk to
loneliness | some weeks the only voice I hear is the telly
fear-of-going-out | I haven't left the flat in months, the street frightens me
meeting-people | I'd like to make some friends round here
motivation | I can't be bothered with anything, I keep putting things off
debt | bailiffs have been knocking
debt | I owe thousands on credit cards
benefits-advice | I don't know what I'm entitled to
benefits-advice | somebody to go through the PIP form with me
low-income | there's nothing left at the end of the week
low-income | we can't make ends meet
food | the cupboards are bare
food | I skip dinner so the kids can eat
energy-bills | we sit in the cold because the meter eats money
budgeting | money just slips through my fingers, I need to learn to plan it
grants | is there a charity that would pay for a washing machine
bank-account | nobody will let me open an account
benefit-appeal | they turned down my PIP and I want to challenge it
homelessness | I've been sleeping on mates' sofas
homelessness | I've nowhere to stay tonight
eviction-risk | the landlord wants us out by the end of the month
eviction-risk | got a section 21 through the door
unsuitable-housing | four of us in one bedroom, there's no space
rent-arrears | I've fallen behind with the rent
housing-adaptations | I need a ramp and a rail by the bath
housing-repairs | there's black mould on the walls and nobody fixes it
supported-housing | I need a place with staff on site to keep an eye on me
furniture | we moved in with no beds or cooker
literacy | I never learned to read properly
literacy | forms are hard because my spelling is terrible
numeracy | I get muddled with numbers
qualifications | I left school with no GCSEs
vocational-training | I want to learn plumbing
apprenticeships | earn while I learn a trade
course-funding | how can I pay the college fees
no-work-experience | I've never had a job
long-out-of-work | it's been ten years since I last worked
job-search | where do I look for vacancies
job-search | I apply and apply and never hear back
cv-writing | my CV is years out of date
interview-practice | I freeze when they ask me questions at interviews
work-experience-placement | I'd like to try a job out for a couple of weeks
recent-job-loss | they made me redundant in March
recent-job-loss | the factory shut and we were all laid off
criminal-record | I've been inside and nobody will touch me
careers-advice | I've no idea what job would suit me
childcare | who will mind the baby while I work
childcare | nursery costs more than I would earn
caring-for-someone | I look after my mum who has dementia
parenting | my son's behaviour is out of control
respite | I need a break from looking after my husband
transport | there's only two buses a day from our village
transport | I have no way of getting there
travel-costs | the train fare is more than I can manage
travel-confidence | I get lost and panic on buses
driving | I'd like to pass my test
digital-skills | I haven't a clue with computers
digital-skills | everything's online and I can't use email
internet-access | no wifi at home and I've run out of data
device | I haven't got a laptop
english-language | my English is not good
interpreter | I need somebody to translate for me
deaf-communication | I use BSL
discrimination | they won't give me work because I'm black
discrimination | I get treated differently because of my disability
hate-crime | kids in the road shout racist things and broke my window
workplace-adjustments | I could do it with a special chair and some software
access-to-work | is there a grant for taxis to work and equipment
flexible-hours | I can only work when the kids are at school
home-working | I'd manage if I could work from my own house
phased-return | I'd like to build my hours back up slowly
problems-at-work | my manager picks on me
domestic-abuse | my husband hits me
domestic-abuse | he controls all the money and checks my phone
harassment-stalking | my ex keeps turning up outside and following me
exploitation | they took my passport and make me work for nothing
feeling-unsafe | there are gangs on our estate and I'm frightened at night
legal-advice | I need a solicitor but can't pay for one
immigration | I'm waiting on the Home Office about my visa
employment-rights | my boss didn't pay my holiday money
family-law | I want to see my children but my ex won't let me
alcohol | I have a bottle of vodka a day
drugs | I'm hooked on heroin
drugs | I smoke too much weed
gambling | I lose my wages on the slot machines
smoking | I'd like to pack in the cigarettes
bereavement | my wife passed away in spring
bereavement | I can't get over losing my dad
relationship-breakdown | my partner walked out on me
relationship-breakdown | we're getting divorced
personal-care | I need a hand with washing and getting dressed
help-at-home | I can't manage the hoovering and the shopping
cooking | I live on takeaways because I never learned to cook
clothing-and-toiletries | I haven't got a warm coat
clothing-and-toiletries | can't afford shampoo or pads
id-documents | I lost my birth certificate and passport
everyday-routine | I sleep all day and my days have no shape
find-work | I want a job
find-work | I'd like to earn my own money again
training | I'd like to go back to college and learn something
volunteering | I'd like to give something back in a charity shop
self-employment | I want to start my own business
self-employment | thinking of being my own boss doing nails
stay-in-work | I'm off sick a lot and scared of losing my job
return-to-work | I've been signed off since May and want to go back
part-time-work | just a few hours a week would do me
creative-activity | I love painting and would like to do more
creative-activity | is there a choir or a music group
""")

# Written after the vocabulary was finished, in other words on purpose: the harder list.
WRITTEN_LAST = pairs("""
anxiety | my heart thumps and I go to pieces over the slightest thing
anxiety | I'm a bag of nerves
depression | what's the use of anything, I feel rotten inside
depression | the joy has gone out of life
severe-mental-illness | the voices tell me what to do
trauma | I'm haunted by what I saw as a paramedic
stress | my head's spinning with everything I've got to sort out
self-harm-or-suicidal-thoughts | I've written goodbye letters
self-harm-or-suicidal-thoughts | life isn't worth living
chronic-pain | my spine is so sore I cry
fatigue | I've barely the strength to brush my teeth
long-term-condition | epilepsy rules my life
long-term-condition | I take insulin four times a day
mobility | I can only shuffle a few yards
sight-loss | everything looks foggy, even with my specs on
hearing-loss | I only catch every other word
learning-disability | could you say that in an easier way
autism | I need peace and quiet and a fixed plan
adhd | I start the washing up and end up painting the shed
brain-injury | I came off my motorbike and knocked my head, now I get muddled
memory-problems | was it today or yesterday? I never remember
waiting-for-treatment | the hospital keeps putting my knee operation off
gp-registration | which surgery would have me
physical-rehabilitation | I'd like somebody to show me exercises to get my arm working
sleep | three hours' kip if I'm lucky
eating-difficulties | I hardly touch my plate and weigh six stone
being-active | I fancy swimming or a gentle walk
low-confidence | I always think the others are cleverer than me
loneliness | days go by and I don't speak to a soul
fear-of-going-out | stepping outside makes me shake
meeting-people | I'd love to find a few mates
motivation | I just can't get myself moving
debt | I can't keep up with my loan repayments
benefits-advice | what am I allowed to claim with my bad heart
low-income | my purse is always empty
food | could I have a food parcel please
food | I can't feed my kids this week
energy-bills | the gas bill came and I nearly fainted
budgeting | my wages vanish in days
grants | would some charity help me buy a bed
bank-account | every bank says no to me
benefit-appeal | PIP gave me nothing and that's wrong
homelessness | I doss at the station
eviction-risk | the court says I must be out of my house
unsuitable-housing | I can't manage the steps to my front door and need to move
rent-arrears | I'm two months late with the rent
housing-adaptations | could somebody put a rail on my stairs
housing-repairs | the shower's broken and there's mushrooms growing on the wall
supported-housing | I need a home where there's someone to help if I get ill
furniture | I need a wardrobe and a bed
literacy | I can't write a letter without mistakes
numeracy | I'm hopeless at adding up
qualifications | I need my maths GCSE
vocational-training | I'd like to learn hairdressing
apprenticeships | is there any way to get paid while training as a joiner
course-funding | the college wants four hundred pounds I haven't got
no-work-experience | I'm twenty four and never done a day's work
long-out-of-work | it must be fifteen years since anybody employed me
job-search | where can I see what jobs are going
cv-writing | could someone help me do a CV
interview-practice | I get tongue tied at job interviews
work-experience-placement | could I come in for a week and see what it's like
recent-job-loss | I was given my cards on Friday
criminal-record | I was in jail and it shows up on every check
careers-advice | I can't decide what I want to be
childcare | I can't work because there's nobody to have my little girl
caring-for-someone | my wife can't be left, I do everything for her
parenting | my lad is running wild
respite | I'm worn out from caring, I need a holiday
transport | there's no train or bus near us
travel-costs | I can't pay the train fare to the interview
travel-confidence | I'm too nervous to take the tram alone
driving | I can't drive but would like to learn
digital-skills | computers baffle me
internet-access | we've no internet in the flat
device | I need a tablet to do my course
english-language | please can I have English classes
interpreter | I need someone to talk for me in Polish
deaf-communication | I sign, I don't talk
discrimination | they binned my form when they saw my foreign name
hate-crime | neighbours call me racist names and throw rubbish at my door
workplace-adjustments | I need more breaks and a better chair at my job
access-to-work | how do I get help with taxis to my job
flexible-hours | I need to work around my hospital appointments
home-working | I want to work from my own kitchen table
phased-return | can I start back with just mornings
problems-at-work | my boss picks on me every day
domestic-abuse | my girlfriend hits me when she's drunk
domestic-abuse | I have to ask him for every penny and he reads my texts
harassment-stalking | my old boyfriend waits for me after work
exploitation | a man makes me beg and takes the money
feeling-unsafe | someone broke in and I'm scared to be in the house
sexual-abuse | my cousin did things to me when I was small
legal-advice | who can tell me what the law says
immigration | my asylum application hasn't been decided
employment-rights | my boss keeps back part of my wages
family-law | my ex has taken the kids and I never see them
advocacy | I need someone beside me when I talk to the council
alcohol | I need a few cans before I can face the day
drugs | I'm addicted to codeine
gambling | I spend everything on scratch cards
smoking | help me quit the fags
bereavement | I lost my son last year and I'm broken
relationship-breakdown | my wife's gone and I'm all over the place
personal-care | I can't get in the shower without someone
help-at-home | my flat's filthy and I can't clean it
cooking | teach me to make a proper meal
clothing-and-toiletries | my shoes let in water
baby-supplies | we need a cot and some nappies
id-documents | I haven't any ID
everyday-routine | I stay in bed till tea time, there's no shape to my week
find-work | I'd give anything for a job
training | I'd like to study something
volunteering | I want to do something for others for free
self-employment | I want to set up my own window cleaning round
stay-in-work | I want to hold on to my job but my health is bad
return-to-work | I've been ill for a year and feel ready to go back to my job
part-time-work | I'd like to work one or two days
creative-activity | I'd like to sing with others
""")

# Somebody else's list, coarser than ours: id, name, description; below (for the test only) which of our needs it means.
LISTED = """
mental | Mental health | Anxiety, depression, stress and other mental health conditions
    anxiety depression stress severe-mental-illness trauma
suicide | Risk of suicide | Thoughts of suicide or self-harm
    self-harm-or-suicidal-thoughts
pain | Pain and tiredness | Living with chronic pain or fatigue
    chronic-pain fatigue
phys | Physical health | Long-term illness or difficulty moving around
    long-term-condition mobility physical-rehabilitation
sensory | Sensory loss | Difficulty seeing or hearing
    sight-loss hearing-loss deaf-communication
neuro | Neurodiversity | Autism, ADHD and learning disability
    autism adhd learning-disability
cog | Memory and thinking | Problems with memory or after a brain injury
    brain-injury memory-problems
nhs | NHS access | Waiting for treatment or finding a doctor
    waiting-for-treatment gp-registration
sleep | Sleep | Difficulty sleeping
    sleep
eat | Eating and weight | Eating disorders and nutrition
    eating-difficulties
exercise | Physical activity | Sport, exercise and fitness
    being-active
conf | Confidence | Low self-esteem and motivation
    low-confidence motivation
iso | Social isolation | Loneliness, few social contacts, fear of leaving home
    loneliness fear-of-going-out meeting-people
debt | Debt | Problem debt, arrears and bailiffs
    debt rent-arrears
ben | Welfare benefits | Claiming benefits, forms and appeals
    benefits-advice benefit-appeal
pov | Poverty | Not enough money for essentials; grants and hardship help
    low-income grants
food | Food insecurity | Unable to get enough food
    food
energy | Fuel poverty | Unable to keep the home warm
    energy-bills
bank | Financial inclusion | Bank accounts and money management
    bank-account budgeting
homeless | Homelessness | No home or about to lose one
    homelessness eviction-risk
housing | Poor housing | Repairs, overcrowding, adaptations, furniture
    unsuitable-housing housing-adaptations housing-repairs supported-housing furniture
basic | Basic skills | Reading, writing and maths
    literacy numeracy
quals | Qualifications and training | Courses, exams, apprenticeships and vocational training
    qualifications vocational-training apprenticeships course-funding training
jobs | Job search | Finding vacancies, CV, interviews
    job-search cv-writing interview-practice find-work
exp | Lack of work history | No recent or any work experience
    no-work-experience long-out-of-work work-experience-placement
redund | Redundancy | Recently lost a job
    recent-job-loss
crim | Criminal convictions | Ex-offenders and people leaving prison
    criminal-record
career | Career direction | Choosing a career
    careers-advice
childc | Childcare | Care of children while working
    childcare
carer | Caring responsibilities | Unpaid carers and respite
    caring-for-someone respite
parent | Parenting | Bringing up children
    parenting
travel | Travel | Transport, fares, learning to drive and confidence to travel
    transport travel-costs travel-confidence driving
digital | Digital exclusion | No internet, device or computer skills
    digital-skills internet-access device
lang | Language | English for speakers of other languages, interpreters
    english-language interpreter
discr | Discrimination and hate | Unfair treatment and hate crime
    discrimination hate-crime
adj | Workplace support | Adjustments at work, flexible hours, Access to Work
    workplace-adjustments access-to-work flexible-hours home-working phased-return problems-at-work
    stay-in-work return-to-work part-time-work
abuse | Domestic abuse | Violence or control by a partner
    domestic-abuse
safety | Personal safety | Harassment, exploitation, crime
    harassment-stalking exploitation feeling-unsafe
legal | Legal problems | Solicitors, courts, family law and employment rights
    legal-advice employment-rights family-law
imm | Immigration | Visas, asylum and refugees
    immigration
addict | Substance misuse | Alcohol, drugs, smoking
    alcohol drugs smoking
gamb | Gambling | Problem gambling
    gambling
grief | Bereavement and loss | Death of someone close, separation
    bereavement relationship-breakdown
daily | Daily living | Washing, dressing, cleaning and cooking
    personal-care help-at-home cooking everyday-routine
items | Essential items | Clothes, toiletries and proof of identity
    clothing-and-toiletries id-documents
vol | Volunteering | Giving time to help others
    volunteering
self | Self-employment | Starting a business
    self-employment
art | Creative activities | Arts and music
    creative-activity
"""
ENTRIES = re.findall(r"^(\S+) \| (.+) \| (.+)\n((?:    .+\n)+)", LISTED, re.MULTILINE)
TERMS = [Term(id=key, name=name, description=description) for key, name, description, _ in ENTRIES]
LEAST_LEFT_OUT = 0.51
LEAST_LEFT_OUT_AMONG_THREE = 0.64
LEAST_TERMS_FIRST = (0.70, 0.84)
LEAST_TERMS_LAST = (0.48, 0.64)
TERM_OF = {code: key for key, _, _, meant in ENTRIES for code in meant.split()}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load()


@pytest.fixture(scope="module")
def interpreter(vocabulary: Vocabulary) -> Interpreter:
    return Interpreter(vocabulary)


def rates(understood: Callable[[str], list[str | None]], meant: Meant) -> tuple[float, float]:
    """The share of sayings whose need comes first, and among the first three."""
    heard = [(code, understood(said)) for code, said in meant]
    first = sum(codes[:1] == [code] for code, codes in heard) / len(heard)
    return first, sum(code in codes[:3] for code, codes in heard) / len(heard)


def test_no_paraphrase_is_a_phrase_of_the_vocabulary(vocabulary: Vocabulary) -> None:
    known = {folded(phrase) for need in vocabulary.needs for phrase in need.phrases}

    shared = [said for _, said in (*WRITTEN_FIRST, *WRITTEN_LAST) if folded(said) in known]

    assert shared == []


@pytest.mark.parametrize(
    ("meant", "least"), [(WRITTEN_FIRST, (0.81, 0.88)), (WRITTEN_LAST, (0.50, 0.70))], ids=["easier", "harder"]
)
def test_everyday_paraphrases_are_understood(
    interpreter: Interpreter, meant: Meant, least: tuple[float, float]
) -> None:
    """R108: housing, money, safety and the rest, not only health."""
    first, among_three = rates(lambda said: [need.code for need in interpreter.understand(said)], meant)

    assert first >= least[0]
    assert among_three >= least[1]


def test_phrases_left_out_of_the_vocabulary_are_understood_from_the_others(vocabulary: Vocabulary) -> None:
    """Every fifth phrase is taken out and asked for: phrases of one need differ on purpose, so this is the hardest."""
    left_out = [(need.code, phrase) for need in vocabulary.needs for phrase in need.phrases[::5]]
    rest = Interpreter(msgspec.structs.replace(vocabulary, needs=tuple(map(without_every_fifth, vocabulary.needs))))

    first, among_three = rates(lambda said: [need.code for need in rest.understand(said)], left_out)

    assert first >= LEAST_LEFT_OUT
    assert among_three >= LEAST_LEFT_OUT_AMONG_THREE


def without_every_fifth(need: Need) -> Need:
    kept = tuple(phrase for place, phrase in enumerate(need.phrases) if place % 5)
    return msgspec.structs.replace(need, phrases=kept)


@pytest.mark.parametrize(
    ("meant", "least"), [(WRITTEN_FIRST, LEAST_TERMS_FIRST), (WRITTEN_LAST, LEAST_TERMS_LAST)], ids=["easier", "harder"]
)
def test_everyday_paraphrases_are_understood_as_terms_of_any_list(
    interpreter: Interpreter, meant: Meant, least: tuple[float, float]
) -> None:
    """Names and descriptions are all that the interpreter is given."""
    terms = interpreter.of_terms(TERMS)
    known = [(TERM_OF[code], said) for code, said in meant if code in TERM_OF]

    first, among_three = rates(lambda said: [term.id for term in terms.understand(said)], known)

    assert first >= least[0]
    assert among_three >= least[1]
