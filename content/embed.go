// Package content embeds the guide that ships with Opas: pages, definitions and texts.
package content

import "embed"

// FS holds this folder as it was when the program was compiled, embed.go
// included. A test compares it with the folder on disk.
//
//go:embed all:*
var FS embed.FS
