package render

// The texts of the preview. They are long where real ones are long: Finnish
// compounds, seven columns, a source in another script.

var finnish = sample{
	lang: "fi", dir: "ltr",
	words: Words{
		Skip: "Siirry sisältöön", Menu: "Valikko", MainNav: "Päävalikko", Languages: "Kieli", Breadcrumb: "Olet tässä",
		SectionMenu: "Tässä osassa", OnThisPage: "Tällä sivulla", For: "Kenelle", Sources: "Lähteet",
		Stale: "Tieto on voinut muuttua: tarkista lähteestä", Edit: "Ehdota muutosta tähän sivuun", EditWords: "Ehdota muutosta kysymyksiin, taulukoihin tai kuviin",
		Report: "Ilmoita virheestä tällä sivulla", Print: "Tulosta", Browse: "Edellinen ja seuraava sivu", Previous: "Edellinen", Next: "Seuraava", Footer: "Tietoa oppaasta",
	},
	sections: []string{"Ohjausmalli", "Polku sote-alalle", "Mentorointiopas", "Uramalli"},
	chapters: []string{"Mitä mentorointi on", "Kuka on kuka", "Sopimus ja pelisäännöt", "Viisi minuuttia: uusi työntekijä tulee", "Perehdytys ensimmäisestä päivästä kuuteen kuukauteen"},
	meetings: "Tapaamiset",
	title:    "Viisi minuuttia: uusi työntekijä tai harjoittelija tulee",
	lead:     "Mitä tarkistat, ennen kuin uusi työntekijä aloittaa, ja mistä huolehdit ensimmäisinä viikkoina.",
	tags:     []Tag{{ID: "workplace", Text: "Työpaikka"}, {ID: "mentor", Text: "Mentori"}, {ID: "participant", Text: "Osallistuja"}, {ID: "adviser", Text: "Ohjaaja"}},
	minutes:  "5 min",
	notice:   Notice{Kind: "draft", Text: "Luonnos: alan ammattilainen ei ole vielä tarkistanut tätä tekstiä."},
	checked:  "Tarkistettu 21.11.2026", review: "tarkistetaan uudelleen viimeistään 21.5.2027", updated: "Päivitetty 21.11.2026",
	footer: []string{"Tietoa oppaasta", "Saavutettavuus", "Tietosuoja", "Yhteys"}, published: "Julkaisija:",
	missing: NotFoundText{Lang: "fi", Dir: "ltr", Title: "Sivua ei löytynyt", Text: "Sivu on voinut siirtyä, tai osoitteessa on kirjoitusvirhe.",
		Links: []Link{{Href: "fi/", Text: "Etusivu"}, {Href: "fi/guidance-model/", Text: "Ohjausmalli"}, {Href: "fi/mentoring/", Text: "Mentorointiopas"}}},
	body: `<p>Tarkista työnteko-oikeus ennen kuin työ alkaa.<sup class="cite"><a href="#source-migri">[1]</a></sup> Jos tehtävä edellyttää <a href="x">rikosrekisteriotetta</a>, kerro siitä jo hakuilmoituksessa. Lue myös <a href="https://lvv.fi/">valvontaviranomaisen ohje</a>.</p>
<h2 id="a">Ennen työsopimusta</h2>
<ol class="steps"><li><strong>Työnteko-oikeus.</strong> Katso oleskeluluvasta, mihin työhön se oikeuttaa, ja säilytä tieto työpaikalla.</li>
<li><strong>Ammattioikeus.</strong> Hae nimi julkisesta rekisteristä, jos nimike on suojattu tai ammatti laillistettu.<sup class="cite"><a href="#source-lvv-titles">[2]</a></sup></li>
<li><strong>Kielitaito tehtävään.</strong> Arvioi, mitä kieltä juuri tämä työ vaatii. Vaatimuksen pitää olla tehtävän kannalta perusteltu.</li></ol>
<div class="note note--note"><p class="note__title">Hyvä tietää</p><p>Lähihoitaja on nimikesuojattu, ei laillistettu ammatti.</p></div>
<div class="note note--tip"><p class="note__title">Vinkki</p><p>Sovi ensimmäisen päivän aikataulu kirjallisesti. Lyhyt lista riittää.</p></div>
<div class="note note--important"><p class="note__title">Tärkeää</p><p>Työkokeilussa työpaikalla on nimetty vastuuhenkilö.</p></div>
<div class="note note--warning"><p class="note__title">Varoitus</p><p>Älä pyydä tietoja, joita et tarvitse.</p></div>
<div class="only only--mentor"><p class="only__title">Mentorille</p><p>Sinä et vastaa perehdytyksestä. Kysy, miten viikko on mennyt, ja kuuntele.</p></div>
<h2 id="b">Mikä sopimus, kuka vastaa</h2>
<p>Valitse sarake sen mukaan, millä tavalla uusi ihminen tulee.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="t1"><table><caption id="t1">Kuka huolehtii mistä</caption><thead><tr><th scope="col">Asia</th><th scope="col">Työkokeilu</th><th scope="col">Koulutussopimus</th><th scope="col">Oppisopimus</th><th scope="col">Palkkatuki</th><th scope="col">Tavallinen työ</th><th scope="col">Vuokratyö</th></tr></thead><tbody>
<tr><th scope="row">Sopimus</th><td>Työllisyysalue, työpaikka ja osallistuja</td><td>Oppilaitos ja työpaikka</td><td>Työsopimus ja oppisopimus</td><td>Työsopimus</td><td>Työsopimus</td><td>Vuokrausyrityksen työsopimus</td></tr>
<tr><th scope="row">Palkka</th><td>Ei</td><td>Ei</td><td>Kyllä</td><td>Kyllä</td><td>Kyllä</td><td>Vuokrausyritys maksaa</td></tr>
<tr><th scope="row">Nimetty ohjaaja</th><td>Kyllä</td><td>Työpaikkaohjaaja</td><td>Työpaikkaohjaaja</td><td>Perehdyttäjä</td><td>Perehdyttäjä</td><td>Perehdyttäjä</td></tr></tbody></table></div>
<h2 id="c">Ensimmäiset viikot</h2>
<h3 id="d">Muistilista</h3>
<ul class="checklist"><li><label><input type="checkbox">Avaimet, tunnukset ja työvaatteet ovat valmiina</label></li><li><label><input type="checkbox" checked>Työyhteisö tietää, kuka tulee ja milloin, ja joku lounastaa hänen kanssaan ensimmäisenä päivänä</label></li><li><label><input type="checkbox">Hätäpoistumistiet on näytetty</label></li></ul>
<h3 id="e">Sanat</h3>
<dl><dt>Työpaikkaohjaaja</dt><dd>Työpaikan nimeämä ohjaaja, joka arvioi osaamista opettajan kanssa.</dd><dt>Työelämäohjaaja</dt><dd>Vapaaehtoinen vertainen, joka auttaa alkuun.</dd></dl>
<p>Tavallinen lista<sup class="footnote-ref"><a href="#fn1">1</a></sup>:</p>
<ul><li>yksi asia</li><li>toinen asia, joka on pidempi ja jatkuu toiselle riville kapealla näytöllä</li></ul>
<ol><li>ensin</li><li>sitten</li></ol>
<blockquote><p>Lainaus tekstistä.</p></blockquote>
<p><a class="download" href="f.pdf" download>Perehdytyksen lista</a> <span class="file">PDF, 120 kt</span></p>
<figure><img src="../../../picture.svg" width="640" height="200" alt="Kolme vaihetta peräkkäin"><figcaption>Kolme vaihetta: ennen, aikana, jälkeen.</figcaption></figure>
<pre class="chroma" tabindex="0"><code><span class="line">languages: [fi, en] # kieli</span></code></pre>
<section class="footnotes"><ol><li id="fn1">Alaviite.</li></ol></section>`,
	home: Home{
		Page: &Page{Title: "Työhön ja koulutukseen sosiaali- ja terveysalalla", Lead: "Ohjausmalli, polku sote-alalle, mentorointiopas ja uramalli maahan muuttaneille, työpaikoille ja ohjaajille.",
			Body: "<h2 id=\"z\">Mistä opas on tehty</h2><p>Neljä mallia, jotka sopivat yhteen. Kukin on piirretty ja kirjoitettu auki.</p>"},
		Doors: []Door{
			{ID: "participant", Who: "Osallistuja", Title: "Haluan hoiva-alalle", Text: "Selvitä, mikä työ kiinnostaa sinua, mitä jo osaat ja mikä on seuraava askel.", Links: []Link{{Href: "x", Text: "Mikä työ kiinnostaa minua?"}, {Href: "x", Text: "Löydä seuraava askel"}, {Href: "x", Text: "Oma suunnitelmani"}}},
			{ID: "workplace", Who: "Työpaikka", Title: "Palkkaan tai perehdytän", Text: "Mitä tarkistat ennen palkkaamista, miten perehdytät ja miten tuet kielen oppimista.", Links: []Link{{Href: "x", Text: "Viisi minuuttia: uusi työntekijä tulee"}, {Href: "x", Text: "Perehdytys"}, {Href: "x", Text: "Kuka on kuka"}}},
			{ID: "mentor", Who: "Mentori", Title: "Olen mentori", Text: "Kahdeksan tapaamista, joihin voit tarttua sellaisenaan.", Links: []Link{{Href: "x", Text: "Mitä mentorointi on"}, {Href: "x", Text: "Sopimus ja pelisäännöt"}, {Href: "x", Text: "Tapaamiset"}}},
			{ID: "adviser", Who: "Ohjaaja", Title: "Ohjaan työhön tai opintoihin", Text: "Kuka tekee mitä ja milloin, ensimmäisestä tapaamisesta seurantaan.", Links: []Link{{Href: "x", Text: "Ohjausmalli vaihe vaiheelta"}, {Href: "x", Text: "Mitä minä teen?"}, {Href: "x", Text: "Tulosta yhdelle sivulle"}}},
		},
	},
}

