package words

import (
	"strings"
	"testing"
)

// Forms of English lexemes, one lexeme a line: every form must find every other.
const englishLexemes = `
walk walks walked walking
hope hopes hoped hoping
hop hops hopped hopping
study studies studied studying
try tries tried trying
die dies died dying
agree agrees agreed agreeing
free freed freeing
use uses used using
decide decided deciding
create created creating
complete completed completing
invite invited inviting
limit limited limiting
require required requiring
argue argued arguing
judge judged judging
change changed changing
belong belonged belonging
handle handled handling
share shared sharing
prepare prepared preparing
appear appeared appearing
fill filled filling
call called calling
plan plans planned planning
plane planes
refer referred referring
offer offered offering
occur occurred occurring
visit visited visiting
admit admitted admitting
permit permits permitted
employ employs employed employing
apply applies applied applying
manage manages managed managing
train trained training
mentor mentors mentored mentoring
focus focused focusing
travel travels travelled traveled travelling traveling
cancel cancelled canceled cancelling
go goes went gone going
be am is are was were been being
have has had having
do does did done doing
take takes took taken taking
understand understands understood understanding
become becomes became becoming
withdraw withdrew withdrawn withdrawing
write writes wrote written writing
run runs ran running
begin begins began begun beginning
see sees saw seen seeing
lie lies lay lain lying
lay lays laid laying
meet meets met meeting
sell sells sold selling
pay pays paid paying
find finds found finding
leave leaves left leaving
panic panicked panicking
child children
man men
woman women
policeman policemen
foot feet
person persons
city cities
company companies
box boxes
church churches
bus buses
quiz quizzes
house houses
knife knives
wife wives
leaf leaves
shelf shelves
life lives
hero heroes
photo photos
movie movies
tie ties tied
analysis analyses
criterion criteria
index indices indexes
datum data
employee employees
employer employers
workplace workplaces
big bigger biggest
happy happier happiest
easy easier easiest
large larger largest
long longer longest
late later latest
good better best
bad worse worst
organise organize organises organizes organised organized organising organizing
organisation organization organisations organizations
analyse analyze analysing analyzing
colour color colours colors coloured colored
behaviour behavior
neighbourhood neighborhood
centre center centres centers centred
programme program programmes programs
counsellor counselor counsellors counselors
licence license
practise practice practising
catalogue catalog
grey gray`

func TestEnglishLexemes(t *testing.T) {
	l := For("en")
	for _, line := range strings.Split(englishLexemes, "\n") {
		forms := strings.Fields(line)
		for i, a := range forms {
			for _, b := range forms[:i] {
				if m := Match(l.Analyse(a), l.Analyse(b)); m < l.MatchFrom() {
					t.Errorf("%s does not find %s: match %.3f", b, a, m)
				}
			}
		}
	}
}

// Derivations are lexemes of their own, and so is what an ending seems to make.
func TestEnglishOthers(t *testing.T) {
	strangers(t, "en", `
universe university
moral morality
organ organise
organ organization
general generous
policy police
work worker
teach teacher
employ employer
employ employee
manage manager
counter count
happy happiness
quick quickly
act action
new news
even evening
unit united
his hi
this thi
was wa
bus business
its it
thing th
bring br
number numb
let letter
corn corner
flow flower
interest int
forest for
hop hoping
hope hopping
car cared
star staring
plan planes
win wine
be bee
andrew draw`)
}

// What only belongs together sometimes must weigh less than what always does.
func TestEnglishLikelier(t *testing.T) {
	l := For("en")
	for _, line := range []string{
		"bases base basis", "stared stare star", "written write writ", "houses house hous", "studies study studie",
	} {
		f := strings.Fields(line)
		likely, unlikely := Match(l.Analyse(f[0]), l.Analyse(f[1])), Match(l.Analyse(f[0]), l.Analyse(f[2]))
		if likely <= unlikely {
			t.Errorf("%s finds %s with %.3f, %s with %.3f", f[0], f[1], likely, f[2], unlikely)
		}
	}
}
