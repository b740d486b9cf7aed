package main

import (
	"opas/cmd/opas/internal/git"
)

// origins returns the function that finds in the history what translations
// without a stamp were made from, nil for the embedded guide. It asks git for
// each file once, for the last commits stay the same while one writes.
func (s *sources) origins(t *terminal) func([]git.Origin) [][]byte {
	if s.dir == "" {
		return nil
	}
	known := map[git.Origin][]byte{}
	return func(ask []git.Origin) [][]byte {
		var unknown []git.Origin
		for _, o := range ask {
			if _, ok := known[o]; !ok {
				unknown = append(unknown, o)
			}
		}
		found, err := git.Origins(s.dir, unknown)
		if err != nil {
			t.note("%v; translations without a stamp stay untracked", err)
		}
		for i, o := range unknown {
			known[o] = found[i]
		}
		all := make([][]byte, len(ask))
		for i, o := range ask {
			all[i] = known[o]
		}
		return all
	}
}
