package words

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
)

// Forms of Swedish lexemes, the base form first: it must find every form.
const swedishLexemes = `
flicka flickan flickor flickorna flickans flickors flickornas
människa människan människor människorna
bil bilen bilar bilarna bilens bils bilars bilarnas
pojke pojken pojkar pojkarna
nyckel nyckeln nycklar nycklarna
regel regeln regler reglerna
vinter vintern vintrar
syster systern systrar systrarna
öken öknen öknar
tidning tidningen tidningar tidningarna
utbildning utbildningen utbildningar utbildningarna utbildningens
ansökan ansökningar ansökningarna
anmälan anmälningar
bild bilden bilder bilderna bildernas
händelse händelsen händelser händelserna
möjlighet möjligheten möjligheter möjligheterna
familj familjen familjer
doktor doktorn doktorer
sko skon skor skorna
by byn byar byarna
lön lönen löner lönerna
plats platsen platser
arbetsplats arbetsplatsen arbetsplatser arbetsplatserna
arbete arbetet arbeten arbetena arbetets arbetes
möte mötet möten mötena mötets
yrke yrket yrken yrkena
samhälle samhället samhällen samhällena samhällets
hus huset husen husets
barn barnet barnen barns barnens
avtal avtalet avtalen
tillstånd tillståndet tillstånden
rum rummet rummen
program programmet programmen
hem hemmet hemmen
vän vännen vänner
fönster fönstret fönstren
exempel exemplet exemplen
tecken tecknet tecknen
stadium stadiet stadier
museum museet museer
lärare läraren lärarna lärares lärarens lärarnas
handledare handledaren handledarna handledares handledarens
arbetsgivare arbetsgivaren arbetsgivarna arbetsgivarens
deltagare deltagaren deltagarna
studerande studeranden studerandena
resultat resultatet resultaten
bok boken böcker böckerna böckernas
handbok handboken handböcker handböckerna
hand handen händer händerna
stad staden städer städerna
land landet länder länderna
fot foten fötter fötterna
natt natten nätter nätterna
mor modern mödrar
far fadern fäder
son sonen söner sönerna
öga ögat ögon ögonen
sommar sommaren somrar
mannen män männen
val valet valen vals
tala talar talade talat talas talades talats talad
läsa läser läste läst läses läses lästes lästs läs
köpa köper köpte köpt köps köptes köpts
bygga bygger byggde byggt byggs byggdes
hyra hyr hyrde hyrt
höra hör hörde hört
jämföra jämför jämförde jämfört
bo bor bodde bott
leda leder ledde lett
ställa ställer ställde ställt
känna känner kände känt
glömma glömmer glömde glömt
använda använder använde använt används användes
möta möter mötte mött
byta byter bytte bytt
fylla fyller fyllde fyllt fylls
spara sparar sparade sparat
ansöka ansöker ansökte ansökt
skriva skriver skrev skrivit skrivs skrevs skriven skrivna skriv
beskriva beskriver beskrev beskrivit beskrevs
binda binder band bundit bunden
dricka dricker drack druckit
finna finner fann funnit
springa springer sprang sprungit
bjuda bjuder bjöd bjudit
hålla håller höll hållit
innehålla innehåller innehöll innehållit
gå går gick gått
ingå ingår ingick ingått
få får fick fått
ge ger gav gett
ta tar tog tagit
göra gör gjorde gjort görs gjordes
säga säger sade sagt sägs
komma kommer kom kommit
se ser såg sett
ligga ligger låg legat
sätta sätter satte satt
välja väljer valde valt
sälja säljer sålde sålt
följa följer följde följt
ny nytt nya nyare nyast
stor stort stora större störst
snabb snabbt snabba snabbare snabbast
viktig viktigt viktiga viktigare viktigast viktigaste
svensk svenskt svenska
trygg tryggt trygga
röd rött röda
glad glatt glada
sann sant sanna
enkel enkelt enkla enklare
vacker vackert vackra
öppen öppet öppna
anställd anställt anställda
intresserad intresserat intresserade
hög högt höga högre högst
gammal gammalt gamla äldre äldst
liten litet lilla små mindre minst
god gott goda bättre bäst`

const swedishStrangers = `
arbete arbetare
arbetare arbetsam
universum universitet
barn barnslig
politik politisk
moral moralisk
man mena
stat stad
lön lån
bok bak
läkare läkemedel
möte motiv
val valp
kurs kurva
bil bild
student studie
vit vett
rätt rast
möjlig möjlighet
anställa anställning
mål mala
lag låg`

func TestSwedish(t *testing.T) {
	paradigms(t, "sv", swedishLexemes)
	strangers(t, "sv", swedishStrangers)
}

// First parts of compounds stand in forms that no word has.
func TestSwedishHeads(t *testing.T) {
	l := For("sv")
	for _, pair := range []string{
		"arbets arbete", "utbildnings utbildning", "skol skola", "kvinno kvinna", "gatu gata", "familje familj", "handledar handledare", "hem hem",
	} {
		head, lemma, _ := strings.Cut(pair, " ")
		found := 0.0
		for _, r := range l.Heads(head) {
			if r.Lemma == lemma {
				found = r.Weight
			}
		}
		if found < 0.1 {
			t.Errorf("%s- belongs to %s with %.3f", head, lemma, found)
		}
	}
}

// A browser loads a description before it can search: it has to stay small.
func TestSizes(t *testing.T) {
	for _, tag := range []string{"en", "sv"} {
		var b bytes.Buffer
		w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
		w.Write([]byte(For(tag).Description))
		w.Close()
		if b.Len() > 3<<10 {
			t.Errorf("%s: %d bytes", tag, b.Len())
		}
	}
}
