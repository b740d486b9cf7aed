package site

import (
	"crypto/sha256"
	"sync"

	"opas/cmd/opas/internal/source"
)

// A Cache keeps parsed texts from one Assemble to the next, by the hash of
// their path and content. What the latest Assemble did not use is forgotten.
// The zero Cache is empty and ready to use; a nil one keeps nothing.
type Cache struct {
	mu          sync.Mutex
	kept, fresh map[[sha256.Size]byte]parsedText
}

// parsed returns what was kept for the text, or else parses and keeps it. What
// it returns is never changed by anybody.
func (c *Cache) parsed(t source.Text, parse func() parsedText) parsedText {
	if c == nil {
		return parse()
	}
	h := sha256.New()
	h.Write([]byte(t.Path + "\x00"))
	h.Write(t.Data)
	key := [sha256.Size]byte(h.Sum(nil))
	c.mu.Lock()
	p, ok := c.kept[key]
	c.mu.Unlock()
	if !ok {
		p = parse()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fresh == nil {
		c.fresh = map[[sha256.Size]byte]parsedText{}
	}
	c.fresh[key] = p
	return p
}

// forget drops what the Assemble that ends did not use.
func (c *Cache) forget() {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept, c.fresh = c.fresh, nil
}