var arabic = sample{
	lang: "ar", dir: "rtl",
	words: Words{
		Skip: "انتقل إلى المحتوى", Menu: "القائمة", MainNav: "القائمة الرئيسية", Languages: "اللغة", Breadcrumb: "أنت هنا",
		SectionMenu: "في هذا القسم", OnThisPage: "في هذه الصفحة", For: "لمن", Sources: "المصادر",
		Stale: "ربما تغيّرت هذه المعلومة: راجع المصدر", Edit: "اقترح تعديلًا على هذه الصفحة", EditWords: "اقتراح تعديل على الأسئلة أو الجداول أو الرسوم",
		Report: "أبلغ عن خطأ في هذه الصفحة", Print: "اطبع", Browse: "الصفحة السابقة والتالية", Previous: "السابق", Next: "التالي", Footer: "عن الدليل",
	},
	sections: []string{"نموذج الإرشاد", "الطريق إلى العمل في الرعاية", "دليل التوجيه", "نموذج المسار المهني"},
	chapters: []string{"ما هو التوجيه", "من هو من", "الاتفاق وقواعد العمل", "خمس دقائق: موظف جديد قادم", "التعريف بالعمل"},
	meetings: "اللقاءات",
	title:    "خمس دقائق: موظف جديد أو متدرب قادم",
	lead:     "ما الذي تتحقق منه قبل أن يبدأ الموظف الجديد، وما الذي تهتم به في الأسابيع الأولى.",
	tags:     []Tag{{ID: "workplace", Text: "مكان العمل"}, {ID: "mentor", Text: "الموجّه"}},
	minutes:  "5 دقائق",
	notice:   Notice{Kind: "draft", Text: "مسودة: لم يراجع هذا النصَّ متحدثٌ أصلي بعد."},
	checked:  "تم التحقق في 21.11.2026", review: "يُراجع قبل 21.5.2027", updated: "آخر تحديث 21.11.2026",
	footer: []string{"عن الدليل", "إمكانية الوصول", "الخصوصية", "اتصل بنا"}, published: "الناشر:",
	missing: NotFoundText{Lang: "ar", Dir: "rtl", Title: "لم نجد هذه الصفحة", Text: "ربما نُقلت الصفحة أو في العنوان خطأ.",
		Links: []Link{{Href: "ar/", Text: "الصفحة الرئيسية"}, {Href: "ar/mentoring/", Text: "دليل التوجيه"}}},
	body: `<p>تحقّق من حق العمل قبل أن يبدأ العمل.<sup class="cite"><a href="#source-migri">[1]</a></sup> إذا كانت المهمة تتطلب <a href="x">مستخرجًا من السجل الجنائي</a> (<span lang="fi" dir="ltr">rikosrekisteriote</span>) فاذكر ذلك في إعلان الوظيفة.</p>
<h2 id="a">قبل عقد العمل</h2>
<ol class="steps"><li><strong>حق العمل.</strong> انظر في تصريح الإقامة إلى العمل الذي يسمح به.</li><li><strong>حق مزاولة المهنة.</strong> ابحث عن الاسم في السجل العام.<sup class="cite"><a href="#source-lvv-titles">[2]</a></sup></li><li><strong>اللغة المطلوبة للمهمة.</strong> قدّر اللغة التي يتطلبها هذا العمل بالذات.</li></ol>
<div class="note note--note"><p class="note__title">من المفيد أن تعرف</p><p>مهنة الممرض العملي محمية الاسم.</p></div>
<div class="note note--warning"><p class="note__title">تحذير</p><p>لا تطلب معلومات لا تحتاجها.</p></div>
<div class="only only--mentor"><p class="only__title">للموجّه</p><p>لست مسؤولًا عن التدريب. اسأل كيف كان الأسبوع واستمع.</p></div>
<h2 id="b">أي عقد ومن المسؤول</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="t1"><table><caption id="t1">من يهتم بماذا</caption><thead><tr><th scope="col">الأمر</th><th scope="col">تجربة العمل</th><th scope="col">اتفاق التدريب</th><th scope="col">التلمذة المهنية</th><th scope="col">العمل العادي</th></tr></thead><tbody><tr><th scope="row">العقد</th><td>منطقة التوظيف ومكان العمل</td><td>المدرسة ومكان العمل</td><td>عقد عمل</td><td>عقد عمل</td></tr><tr><th scope="row">الأجر</th><td>لا</td><td>لا</td><td>نعم</td><td>نعم</td></tr></tbody></table></div>
<h2 id="c">الأسابيع الأولى</h2>
<ul class="checklist"><li><label><input type="checkbox">المفاتيح وملابس العمل جاهزة</label></li><li><label><input type="checkbox">الفريق يعرف من القادم ومتى</label></li></ul>
<dl><dt>الموجّه</dt><dd>زميل يستمع ويشارك خبرته.</dd></dl>
<ul><li>أمر</li><li>أمر آخر</li></ul>
<p><a class="download" href="f.pdf" download>قائمة التعريف بالعمل</a> <span class="file">PDF، 120 كيلوبايت</span></p>`,
	home: Home{
		Page: &Page{Title: "إلى العمل والدراسة في الرعاية الاجتماعية والصحية", Lead: "نموذج الإرشاد والطريق إلى العمل ودليل التوجيه ونموذج المسار المهني."},
		Doors: []Door{
			{ID: "participant", Who: "المشارك", Title: "أريد العمل في الرعاية", Text: "اعرف أي عمل يهمك وما تجيده وما خطوتك التالية.", Links: []Link{{Href: "x", Text: "ما العمل الذي يهمني؟"}, {Href: "x", Text: "خطوتي التالية"}}},
			{ID: "workplace", Who: "مكان العمل", Title: "أوظّف أو أدرّب", Text: "ما الذي تتحقق منه قبل التوظيف.", Links: []Link{{Href: "x", Text: "خمس دقائق"}, {Href: "x", Text: "التعريف بالعمل"}}},
			{ID: "mentor", Who: "الموجّه", Title: "أنا موجّه", Text: "ثمانية لقاءات جاهزة.", Links: []Link{{Href: "x", Text: "ما هو التوجيه"}, {Href: "x", Text: "اللقاءات"}}},
			{ID: "adviser", Who: "المرشد", Title: "أرشد إلى العمل أو الدراسة", Text: "من يفعل ماذا ومتى.", Links: []Link{{Href: "x", Text: "المراحل"}, {Href: "x", Text: "ماذا أفعل أنا؟"}}},
		},
	},
}
