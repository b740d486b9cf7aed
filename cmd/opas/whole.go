package main

import (
	"io/fs"
	"os"
	"path"
)

// writeWhole writes a file below root with exactly these permissions, whole or not
// at all: its bytes wait beside it, under a hidden name, until all are there.
func writeWhole(root *os.Root, name string, data []byte, mode fs.FileMode) error {
	staged := path.Join(path.Dir(name), "."+path.Base(name)+".opas-new")
	_ = root.Remove(staged) // what a stop left behind, or a link
	f, err := root.OpenFile(staged, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(mode) // whatever the umask says
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = root.Rename(staged, name)
	}
	if err != nil {
		_ = root.Remove(staged)
	}
	return err
}
