//go:build race

package search_test

import "testing"

// unraced skips what only compares results, where the race detector makes it take
// ten times as long: .ci/run runs every test named Evaluation without it.
func unraced(t *testing.T) {
	t.Skip("with the race detector it takes minutes: run it without")
}
