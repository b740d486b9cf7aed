package publish

import (
	"encoding/json"
	"fmt"

	"opas/cmd/opas/internal/site"
)

// manifestName is the file of a published branch that says which site it
// holds, and which files that site put there with which content. A file that
// it does not name, or that has another content by now, is somebody else's.
const manifestName = ".opas-published.json"

// maxManifest is the largest manifest that is read, in bytes; one file takes
// about a hundred.
const maxManifest = 64 << 20

type manifest struct {
	Version int               `json:"version"`
	Site    identity          `json:"site"`
	Files   map[string]string `json:"files"` // path -> id of the blob
}

// identity is by what a site is known again. Two sites cannot stand at one
// address, so that is what counts where it is known; a title can change, and
// two guides may well have the same, so it only stands in for an address.
// Folders and repositories are copied and renamed and say nothing.
type identity struct {
	Address string `json:"address,omitempty"`
	Title   string `json:"title"` // in the source language
}

func identify(s *site.Site) identity {
	id := identity{}
	id.Title, _ = s.Config.Title.In(s.Source.Chain)
	if s.BaseURL != nil {
		id.Address = s.BaseURL.String()
	}
	return id
}

func (id identity) same(other identity) bool {
	if id.Address != "" && other.Address != "" {
		return id.Address == other.Address
	}
	return id.Title == other.Title
}

// String names the site for a message.
func (id identity) String() string {
	if id.Address != "" {
		return fmt.Sprintf("%q (%s)", id.Title, id.Address)
	}
	return fmt.Sprintf("%q", id.Title)
}

func (m manifest) encode() []byte {
	data, err := json.MarshalIndent(m, "", " ") // sorts the keys of maps
	if err != nil {
		panic(err) // strings always marshal
	}
	return append(data, '\n')
}

// parseManifest reads a manifest; ok is false for anything that is none.
func parseManifest(data []byte) (m manifest, ok bool) {
	if err := json.Unmarshal(data, &m); err != nil || m.Version != 1 {
		return manifest{}, false
	}
	return m, true
}
