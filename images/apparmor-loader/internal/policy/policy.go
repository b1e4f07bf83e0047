// Package policy reads compiled profiles: what the kernel will make of a text,
// before the kernel gets it.
//
// The form is that of the kernel's security/apparmor/policy_unpack.c: a stream
// of profiles, each a header and a structure of tagged fields.
package policy

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// Profile is what a compiled profile says about itself.
type Profile struct {
	Name string
	Mode string
	// Namespace is set if the profile belongs to another AppArmor namespace.
	Namespace string
	// Attached is true if the kernel lays the profile on programs by their path
	// or their extended attributes.
	Attached bool
	// Replaces is the name of another profile that this one takes the place of.
	Replaces string
	Sums     Sums
}

// Sums are the hashes that a kernel shows for the profile once it is loaded:
// SHA-1 until Linux 6.7, SHA-256 since.
type Sums struct {
	SHA1   string `json:"sha1"`
	SHA256 string `json:"sha256"`
}

// Match tells whether a kernel's hash is one of these. A kernel that hashes no
// profiles shows an empty one, which matches.
func (s Sums) Match(digest string) bool {
	return digest == "" || digest == s.SHA1 || digest == s.SHA256
}

// modes by their number in the flags of a profile.
var modes = []string{"enforce", "complain", "kill", "unconfined"}

// Read reads every profile of a compiled text. A field that it does not know,
// in the part that says what a profile applies to, is an error.
func Read(compiled []byte) ([]Profile, error) {
	var profiles []Profile
	for r := (&reader{data: compiled}); len(r.data) > r.at; {
		profile, err := readProfile(r)
		if err != nil {
			return nil, fmt.Errorf("compiled policy, byte %d: %w", r.at, err)
		}
		profiles = append(profiles, profile)
	}
	if len(profiles) == 0 {
		return nil, errors.New("the text has no profile")
	}
	return profiles, nil
}

func readProfile(r *reader) (Profile, error) {
	profile := Profile{}
	version, err := readHeader(r, &profile)
	if err != nil {
		return profile, err
	}
	start := r.at
	if err := r.expect(tagStruct, "profile"); err != nil {
		return profile, err
	}
	if err := readIdentity(r, &profile); err != nil {
		return profile, err
	}
	if err := readRest(r, &profile); err != nil {
		return profile, err
	}
	profile.Sums = sumsOf(version, r.data[start:r.at])
	return profile, nil
}

// readHeader reads version and namespace, and stops before the profile.
func readHeader(r *reader, profile *Profile) (version uint32, err error) {
	first, err := r.next()
	if err != nil {
		return 0, err
	}
	if first.name != "version" || first.tag != tagU32 {
		return 0, fmt.Errorf("expected the version, found %s", first)
	}
	if found, err := r.peek(); err != nil || found.name != "namespace" {
		return uint32(first.number), err
	}
	namespace, err := r.next()
	profile.Namespace = text(namespace.bytes)
	return uint32(first.number), err
}

// readIdentity reads the fields up to the flags: the name of a profile, and
// what the profile applies to.
func readIdentity(r *reader, profile *Profile) error {
	name, err := r.next()
	if err != nil {
		return err
	}
	if name.tag != tagString || name.name != "" {
		return fmt.Errorf("expected the name of a profile, found %s", name)
	}
	profile.Name = text(name.bytes)
	// The kernel compares a name without an automaton with the program's path.
	profile.Attached = strings.HasPrefix(profile.Name, "/")
	for {
		f, err := r.next()
		switch {
		case err != nil:
			return err
		case f.tag == tagStruct && f.name == "flags":
			return readFlags(r, profile)
		case f.tag == tagString && f.name == "rename":
			profile.Replaces = text(f.bytes)
		case f.tag == tagString && f.name == "attach", f.tag == tagBlob && f.name == "aadfa":
			profile.Attached = true
		case f.tag == tagU32 && f.name == "" && profile.Attached: // length of what the path must match
		case f.tag == tagString && f.name == "disconnected":
		default:
			return fmt.Errorf("unknown field of profile %q: %s", profile.Name, f)
		}
	}
}

func readFlags(r *reader, profile *Profile) error {
	var numbers [3]uint64 // hat, mode, audit
	for at := range numbers {
		f, err := r.next()
		if err != nil {
			return err
		}
		if f.tag != tagU32 {
			return fmt.Errorf("expected a flag, found %s", f)
		}
		numbers[at] = f.number
	}
	if numbers[1] >= uint64(len(modes)) {
		return fmt.Errorf("unknown mode %d of profile %q", numbers[1], profile.Name)
	}
	profile.Mode = modes[numbers[1]]
	return r.expect(tagStructEnd, "")
}

// readRest reads to the end of the profile's structure.
func readRest(r *reader, profile *Profile) error {
	for depth := 1; depth > 0; {
		f, err := r.next()
		if err != nil {
			return err
		}
		switch f.tag {
		case tagStruct, tagList, tagArray:
			depth++
		case tagStructEnd, tagListEnd, tagArrayEnd:
			depth--
		}
		if f.tag == tagStruct && f.name == "xattrs" {
			profile.Attached = true
		}
	}
	return nil
}

// sumsOf hashes as the kernel does: the version, then the structure.
func sumsOf(version uint32, structure []byte) Sums {
	hashed := append(binary.LittleEndian.AppendUint32(nil, version), structure...)
	one, two := sha1.Sum(hashed), sha256.Sum256(hashed)
	return Sums{SHA1: hex.EncodeToString(one[:]), SHA256: hex.EncodeToString(two[:])}
}

// text is a string without the zero byte that ends it.
func text(content []byte) string {
	if last := len(content) - 1; last >= 0 && content[last] == 0 {
		content = content[:last]
	}
	return string(content)
}
