package render_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"opas/cmd/opas/internal/model"
	"opas/cmd/opas/internal/score"
)

// TestVectors runs the test vectors of every self-check of the guide in the
// browser: each comes to the result that Go comes to, which the check of the
// definitions has compared with what they state.
func TestVectors(t *testing.T) {
	type vectors struct {
		Instrument *score.Instrument `json:"instrument"`
		Vectors    []model.Vector    `json:"vectors"`
	}
	var list []vectors
	for _, p := range guideResult(t).Site.Pages {
		if p.Kind == model.KindAssessment {
			a := p.Definition.(*model.Assessment)
			list = append(list, vectors{a.Instrument(), a.Vectors()})
		}
	}
	if len(list) != 11 {
		t.Errorf("the guide has %d self-checks", len(list))
	}
	// What is null in the browser is left out in Go.
	got := ask[[][]score.Result](t, `list => JSON.parse(JSON.stringify(list.map(a => a.vectors.map(v => score.score(a.instrument, v.answers))), (_, value) => value ?? undefined))`, list)
	n := 0
	for i, a := range list {
		if len(a.Vectors) == 0 {
			t.Errorf("%s has no test vectors", a.Instrument.ID)
		}
		for j, v := range a.Vectors {
			n++
			if diff := cmp.Diff(inPages(v.Result), got[i][j], cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s, %s, Go to browser:\n%s", a.Instrument.ID, v.ID, diff)
			}
		}
	}
	t.Logf("%d vectors", n)
}
