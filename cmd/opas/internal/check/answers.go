package check

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// An answer is what a host said of one address.
type answer struct {
	At      time.Time `json:"at"`
	Status  int       `json:"status,omitempty"`  // of the last step, 0 where nobody answered
	Moved   string    `json:"moved,omitempty"`   // where it is now, if it moved for good
	Problem string    `json:"problem,omitempty"` // why nobody answered
}

// refused reports whether a host wants to know who is asking, so that nobody
// knows whether the page is there.
func (a answer) refused() bool {
	return a.Status >= 400 && a.Status < 500 && a.Status != http.StatusNotFound && a.Status != http.StatusGone
}

// fresh reports whether the answer still holds: a good one for a week, another
// for a day. One from the future does not.
func (a answer) fresh(now time.Time) bool {
	age := now.Sub(a.At)
	if a.Status >= 200 && a.Status < 400 {
		return age >= 0 && age < goodFor
	}
	return age >= 0 && age < badFor
}

// readAnswers reads the cache. One that cannot be read, or that something else
// wrote, is empty.
func readAnswers(file string) map[string]answer {
	known := map[string]answer{}
	if file == "" {
		return known
	}
	data, err := os.ReadFile(file)
	if err != nil || json.Unmarshal(data, &known) != nil || known == nil {
		return map[string]answer{}
	}
	return known
}

// writeAnswers replaces the cache as a whole.
func writeAnswers(file string, known map[string]answer) error {
	if file == "" {
		return nil
	}
	data, err := json.MarshalIndent(known, "", " ")
	if err != nil {
		return fmt.Errorf("keep the answers: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("keep the answers: %w", err)
	}
	temporary, err := os.CreateTemp(filepath.Dir(file), ".links-*")
	if err != nil {
		return fmt.Errorf("keep the answers: %w", err)
	}
	defer os.Remove(temporary.Name()) // gone when all went well
	_, err = temporary.Write(data)
	if closed := temporary.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(temporary.Name(), file)
	}
	if err != nil {
		return fmt.Errorf("keep the answers: %w", err)
	}
	return nil
}
