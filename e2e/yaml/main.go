// Yaml reads texts by the code of kubectl itself. A request is the length of a text, four bytes, and the text; the answer
// is the length of a line of JSON, and that line: {"documents", "error", "objects", "objectError"}.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/cli-runtime/pkg/resource"
)

// answer is what kubectl makes of a text.
type answer struct {
	// Documents are the values of the stream up to the first that cannot be read; empty documents are left out.
	Documents []any `json:"documents"`
	// Error is why the stream cannot be read to its end.
	Error string `json:"error,omitempty"`
	// Objects are what `kubectl apply` would send, lists flattened.
	Objects []any `json:"objects"`
	// ObjectError is why some document is not an object.
	ObjectError string `json:"objectError,omitempty"`
}

func main() {
	if err := serve(bufio.NewReader(os.Stdin), bufio.NewWriter(os.Stdout)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(in io.Reader, out *bufio.Writer) error {
	for {
		var length uint32
		if err := binary.Read(in, binary.BigEndian, &length); errors.Is(err, io.EOF) {
			return out.Flush()
		} else if err != nil {
			return err
		}
		text := make([]byte, length)
		if _, err := io.ReadFull(in, text); err != nil {
			return err
		}
		line, err := json.Marshal(read(text))
		if err != nil {
			return err
		}
		if err := binary.Write(out, binary.BigEndian, uint32(len(line))); err != nil {
			return err
		}
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
}

func read(text []byte) answer {
	a := answer{Documents: []any{}, Objects: []any{}}
	if err := a.addDocuments(text); err != nil {
		a.Error = err.Error()
	}
	if err := a.addObjects(text); err != nil {
		a.ObjectError = err.Error()
	}
	return a
}

// decoded is the text as kubectl's FileVisitor passes it on.
func decoded(text []byte) io.Reader {
	return transform.NewReader(bytes.NewReader(text), unicode.BOMOverride(unicode.UTF8.NewDecoder()))
}

// addDocuments reads the stream as kubectl's StreamVisitor does.
func (a *answer) addDocuments(text []byte) error {
	decoder := yaml.NewYAMLOrJSONDecoder(decoded(text), 4096)
	for {
		var raw runtime.RawExtension
		if err := decoder.Decode(&raw); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		trimmed := bytes.TrimSpace(raw.Raw)
		if len(trimmed) == 0 || bytes.Equal(trimmed, []byte("null")) {
			continue
		}
		var value any
		if err := utiljson.Unmarshal(trimmed, &value); err != nil {
			return err
		}
		a.Documents = append(a.Documents, value)
	}
}

// addObjects asks the builder that every command of kubectl reads its files with.
func (a *answer) addObjects(text []byte) error {
	builder := resource.NewLocalBuilder().Unstructured().ContinueOnError()
	return builder.Stream(decoded(text), "text").Flatten().Do().Visit(func(info *resource.Info, err error) error {
		if err != nil {
			return err
		}
		object, ok := info.Object.(*unstructured.Unstructured)
		if !ok {
			return fmt.Errorf("%T is not an object", info.Object)
		}
		a.Objects = append(a.Objects, object.Object)
		return nil
	})
}
