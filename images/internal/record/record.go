// Package record keeps what a program remembers between its runs, in a folder
// that nobody but the program's own user can write to.
package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// maxSize is the largest record that is read, in bytes.
const maxSize = 16 << 20

// Store is a file in the folder.
type Store struct {
	root *os.Root
	name string
	lock *os.File
}

// Open opens the folder and checks who can write to it: a container that could
// would decide what the program takes for its own work.
func Open(folder, name string) (*Store, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	info, err := root.Stat(".")
	if err == nil {
		err = ownOnly(folder, info)
	}
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return &Store{root: root, name: name}, nil
}

// Close ends the lock, too.
func (s *Store) Close() error {
	if s.lock == nil {
		return s.root.Close()
	}
	return errors.Join(s.lock.Close(), s.root.Close())
}

// Root is the folder.
func (s *Store) Root() *os.Root { return s.root }

// Lock keeps other programs from the same record until the store is closed.
func (s *Store) Lock() error {
	if s.lock != nil {
		return nil
	}
	name := s.name + ".lock"
	if err := s.checkFile(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	file, err := s.root.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("the record cannot be kept in %s: %w", s.root.Name(), err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = file.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return fmt.Errorf("another process of the node uses the record %s", s.name)
		}
		return err
	}
	s.lock = file
	return nil
}

// Read decodes the record. It is false if there is none yet.
func (s *Store) Read(into any) (bool, error) {
	err := s.checkFile(s.name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	content, err := s.content()
	if err != nil {
		return false, err
	}
	if err := json.Unmarshal(content, into); err != nil {
		return false, fmt.Errorf("%s: %w", s.name, err)
	}
	return true, nil
}

// Write replaces the record in one step, on the disk too, and only if it
// differs.
func (s *Store) Write(record any) error {
	content, err := json.Marshal(record)
	if err != nil {
		return err
	}
	if len(content) > maxSize {
		return fmt.Errorf("%s: larger than %d bytes", s.name, maxSize)
	}
	if there, err := s.content(); err == nil && bytes.Equal(there, content) && s.checkFile(s.name) == nil {
		return nil
	}
	return WriteFile(s.root, s.name, content, 0o600)
}

func (s *Store) content() ([]byte, error) {
	file, err := s.root.Open(s.name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	if err == nil && len(content) > maxSize {
		return nil, fmt.Errorf("%s: larger than %d bytes", s.name, maxSize)
	}
	return content, err
}

// checkFile follows no link.
func (s *Store) checkFile(name string) error {
	info, err := s.root.Lstat(name)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a regular file", name)
	}
	return ownOnly(name, info)
}

func ownOnly(name string, info fs.FileInfo) error {
	status, known := info.Sys().(*syscall.Stat_t)
	if !known || int(status.Uid) != os.Geteuid() || info.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("%s must belong to user %d and be writable for no other", name, os.Geteuid())
	}
	return nil
}

// WriteFile writes a file whole or not at all, also if the machine stops. It
// follows no link, and replaces what has the name.
func WriteFile(root *os.Root, name string, content []byte, mode fs.FileMode) error {
	return write(root, name, content, mode, root.Rename)
}

// AddFile is WriteFile for a name that nothing may have.
func AddFile(root *os.Root, name string, content []byte, mode fs.FileMode) error {
	return write(root, name, content, mode, func(partial, name string) error {
		if err := root.Link(partial, name); err != nil {
			return err
		}
		return root.Remove(partial)
	})
}

func write(root *os.Root, name string, content []byte, mode fs.FileMode, publish func(partial, name string) error) error {
	partial := "." + name + ".partial"
	if err := dismiss(root, partial); err != nil {
		return err
	}
	file, err := root.OpenFile(partial, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Chmod(mode), file.Sync(), file.Close()); err == nil {
		err = publish(partial, name)
	}
	if err != nil {
		return errors.Join(err, dismiss(root, partial))
	}
	return syncFolder(root)
}

func dismiss(root *os.Root, name string) error {
	if err := root.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func syncFolder(root *os.Root) error {
	folder, err := root.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
