package words

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
)

// TestArabicParadigms holds the forms of one lexeme together: each of a line
// must match the first of it.
func TestArabicParadigms(t *testing.T) {
	l := For("ar")
	for _, line := range []string{
		// nouns: article, prepositions, conjunctions, possessives, plurals
		"كتاب الكتاب وبالكتاب للكتاب والكتاب كتابه كتابها كتابي كتب كتبهم الكتب كتابا كِتَابٌ كتـاب",
		"ممرض الممرض الممرضين ممرضون ممرضة الممرضات وممرضيهم",
		"ممرضة الممرضة الممرضات ممرضات ممرضتهم",
		"مدرسة المدرسة المدارس مدرستي بالمدرسة مدرستهم لمدارس مدرسته",
		"شركة الشركات شركتنا لشركة وشركات",
		"إجراء الإجراءات إجراءات اجراء",
		"عمل العمل أعمال الأعمال عملهم بالعمل",
		"شخص الشخص أشخاص الأشخاص شخصين",
		"دولة الدولة الدول دول للدولة",
		"حق الحق حقوق الحقوق حقوقهم",
		"وثيقة الوثيقة وثائق الوثائق",
		"مشروع المشروع مشاريع المشاريع",
		"عامل العامل العاملين عوامل",
		"طالب الطالب الطلاب طالبة",
		"صديق صديقي أصدقاء أصدقائهم أصدقاؤهم",
		"مستشفى المستشفى مستشفيات مستشفاهم",
		"سنة السنة سنوات السنين",
		"يوم اليوم أيام الأيام يوما",
		"لغة اللغة للغة لغات لغتهم",
		"برنامج البرنامج برامج البرامج",
		// adjectives
		"اقتصادي الاقتصادي الاقتصادية اقتصاديون الاقتصاديين",
		"جديد الجديد جديدة الجديدة جدد",
		"أحمر الأحمر حمراء الحمراء",
		"خاص الخاص الخاصة خاصا",
		// verbs: sound, derived, hollow, defective, doubled, with hamza
		"عمل يعمل تعمل يعملون عملوا عملت سيعمل وسيعملون نعمل",
		"استخدم يستخدم تستخدم يستخدمون استخدمت سيستخدم استخدموا",
		"قال يقول تقول قالت يقولون قلت قالوا وقال",
		"كان يكون كانت كانوا تكون ستكون كنت يكن",
		"أضاف يضيف أضافت تضيف يضيفون",
		"بنى يبني تبني يبنون بنوا",
		"انتهى ينتهي تنتهي انتهت",
		"مر يمر تمر مررت",
		"وصل يصل تصل وصلت يصلون",
		"أخذ يأخذ تأخذ أخذت",
		"تعلم يتعلم تتعلم تعلموا يتعلمون",
		"احتاج يحتاج تحتاج يحتاجون احتاجت",
		"أدى يؤدي تؤدي",
	} {
		forms := strings.Fields(line)
		first := l.Analyse(l.Form(forms[0]))
		for _, form := range forms[1:] {
			if m := Match(first, l.Analyse(l.Form(form))); m < l.MatchFrom() {
				t.Errorf("%s and %s match by %.4f, less than %.4f", forms[0], form, m, l.MatchFrom())
			}
		}
	}
}

func TestArabicApart(t *testing.T) {
	l := For("ar")
	for _, pair := range []string{
		"كتاب مكتب", "كتاب مكتبة", "عمل علم", "مدرسة دراسة", "الوقت قوت", "وزير زيارة", "بيت بنت", "قانون قنوات", "كان كانون",
		"ولد والد", "لغة لعبة", "سنة حسن", "عام عمل", "مدينة دين", "شركة شكر", "طريق طرف", "يوم يمين", "اسم اسلام", "جمهورية جمهور",
		"اقتصاد قصد", "التزام لزوم", "تعليم علم", "ترخيص رخيص", "من من الممرض", "مكان يمكن", "حرية حر", "مهم هم",
	} {
		f := strings.Fields(pair)
		if m := Match(l.Analyse(l.Form(f[0])), l.Analyse(l.Form(f[len(f)-1]))); m >= l.MatchFrom() {
			t.Errorf("%s and %s match by %.4f", f[0], f[len(f)-1], m)
		}
	}
}

// TestArabicArticle: a form that begins with the article is filed under its
// noun, so that must be its best reading.
func TestArabicArticle(t *testing.T) {
	l := For("ar")
	for form, lemma := range map[string]string{
		"والمدرسة": "مدرسة", "بالعمل": "عمل", "والكتاب": "كتاب", "للإقامة": "اقامة", "الأشخاص": "شخص", "وبالتعليم": "تعليم", "كالعادة": "عادة",
		"والتصريح": "تصريح", "المدارس": "مدارس", "الدول": "دولة", "الالتزام": "التزام",
	} {
		best := Reading{}
		for _, r := range l.Analyse(l.Form(form)) {
			if r.Weight > best.Weight {
				best = r
			}
		}
		if best.Lemma != lemma {
			t.Errorf("%s is read as %s (%.2f), not as %s", form, best.Lemma, best.Weight, lemma)
		}
	}
}

func TestArabicForms(t *testing.T) {
	l := For("ar")
	for text, form := range map[string]string{
		"أَنْشَأَ": "انشا", "إقامة": "اقامة", "آثار": "اثار", "مســتشفى": "مستشفي", "مسؤول": "مسءول", "مسئول": "مسءول", "۲۰۱۶": "2016", "٢٠١٦": "2016",
		"أ": "ا", "\u200fكتاب\u200e": "كتاب", "کتاب": "كتاب",
	} {
		if got := l.Form(text); got != form {
			t.Errorf("Form(%q) = %q, not %q", text, got, form)
		}
	}
	if got := l.Fold(l.Form("مدرسة")); got != "مدرسه" {
		t.Errorf("ة is folded to %q", got)
	}
	if got := l.Folded().Analyse("المدرسه"); Match(got, l.Folded().Analyse(l.Fold(l.Form("مدرسة")))) < l.MatchFrom() {
		t.Errorf("ه in place of ة is not understood: %v", got)
	}
}

// TestArabicWeights: readings are probabilities, whatever the form.
func TestArabicWeights(t *testing.T) {
	l := For("ar")
	for _, form := range []string{"", "ا", "ة", "ال", "وال", "لل", "ءءءء", "يي", "ست", "للللللل", "سيستخدمونها", strings.Repeat("ا", MaxForm), strings.Repeat("ون", 30), "covid-19", "2016"} {
		sum := 0.0
		for _, r := range l.Analyse(form) {
			sum += r.Weight
			if r.Weight <= 0 || r.Lemma == "" && form != "" {
				t.Errorf("%q has the reading %q, %v", form, r.Lemma, r.Weight)
			}
		}
		if sum < 0.999 || sum > 1.001 {
			t.Errorf("the weights of %q sum to %v", form, sum)
		}
	}
}

func TestArabicSize(t *testing.T) {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	w.Write([]byte(For("ar").Description))
	w.Close()
	if b.Len() > 3500 {
		t.Errorf("the description takes %d bytes", b.Len())
	}
}
