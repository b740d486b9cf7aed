package search_test

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"opas/cmd/opas/internal/search"
	"opas/cmd/opas/internal/words"
)

// alphabets are consonants and vowels to make words of.
var alphabets = map[string][2]string{
	"fi": {"hjklmnprstv", "aeiouyäö"}, "fi-simple": {"hjklmnprstv", "aeiouyäö"}, "sv": {"bdfghjklmnprstv", "aeiouyåäö"},
	"ru": {"бвгдзйклмнпрстхчш", "аеиоуыя"}, "uk": {"бвгдзйклмнпрстхчш", "аеиіоуя"}, "ar": {"بتجحدرسشعفقكلمنه", "اوي"},
	"": {"bcdfghklmnprstvz", "aeiou"},
}

// largeInput makes a site of random words: so many pages of about 5.8 KB, the
// words by Zipf's law from a vocabulary of the given size.
func largeInput(tag string, pages, vocabulary int) search.Input {
	random := rand.New(rand.NewPCG(1, uint64(len(tag))))
	letters, ok := alphabets[tag]
	if !ok {
		letters = alphabets[""]
	}
	consonants, vowels := []rune(letters[0]), []rune(letters[1])
	endings := []string{"", "", "n", "s", "ssa", "lla", "et", "ing", "en", "ов", "ами", "ة", "ات"}
	list := make([]string, vocabulary)
	for i := range list {
		var b strings.Builder
		// frequent words are short
		for range 1 + int(math.Log2(float64(i+2)))/5 + random.IntN(2) {
			b.WriteRune(consonants[random.IntN(len(consonants))])
			b.WriteRune(vowels[random.IntN(len(vowels))])
			if random.IntN(3) == 0 {
				b.WriteRune(consonants[random.IntN(len(consonants))])
			}
		}
		b.WriteString(endings[random.IntN(len(endings))])
		list[i] = b.String()
	}
	// cumulative weights of 1/rank
	total := make([]float64, vocabulary)
	sum := 0.0
	for i := range total {
		sum += 1 / float64(i+3)
		total[i] = sum
	}
	word := func() string {
		i, _ := slices.BinarySearch(total, random.Float64()*sum)
		return list[min(i, vocabulary-1)]
	}
	in := search.Input{Tag: tag, Name: tag, Dir: "ltr", Words: words.For(tag), Sections: []string{"a", "b"}, Audiences: []string{"x"}}
	for i := range pages {
		p := search.Page{Number: i, Path: fmt.Sprintf("part/page-%d/", i), Title: word() + " " + word(), Summary: word() + " " + word(), Section: i % 2}
		for size := 0; size < 5800; {
			var b strings.Builder
			for n := 0; n < 700; {
				w := word()
				b.WriteString(w)
				n += len(w) + 1
				if random.IntN(12) == 0 {
					b.WriteString(".")
				}
				b.WriteString(" ")
			}
			s := search.Section{Text: b.String()}
			if size > 0 {
				s.ID, s.Heading = fmt.Sprintf("h%d", size), word()+" "+word()
			}
			p.Sections = append(p.Sections, s)
			size += len(s.Text)
		}
		in.Pages = append(in.Pages, p)
	}
	return in
}

// processorTime is what this process has used of all processors, which other
// processes do not change.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkLarge builds the indexes of 10,000 pages in 14 languages and prints how
// long it takes and what a first search reads:
//
//	go test ./cmd/opas/internal/search -run - -bench Large -benchtime 1x
func BenchmarkLarge(b *testing.B) {
	tags := []string{"fi", "en", "sv", "fi-simple", "ar", "ru", "uk", "et", "so", "de", "fr", "es", "pl", "tr"}
	inputs := make([]search.Input, len(tags))
	size := 0
	for i, tag := range tags {
		inputs[i] = largeInput(tag, 715, 60000)
		for _, p := range inputs[i].Pages {
			for _, s := range p.Sections {
				size += len(s.Text)
			}
		}
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start, busy := time.Now(), processorTime()
	indexes := make([]*search.Index, len(tags))
	var wait sync.WaitGroup
	next := make(chan int)
	for range 2 {
		wait.Go(func() {
			for i := range next {
				indexes[i] = search.Build(inputs[i])
			}
		})
	}
	for i := range tags {
		next <- i
	}
	close(next)
	wait.Wait()
	took := time.Since(start)
	busy = processorTime() - busy
	runtime.ReadMemStats(&after)
	b.Logf("%.1f MB of text in %v (%v of processor time), %d MB allocated, %d MB from the system", float64(size)/1e6, took, busy, (after.TotalAlloc-before.TotalAlloc)>>20, (after.Sys-before.Sys)>>20)
	files := site(indexes...)
	for _, tag := range tags[:6] {
		chunks := 0
		for name := range files {
			if strings.HasPrefix(name, tag+"/") && strings.HasSuffix(name, ".txt") {
				chunks++
			}
		}
		var sums []int
		random := rand.New(rand.NewPCG(2, 2))
		in := largeInput(tag, 20, 60000)
		worst, longest := "", time.Duration(0)
		for range 40 {
			text := strings.Fields(in.Pages[random.IntN(20)].Sections[0].Text)
			word := text[random.IntN(len(text))]
			c := countingFS{files, map[string]int{}}
			r, err := search.Open(c, tag)
			if err != nil {
				b.Fatal(err)
			}
			start := time.Now()
			if _, err := r.Find(word, search.Options{Limit: 5}); err != nil {
				b.Fatal(err)
			}
			longest = max(longest, time.Since(start))
			sum, line := 0, word
			for _, name := range slices.Sorted(maps.Keys(c.sizes)) {
				sum += c.sizes[name]
				line += fmt.Sprintf(" %s %d", filepath.Base(name), c.sizes[name])
			}
			if sums = append(sums, sum); sum == slices.Max(sums) {
				worst = line
			}
		}
		slices.Sort(sums)
		b.Logf("%s: %d chunks; bytes of a first search without code: median %d, nine of ten %d; slowest %v; most: %s", tag, chunks, sums[20], sums[36], longest, worst)
	}
}
