package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"opas/cmd/opas/internal/diag"
)

// An event tells open pages about a build (server-sent events, HTML living
// standard, section 9.2). Its id is the number of the build.
type event struct {
	// Errors is the overlay, as HTML; empty when the build was good.
	Errors string `json:"errors"`
}

// events sends one event at once and one after every build. A page knows which
// build made it, and reloads when it hears of another good one.
func (s *server) events(w http.ResponseWriter, r *http.Request) {
	flusher, ok := w.(http.Flusher)
	if !ok {
		http.Error(w, "no streaming", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	for {
		s.mu.Lock()
		version, found, broken, changed := s.version, s.found, s.broken, s.changed
		s.mu.Unlock()
		e := event{}
		if broken {
			e.Errors = string(diag.Overlay(serious(found), s.opt.Source))
		}
		data, err := json.Marshal(e)
		if err != nil {
			return // an event is only strings
		}
		if _, err := fmt.Fprintf(w, "id: %s\ndata: %s\n\n", strconv.Itoa(version), data); err != nil {
			return
		}
		flusher.Flush()
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		}
	}
}

// serious leaves out notices, which stop nothing.
func serious(found diag.List) diag.List {
	var list diag.List
	for _, d := range found.Sorted() {
		if d.Severity != diag.Notice {
			list = append(list, d)
		}
	}
	return list
}
