//go:build !race

package search_test

import "testing"

// See race_test.go.
func unraced(*testing.T) {}
