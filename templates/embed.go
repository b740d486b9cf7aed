// Package templates embeds the page templates that ship with Opas.
package templates

import "embed"

// FS holds this folder as it was when the program was compiled, embed.go
// included. A test compares it with the folder on disk.
//
//go:embed all:*
var FS embed.FS
