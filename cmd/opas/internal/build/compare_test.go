package build

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCompare holds what Compare says against what Write then does, for sites
// whose files become folders and the other way round.
func TestCompare(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 1))
		dir, d := output(t)
		mustWrite(t, d, randomSite(r))
		before := tree(t, dir)
		next := randomSite(r)
		c, err := Compare(dir, next)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
			t.Fatalf("Compare changed the folder (-before +after)\n%s", diff)
		}
		done := mustWrite(t, d, next)
		if done.Changed != len(c.New)+len(c.Changed) || done.Removed != len(c.Removed) || (done.Changed+done.Removed == 0) != c.None() {
			t.Fatalf("seed %d: %+v, but %+v", seed, c, done)
		}
		after := tree(t, dir)
		for _, p := range c.New {
			if _, was := before[p]; was || after[p] == "" {
				t.Errorf("seed %d: %s is not new", seed, p)
			}
		}
		for _, p := range c.Changed {
			if before[p] == "" || before[p] == after[p] {
				t.Errorf("seed %d: %s is not changed", seed, p)
			}
		}
		for _, p := range c.Removed {
			if _, is := after[p]; is {
				t.Errorf("seed %d: %s is not removed", seed, p)
			}
		}
	}
}

// TestCompareNew: a folder that is not there is told as it would be, and not made.
func TestCompareNew(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	c, err := Compare(dir, files("1", "b", "a"))
	if err != nil || !slices.Equal(c.New, []string{"a", "b"}) || len(c.Changed)+len(c.Removed) > 0 {
		t.Errorf("%+v, %v", c, err)
	}
	if got, _ := filepath.Glob(dir); got != nil {
		t.Error("the folder was made")
	}
	put(t, dir, "a", "mine")
	if _, err := Compare(dir, files("1", "a")); err == nil {
		t.Error("a foreign file in the way is not told")
	}
}
